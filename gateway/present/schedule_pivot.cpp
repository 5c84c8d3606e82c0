#include <map>
#include <set>
#include <tuple>

#include "present/bucket_heading.hpp"
#include "present/freshness.hpp"
#include "present/schedule_lines.hpp"
#include "present/views.hpp"

namespace calloff::present {
namespace {

using BucketKey = std::pair<model::Bucket, LocalDate>;

/// The part's own columns. Two units are never added: a part in two of them has two rows.
struct GridKey {
  std::string customer, plant, dock, part_no, uom;
  auto operator<=>(const GridKey&) const = default;
};

struct GridRow {
  std::string part_name;
  std::map<BucketKey, Decimal> cells;
};

BucketKey bucket_of(const release::Entry& entry) {
  // What is past due is one bucket, whichever day it is told for.
  if (entry.bucket == model::Bucket::past_due) return {entry.bucket, LocalDate()};
  return {entry.bucket, LocalDate(entry.from)};
}

Decimal quantity_of(const ScheduleLine& line, bool in_packs) {
  return in_packs && line.packed ? *line.packed : line.entry.open();
}

std::string member_of(const BucketKey& key) {
  return key.first == model::Bucket::past_due ? "past_due" : bucket_member(key.first, key.second);
}

std::vector<Column> columns(const std::set<BucketKey>& buckets) {
  std::vector<Column> all{{"customer", "CUSTOMER"}, {"plant", "PLANT"},    {"dock", "DOCK"},
                          {"part_no", "PART"},      {"part_name", "NAME"}, {"uom", "UOM"}};
  for (const auto& key : buckets) all.push_back({member_of(key), bucket_heading(key.first, key.second), true});
  return all;
}

Value row_value(const GridKey& key, const GridRow& row, const std::set<BucketKey>& buckets) {
  auto value = Value::object();
  value.add("customer", text_or_null(key.customer))
      .add("plant", text_or_null(key.plant))
      .add("dock", text_or_null(key.dock))
      .add("part_no", key.part_no)
      .add("part_name", text_or_null(row.part_name))
      .add("uom", key.uom);
  for (const auto& bucket : buckets) {
    const auto cell = row.cells.find(bucket);
    // Blank is unknown, zero is a fact.
    value.add(member_of(bucket), cell == row.cells.end() ? Value() : Value(to_string(cell->second)));
  }
  return value;
}

}  // namespace

Listing schedule_pivot(const ViewOf& of, const ScheduleQuery& query) {
  auto asked = query;
  if (!asked.bucket) asked.bucket = model::Bucket::week;
  auto schedule = schedule_lines(of, asked);
  std::map<GridKey, GridRow> rows;
  std::map<std::string, GridRow> totals;  // by unit
  std::set<BucketKey> buckets;
  std::size_t uncounted = 0;
  for (const auto& line : schedule.lines) {
    if (!line.entry.is_counted) {
      ++uncounted;
      continue;
    }
    const auto& demand = *line.demand;
    auto& row = rows[{line.plant->customer, line.plant->plant, demand.dock, demand.part_no, demand.uom}];
    if (row.part_name.empty()) row.part_name = demand.part_name;
    const auto bucket = bucket_of(line.entry);
    const auto quantity = quantity_of(line, asked.with_packs);
    buckets.insert(bucket);
    for (auto* cells : {&row.cells, &totals[demand.uom].cells}) (*cells)[bucket] = (*cells)[bucket] + quantity;
  }
  Listing listing{columns(buckets), {}, {}, std::move(schedule.notes)};
  for (const auto& [key, row] : rows) {
    if (asked.limit && listing.rows.size() >= *asked.limit) break;
    listing.rows.push_back(row_value(key, row, buckets));
  }
  for (const auto& [uom, row] : totals) listing.rows.push_back(row_value({"", "", "", "TOTAL", uom}, row, buckets));
  if (uncounted > 0)
    listing.notes.push_back(
        sentence(Error(Recovery::ask_person, "present/not_counted", {{"count", std::to_string(uncounted)}}),
                 language_of(of.configuration)));
  return listing;
}

}  // namespace calloff::present
