#include <algorithm>
#include <map>
#include <set>

#include "model/governing_quantity.hpp"
#include "present/freshness.hpp"
#include "present/views.hpp"
#include "store/delivery_schedules.hpp"
#include "store/imports.hpp"
#include "store/states.hpp"

namespace calloff::present {
namespace {

using model::SheetState;
using settings::Feed;

bool has_left(SheetState state) { return state == SheetState::shipped || state == SheetState::received; }

Decimal required_of(const store::ScheduleRow& row) { return model::required_quantity(row.state, row.line); }

Decimal shipped_of(const store::ScheduleRow& row, Decimal required) {
  if (row.line.shipped) return *row.line.shipped;
  return has_left(row.state) ? required : Decimal{};
}

/// Facts that many rows share: the feed's settings, when it was last good, which dates are complete.
class Facts {
 public:
  explicit Facts(const ViewOf& of) : of_(of) {
    for (const auto& customer : of.configuration.customers)
      for (const auto& feed : customer.feeds) feeds_[{feed.customer, feed.plant, feed.name}] = &feed;
  }

  const Feed* feed(const store::FeedKey& key) const {
    const auto found = feeds_.find(key);
    return found == feeds_.end() ? nullptr : found->second;
  }

  /// Did a person bring the document?
  bool is_imported(const std::string& document) const { return imported_.contains(document); }

  std::string zone(const store::FeedKey& key) const { return feed(key) ? feed(key)->zone : "UTC"; }

  Value last_good(const store::FeedKey& key) {
    const auto good = age(key).last_good;
    return good ? Value(to_zoned_string(*good, zone(key))) : Value();
  }

  /// Null: nobody polls the feed any more.
  Value freshness(const store::FeedKey& key) { return feed(key) ? Value(freshness_word(age(key).freshness)) : Value(); }

  bool is_complete(const store::FeedKey& key, LocalDate date) {
    const auto cached = complete_.find({key, date});
    if (cached != complete_.end()) return cached->second;
    return complete_[{key, date}] = judge(key, date);
  }

 private:
  const FeedAge& age(const store::FeedKey& key) {
    const auto known = ages_.find(key);
    if (known != ages_.end()) return known->second;
    const auto* configured = feed(key);
    if (configured) return ages_[key] = feed_age(of_, *configured);
    FeedAge left;
    left.last_good = store::feed_state(of_.reader, key).last_good;
    return ages_[key] = left;
  }

  bool judge(const store::FeedKey& key, LocalDate date) const {
    const auto* configured = feed(key);
    return configured && is_set_complete(of_, *configured, date);
  }

  const ViewOf& of_;
  std::set<std::string> imported_ = store::imported_documents(of_.reader);
  std::map<store::FeedKey, const Feed*> feeds_;
  std::map<store::FeedKey, FeedAge> ages_;
  std::map<std::pair<store::FeedKey, LocalDate>, bool> complete_;
};

Value row_value(const store::ScheduleRow& row, Facts& facts, LocalDate date, const std::string& basis) {
  const auto required = required_of(row);
  const auto shipped = shipped_of(row, required);
  const auto open = std::max(Decimal{}, required - shipped);
  auto value = Value::object();
  value.add("customer", row.feed.customer)
      .add("plant", row.feed.plant)
      .add("dock", text_or_null(row.line.dock.empty() ? row.sheet_dock : row.line.dock))
      .add("part_no", row.line.part_no)
      .add("part_name", text_or_null(row.line.part_name))
      .add("date", to_string(date))
      .add("until", to_string(date))
      .add("bucket", "day")
      .add("date_basis", basis)
      .add("qty", to_string(open))
      .add("qty_required", to_string(required))
      .add("qty_shipped", to_string(shipped))
      .add("uom", row.line.uom)
      .add("commitment", "firm")
      .add("source", "call_off")
      .add("channel", facts.is_imported(row.document) ? "file" : "portal")
      .add("feed", row.feed.feed)
      .add("release", row.pus_no)
      .add("revision", row.revision)
      .add("complete", !row.has_left_list && facts.is_complete(row.feed, row.pickup ? row.pickup->date : date))
      .add("as_of", facts.last_good(row.feed))
      .add("freshness", facts.freshness(row.feed))
      .add("record", row.record);
  return value;
}

const std::vector<Column> kColumns{
    {"customer", "CUSTOMER"},     {"plant", "PLANT"},     {"dock", "DOCK"},          {"date", "DATE"},
    {"part_no", "PART"},          {"part_name", "NAME"},  {"qty", "QTY", true},      {"uom", "UOM"},
    {"commitment", "COMMITMENT"}, {"release", "RELEASE"}, {"revision", "REV", true}, {"complete", "COMPLETE"},
    {"as_of", "AS OF"},           {"record", "RECORD"}};

/// In the order that JSON has them: the date stands before the part in tables, where people look for it.
const std::vector<std::string> kMembers{
    "customer",   "plant",   "dock",         "part_no",     "part_name", "date",       "until",  "bucket",
    "date_basis", "qty",     "qty_required", "qty_shipped", "uom",       "commitment", "source", "channel",
    "feed",       "release", "revision",     "complete",    "as_of",     "freshness",  "record"};

/// Goods are on the road for less than this.
constexpr int kLongestTransitDays = 60;

/// Past sheets are not read where nobody asked for them. Sheets are kept by pick-up date, which is never after arrival;
/// a day's margin holds every zone's today.
void narrow_dates(store::ScheduleFilter& filter, const ViewOf& of, const ScheduleQuery& query) {
  bool has_arrival = false;
  for (const auto& customer : of.configuration.customers)
    for (const auto& feed : customer.feeds) has_arrival |= feed.date_basis == "arrival";
  filter.to = query.to;
  filter.from = query.from;
  const auto recent = add_days(local_date(of.now, "UTC"), -1);
  if (!query.is_all && (!filter.from || *filter.from < recent)) filter.from = recent;
  if (filter.from && has_arrival) filter.from = add_days(*filter.from, -kLongestTransitDays);
}

/// Of the feeds that the schedule is made of, as far as they are asked for and may be seen.
void put_notes(const ViewOf& of, const ScheduleQuery& query, Listing& listing) {
  std::vector<FeedAge> ages;
  std::vector<store::FeedKey> keys;
  for (const auto* feed :
       feeds_of(of, mapping::RecordKind::delivery_schedule, query.customer, query.plant, std::string_view())) {
    ages.push_back(feed_age(of, *feed));
    keys.push_back(ages.back().feed);
  }
  listing.notes = stale_notes(of, ages);
  for (auto& note : left_notes(of, keys)) listing.notes.push_back(std::move(note));
}

}  // namespace

Listing schedule_view(const ViewOf& of, const ScheduleQuery& query) {
  Facts facts(of);
  Listing listing{kColumns, {}, kMembers};
  put_notes(of, query, listing);
  if (!query.bucket.empty() && query.bucket != "day") return listing;
  store::ScheduleFilter filter;
  filter.customer = query.customer;
  filter.plant = query.plant;
  filter.part = query.part;
  narrow_dates(filter, of, query);
  for (const auto& row : store::schedule_rows(of.reader, filter)) {
    if (!of.actor.scope.covers(row.feed.customer, row.feed.plant) || row.state == SheetState::cancelled) continue;
    const auto* feed = facts.feed(row.feed);
    const bool is_arrival = feed && feed->date_basis == "arrival";
    const auto& when = is_arrival ? row.arrival : row.pickup;
    if (!when) continue;
    const auto date = when->date;
    if ((query.from && date < *query.from) || (query.to && date > *query.to)) continue;
    const auto required = required_of(row);
    const bool is_open = shipped_of(row, required) < required || required.is_zero();
    const bool is_current = date >= local_date(of.now, facts.zone(row.feed)) && is_open && !has_left(row.state);
    if (!query.is_all && !is_current) continue;
    if (query.limit && listing.rows.size() >= *query.limit) break;
    listing.rows.push_back(row_value(row, facts, date, is_arrival ? "arrival" : "pickup"));
  }
  return listing;
}

}  // namespace calloff::present
