#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "present/bucket_heading.hpp"
#include "present/freshness.hpp"
#include "present/views.hpp"
#include "release/spread.hpp"
#include "store/releases.hpp"

namespace calloff::present {
namespace {

using model::Bucket;
using store::ReleaseHead;

const std::vector<Column> kListColumns{{"release", "RELEASE"},
                                       {"customer", "CUSTOMER"},
                                       {"plant", "PLANT"},
                                       {"feed", "FEED"},
                                       {"release_no", "", false, true},
                                       {"revision", "", false, true},
                                       {"edition", "", false, true},
                                       {"supplier_duns", "", false, true},
                                       {"planner", "", false, true},
                                       {"issued", "ISSUED"},
                                       {"horizon_from", "FROM"},
                                       {"horizon_to", "TO"},
                                       {"scope", "SCOPE"},
                                       {"status", "STATUS"},
                                       {"lines", "LINES", true},
                                       {"first_seen", "", false, true},
                                       {"last_read", "", false, true},
                                       {"as_of", "", false, true},
                                       {"freshness", "", false, true},
                                       {"document", "", false, true}};

const std::vector<Column> kRowColumns{
    {"release", "RELEASE"}, {"customer", "CUSTOMER"},    {"plant", "PLANT"},         {"feed", "FEED"},
    {"part_no", "PART"},    {"part_name", "NAME"},       {"dock", "DOCK"},           {"date", "DATE"},
    {"until", "UNTIL"},     {"bucket", "BUCKET"},        {"qty", "QTY", true},       {"uom", "UOM"},
    {"commitment", ""},     {"pack_size", "PACK", true}, {"cum_required", "", true}, {"cum_received", "", true},
    {"past_due", "", true}, {"record", "RECORD"}};

template <class T>
Value value_or_null(const std::optional<T>& value) {
  return value ? Value(to_string(*value)) : Value();
}

/// The ages of the feeds that carry releases, by feed.
using Ages = std::map<store::FeedKey, FeedAge>;

Ages release_ages(const ViewOf& of, std::string_view customer, std::string_view plant, std::string_view feed) {
  Ages ages;
  for (const auto* each : feeds_of(of, mapping::RecordKind::forecast_release, customer, plant, feed)) {
    auto age = feed_age(of, *each);
    ages.emplace(age.feed, std::move(age));
  }
  return ages;
}

std::vector<std::string> notes_of(const ViewOf& of, const Ages& ages) {
  std::vector<FeedAge> all;
  for (const auto& [key, age] : ages) all.push_back(age);
  return stale_notes(of, all);
}

Value head_value(const ReleaseHead& head, const Ages& ages) {
  const auto found = ages.find(head.feed);
  const auto* age = found == ages.end() ? nullptr : &found->second;
  auto value = Value::object();
  value.add("release", head.name)
      .add("customer", head.feed.customer)
      .add("plant", text_or_null(head.feed.plant))
      .add("feed", head.feed.feed)
      .add("release_no", head.release_no)
      .add("revision", text_or_null(head.revision))
      .add("edition", head.edition)
      .add("supplier_duns", text_or_null(head.supplier_duns))
      .add("planner", text_or_null(head.planner))
      .add("issued", value_or_null(head.issued))
      .add("horizon_from", value_or_null(head.horizon_from))
      .add("horizon_to", value_or_null(head.horizon_to))
      .add("scope", head.is_full ? "full" : "partial")
      .add("status", store::to_string(head.status))
      .add("lines", head.lines)
      .add("first_seen", to_string(head.first_seen))
      .add("last_read", to_string(head.last_read))
      .add("as_of", age && age->last_good ? Value(to_zoned_string(*age->last_good, age->zone)) : Value())
      .add("freshness", age ? Value(freshness_word(age->freshness)) : Value())
      .add("document", head.document);
  return value;
}

/// Those that the actor may see.
std::vector<ReleaseHead> visible_releases(const ViewOf& of, const ReleaseQuery& query) {
  auto heads = store::forecast_releases(of.reader, {query.customer, query.plant, query.feed});
  std::erase_if(heads,
                [&](const ReleaseHead& head) { return !of.actor.scope.covers(head.feed.customer, head.feed.plant); });
  return heads;
}

Value row_value(const ReleaseHead& head, const store::ForecastRow& row) {
  const auto& line = row.line;
  auto value = Value::object();
  value.add("release", head.name)
      .add("customer", head.feed.customer)
      .add("plant", text_or_null(head.feed.plant))
      .add("feed", head.feed.feed)
      .add("part_no", line.part_no)
      .add("part_name", text_or_null(line.part_name))
      .add("dock", text_or_null(line.dock))
      .add("date", to_string(line.bucket_start))
      .add("until", to_string(LocalDate(release::last_day(line.bucket, release::Day(line.bucket_start)))))
      .add("bucket", model::to_string(line.bucket))
      .add("qty", to_string(line.qty))
      .add("uom", line.uom)
      .add("commitment", model::to_string(line.commitment))
      .add("pack_size", value_or_null(line.pack_size))
      .add("cum_required", value_or_null(line.cum_required))
      .add("cum_received", value_or_null(line.cum_received))
      .add("past_due", value_or_null(line.past_due))
      .add("record", row.record);
  return value;
}

using BucketKey = std::pair<Bucket, LocalDate>;

/// A part's own columns, then its buckets: past due, days, weeks, months.
std::vector<Column> grid_columns(const std::vector<store::ForecastRow>& rows) {
  std::vector<Column> columns{{"part_no", "PART"},      {"part_name", "NAME"},       {"dock", "DOCK"},
                              {"uom", "UOM"},           {"pack_size", "PACK", true}, {"cum_received", "RECEIVED", true},
                              {"past_due", "DUE", true}};
  std::set<BucketKey> buckets;
  for (const auto& row : rows) buckets.insert({row.line.bucket, row.line.bucket_start});
  for (const auto& key : buckets)
    columns.push_back({bucket_member(key.first, key.second), bucket_heading(key.first, key.second), true});
  return columns;
}

/// What makes a release worth a second look, and who it is.
std::string head_note(const ReleaseHead& head) {
  std::string text = head.name + ": " + store::to_string(head.feed);
  if (head.issued) text += ", issued " + to_string(*head.issued).replace(10, 1, " ");
  return text + ", " + (head.is_full ? "full" : "partial") + ", " + std::string(store::to_string(head.status));
}

/// Is a newer one to be expected that we could not see?
std::vector<std::string> release_notes(const ViewOf& of, const ReleaseHead& release) {
  return notes_of(of, release_ages(of, release.feed.customer, release.feed.plant, release.feed.feed));
}

using Match = bool (*)(const ReleaseHead&, const std::string&);

/// From the most exact reading of a name to the least.
constexpr Match kMatches[] = {
    [](const ReleaseHead& head, const std::string& name) { return head.name == name; },
    [](const ReleaseHead& head, const std::string& name) { return head.release_no + "/" + head.revision == name; },
    [](const ReleaseHead& head, const std::string& name) { return head.release_no == name; }};

}  // namespace

Listing release_list_view(const ViewOf& of, const ReleaseQuery& query) {
  Listing listing{kListColumns, {}};
  const auto ages = release_ages(of, query.customer, query.plant, query.feed);
  for (const auto& head : visible_releases(of, query)) listing.rows.push_back(head_value(head, ages));
  listing.notes = notes_of(of, ages);
  return listing;
}

Result<ReleaseHead> find_release(const ViewOf& of, const ReleaseQuery& query, const std::string& name) {
  const auto heads = visible_releases(of, query);
  for (const auto match : kMatches) {
    const ReleaseHead* found = nullptr;
    std::set<std::string> feeds;
    for (const auto& head : heads) {
      if (!match(head, name)) continue;
      if (!found) found = &head;
      feeds.insert(store::to_string(head.feed) + (head.supplier_duns.empty() ? "" : " " + head.supplier_duns));
    }
    if (feeds.size() == 1) return *found;
    if (feeds.empty()) continue;
    std::string text;
    for (const auto& feed : feeds) text += (text.empty() ? "" : ", ") + feed;
    return Error{Recovery::ask_person, "present/release_ambiguous", {{"release", name}, {"feeds", text}}};
  }
  return Error{Recovery::ask_person, "present/release_unknown", {{"release", name}}};
}

Listing release_rows_view(const ViewOf& of, const ReleaseHead& release, const store::ForecastFilter& filter) {
  Listing listing{kRowColumns, {}};
  for (const auto& row : store::forecast_rows(of.reader, release.id, filter))
    listing.rows.push_back(row_value(release, row));
  listing.notes = release_notes(of, release);
  return listing;
}

Listing release_grid_view(const ViewOf& of, const ReleaseHead& release, const store::ForecastFilter& filter) {
  const auto rows = store::forecast_rows(of.reader, release.id, filter);
  Listing listing{grid_columns(rows), {}};
  const model::ForecastLine* last = nullptr;
  for (const auto& [record, line, from_commit] : rows) {
    if (!last || std::tie(last->part_no, last->dock, last->uom) != std::tie(line.part_no, line.dock, line.uom)) {
      auto& part = listing.rows.emplace_back(Value::object());
      part.add("part_no", line.part_no)
          .add("part_name", text_or_null(line.part_name))
          .add("dock", text_or_null(line.dock))
          .add("uom", line.uom)
          .add("pack_size", value_or_null(line.pack_size))
          .add("cum_received", value_or_null(line.cum_received))
          .add("past_due", value_or_null(line.past_due));
    }
    last = &line;
    listing.rows.back().add(bucket_member(line.bucket, line.bucket_start), to_string(line.qty));
  }
  listing.notes = release_notes(of, release);
  listing.notes.insert(listing.notes.begin(), head_note(release));
  return listing;
}

}  // namespace calloff::present
