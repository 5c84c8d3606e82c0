#include <map>

#include "present/freshness.hpp"
#include "present/schedule_lines.hpp"
#include "present/views.hpp"
#include "store/states.hpp"

namespace calloff::present {
namespace {

using release::Origin;

/// Facts that many rows share: when a feed was last good, and whether it is fresh.
class FeedFacts {
 public:
  FeedFacts(const ViewOf& of, const ScheduleQuery& query) : of_(of), as_of_(query.as_of) {
    for (const auto& customer : of.configuration.customers)
      for (const auto& feed : customer.feeds) feeds_[{feed.customer, feed.plant, feed.name}] = &feed;
  }

  Value last_good(const store::FeedKey& key) {
    const auto good = age(key).last_good;
    return good ? Value(to_zoned_string(*good, feed(key) ? feed(key)->zone : "UTC")) : Value();
  }

  /// Null: nobody polls the feed any more, or it is the past that was asked for.
  Value freshness(const store::FeedKey& key) {
    return feed(key) && !as_of_ ? Value(freshness_word(age(key).freshness)) : Value();
  }

 private:
  const settings::Feed* feed(const store::FeedKey& key) const {
    const auto found = feeds_.find(key);
    return found == feeds_.end() ? nullptr : found->second;
  }

  const FeedAge& age(const store::FeedKey& key) {
    const auto known = ages_.find(key);
    if (known != ages_.end()) return known->second;
    if (const auto* configured = feed(key); configured && !as_of_) return ages_[key] = feed_age(of_, *configured);
    FeedAge left;
    left.last_good =
        as_of_ ? store::last_good_poll(of_.reader, key, *as_of_) : store::feed_state(of_.reader, key).last_good;
    return ages_[key] = left;
  }

  const ViewOf& of_;
  std::optional<Instant> as_of_;
  std::map<store::FeedKey, const settings::Feed*> feeds_;
  std::map<store::FeedKey, FeedAge> ages_;
};

const char* source_of(Origin origin) {
  switch (origin) {
    case Origin::call_off:
      return "call_off";
    case Origin::order:
      return "order";
    case Origin::forecast_month:
      return "forecast_month";
    case Origin::past_due:
    case Origin::forecast_day:
    case Origin::forecast_week:
      break;
  }
  return "forecast_week";
}

/// A set that says nothing of a part is of the feed that calls off.
const store::FeedKey& feed_of(const ScheduleLine& line) {
  const bool is_silent = line.entry.origin == Origin::call_off && !line.entry.line && line.demand->call_offs.empty();
  return is_silent && line.plant->sheets ? *line.plant->sheets : line.demand->feed;
}

Value row_value(const ScheduleLine& line, FeedFacts& facts, bool with_packs) {
  const auto& entry = line.entry;
  const auto& demand = *line.demand;
  const auto& feed = feed_of(line);
  auto value = Value::object();
  value.add("customer", line.plant->customer)
      .add("plant", line.plant->plant)
      .add("dock", text_or_null(demand.dock))
      .add("part_no", demand.part_no)
      .add("part_name", text_or_null(demand.part_name))
      .add("date", to_string(LocalDate(entry.from)))
      .add("until", to_string(LocalDate(entry.until)))
      .add("bucket", model::to_string(entry.bucket))
      .add("date_basis", line.plant->basis)
      .add("qty", to_string(entry.open()))
      .add("qty_required", to_string(entry.required))
      .add("qty_shipped", to_string(entry.shipped));
  if (with_packs) value.add("qty_packed", line.packed ? Value(to_string(*line.packed)) : Value());
  value.add("uom", demand.uom)
      .add("commitment", model::to_string(entry.commitment))
      .add("source", source_of(entry.origin))
      .add("channel", line.from && line.from->is_imported ? "file" : "portal")
      .add("feed", feed.feed)
      .add("release", line.from ? Value(line.from->release) : Value())
      .add("revision", line.from ? Value(line.from->revision) : Value())
      .add("complete", entry.is_complete)
      .add("as_of", facts.last_good(feed))
      .add("freshness", facts.freshness(feed))
      .add("record", line.from ? text_or_null(line.from->record) : Value());
  return value;
}

std::vector<Column> columns(const ScheduleQuery& query) {
  std::vector<Column> all{{"customer", "CUSTOMER"}, {"plant", "PLANT"},  {"dock", "DOCK"},      {"date", "DATE"},
                          {"bucket", "BUCKET"},     {"part_no", "PART"}, {"part_name", "NAME"}, {"qty", "QTY", true}};
  if (query.with_packs) all.push_back({"qty_packed", "PACKED", true});
  for (const Column& more : {Column{"uom", "UOM"}, Column{"commitment", "COMMITMENT"}, Column{"source", "SOURCE"},
                             Column{"release", "RELEASE"}, Column{"revision", "REV", true},
                             Column{"complete", "COMPLETE"}, Column{"as_of", "AS OF"}, Column{"record", "RECORD"}})
    all.push_back(more);
  return all;
}

/// In the order that JSON has them: the date stands before the part in tables, where people look for it.
std::vector<std::string> members(const ScheduleQuery& query) {
  std::vector<std::string> all{"customer", "plant",  "dock",       "part_no", "part_name",    "date",
                               "until",    "bucket", "date_basis", "qty",     "qty_required", "qty_shipped"};
  if (query.with_packs) all.push_back("qty_packed");
  for (const char* more : {"uom", "commitment", "source", "channel", "feed", "release", "revision", "complete", "as_of",
                           "freshness", "record"})
    all.emplace_back(more);
  return all;
}

}  // namespace

Listing schedule_view(const ViewOf& of, const ScheduleQuery& query) {
  auto schedule = schedule_lines(of, query);
  Listing listing{columns(query), {}, members(query), std::move(schedule.notes)};
  FeedFacts facts(of, query);
  for (const auto& line : schedule.lines) {
    if (query.limit && listing.rows.size() >= *query.limit) break;
    listing.rows.push_back(row_value(line, facts, query.with_packs));
  }
  return listing;
}

}  // namespace calloff::present
