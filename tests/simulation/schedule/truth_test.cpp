// A month of two plants' sheets and releases: at every turn the delivery schedule is held against what plain code makes
// of the archived pages, line by line, and the past against what was noted then.
#include <algorithm>
#include <map>
#include <set>

#include "present/views.hpp"
#include "simulator/charset.hpp"
#include "store/archive.hpp"
#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"
#include "support/schedule/told.hpp"

using namespace calloff;
using namespace calloff::test;
using model::Bucket;
using Rows = std::vector<std::string>;

namespace {

/// As a person would say it: `only here: ...`, `missing: ...`, the first few.
std::string difference(const Rows& shown, const Rows& expected) {
  Rows more, less;
  std::ranges::set_difference(shown, expected, std::back_inserter(more));
  std::ranges::set_difference(expected, shown, std::back_inserter(less));
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(more.size(), 8); ++i) text += "too much: " + more[i] + "\n";
  for (std::size_t i = 0; i < std::min<std::size_t>(less.size(), 8); ++i) text += "missing: " + less[i] + "\n";
  return text;
}

std::string cell(const present::Value& row, const char* name) {
  const auto* value = row.find(name);
  if (value->kind == present::Value::Kind::boolean) return value->boolean ? "yes" : "no";
  return value->kind == present::Value::Kind::null ? "-" : value->text;
}

std::string cells(const present::Value& row, std::initializer_list<const char*> names) {
  std::string text;
  for (const auto* name : names) text += (text.empty() ? "" : " ") + cell(row, name);
  return text;
}

/// A row but for what is said of its feed now.
std::string lasting(const present::Value& row) {
  return cells(row, {"customer", "plant",      "dock", "part_no",      "part_name",   "date",     "until",
                     "bucket",   "date_basis", "qty",  "qty_required", "qty_shipped", "uom",      "commitment",
                     "source",   "channel",    "feed", "release",      "revision",    "complete", "record"});
}

class Month {
 public:
  GatewayBench bench{2};

  /// Every poll's new pages, as they lie in the archive, told to the plain code.
  void poll(const char* plant, const char* feed) {
    const auto run = bench.poll(std::string("sgm ") + plant + " " + feed);
    INFO(plant << " " << feed << " at " << to_string(bench.clock().now()));
    REQUIRE(run.outcome);
    const bool is_good = *run.outcome == store::RunOutcome::ok || *run.outcome == store::RunOutcome::unchanged;
    INFO(store::to_string(*run.outcome) << " " << (run.cause ? run.cause->code : ""));
    REQUIRE(is_good);
    read_archive();
    if (std::string_view(feed) == "daily") plants.at(plant).polled(bench.clock().now());
  }
  void poll_all(int day, int hour, int minute, const char* feed) {
    bench.move_to(march(day, hour, minute));
    for (const char* plant : {"JQ", "DY"}) poll(plant, feed);
  }

  /// part: a pattern
  present::Listing view(const std::string& plant, const std::string& part = {}, std::optional<Bucket> bucket = {},
                        std::optional<Instant> as_of = {}) {
    present::ScheduleQuery query;
    query.plant = plant;
    query.part = part;
    query.bucket = bucket;
    query.as_of = as_of;
    auto& gateway = bench.gateway();
    return gateway.store()
        .read_now([&](store::Reader& reader) -> Result<present::Listing> {
          return present::schedule_view({reader,
                                         gateway.prepared().configuration,
                                         bench.clock().now(),
                                         {"test", {"all"}, {}},
                                         app::records_of(gateway.prepared())},
                                        query);
        })
        .value();
  }

  /// The schedule of now is the truth, and is noted for later. only: one plant
  void look(const std::string& only = {}) {
    const auto now = bench.clock().now();
    INFO("at " << to_string(now));
    for (const auto& [plant, told] : plants) {
      if (!only.empty() && plant != only) continue;
      const auto natural = view(plant);
      CHECK(difference(natural_rows(natural), told.rows(now)) == "");
      // By day, and in coarser buckets, a third of the parts in turn.
      const auto ending = "123"[noted_.size() % 3];
      const auto days = view(plant, std::string("*") + ending, Bucket::day);
      auto told_days = told.rows_by_day(now);
      std::erase_if(told_days, [&](const std::string& row) { return row[row.find(' ') - 1] != ending; });
      CHECK(difference(day_rows(days), told_days) == "");
      const auto coarse = noted_.size() % 2 == 0 ? Bucket::week : Bucket::month;
      CHECK(difference(sums(view(plant, std::string("*") + ending, coarse)), sums(days)) == "");
      auto& noted = noted_[{plant, now}];
      for (const auto& row : natural.rows) noted.emplace_back(cell(row, "part_no"), lasting(row));
      rows_seen += natural.rows.size();
      for (const auto& row : natural.rows) {
        seen.insert(cell(row, "source") + " " + cell(row, "bucket") + " " + cell(row, "complete"));
        if (cell(row, "qty") == "0" && cell(row, "release") == "-") seen.insert("quiet");
      }
    }
  }

  /// Each moment that was noted says the same of itself now: a third of the parts in turn.
  void look_back() {
    int moment = 0;
    for (const auto& [of, noted] : noted_) {
      const auto ending = "123"[++moment % 3];
      INFO(of.first << " as of " << to_string(of.second));
      Rows then, expected;
      for (const auto& row : view(of.first, std::string("*") + ending, {}, of.second).rows)
        then.push_back(lasting(row));
      for (const auto& [part, row] : noted)
        if (part.back() == ending) expected.push_back(row);
      std::ranges::sort(expected);
      std::ranges::sort(then);
      CHECK(difference(then, expected) == "");
      CHECK(!then.empty());
    }
  }

  std::map<std::string, told::Plant> plants{{"JQ", {}}, {"DY", {}}};
  std::set<std::string> seen;
  std::size_t rows_seen = 0, pages_read = 0;

 private:
  void read_archive() {
    const auto& archive = bench.gateway().store().archive();
    std::vector<told::Release> releases;
    archive.each([&](const std::string& name) {
      if (!known_.insert(name).second) return;
      const auto page = simulator::gbk_to_utf8(archive.get(name).value());
      if (const auto sheet = told::sheet_of(page)) {
        plants.at(sheet->plant).hear(*sheet);
        ++pages_read;
      } else if (auto release = told::release_of(page)) {
        releases.push_back(std::move(*release));
        ++pages_read;
      }
    });
    std::ranges::sort(releases, {}, [](const told::Release& one) { return std::pair(one.issued, one.version); });
    for (const auto& release : releases) plants.at(release.plant).hear(release);
  }

  static Rows natural_rows(const present::Listing& listing) {
    Rows rows;
    for (const auto& row : listing.rows)
      rows.push_back(cells(row, {"part_no", "dock", "uom", "bucket", "date", "until", "qty", "commitment", "source",
                                 "release", "complete"}));
    std::ranges::sort(rows);
    return rows;
  }
  static Rows day_rows(const present::Listing& listing) {
    Rows rows;
    for (const auto& row : listing.rows)
      rows.push_back(
          cells(row, {"part_no", "dock", "uom", "bucket", "date", "until", "qty", "commitment", "source", "complete"}));
    std::ranges::sort(rows);
    return rows;
  }
  /// What each part is asked for in all, by source and whether it counts.
  static Rows sums(const present::Listing& listing) {
    std::map<std::string, Decimal> sums;
    for (const auto& row : listing.rows) {
      auto& sum = sums[cells(row, {"part_no", "dock", "uom", "commitment", "source", "complete"})];
      sum = sum + parse_decimal(cell(row, "qty")).value();
    }
    Rows rows;
    for (const auto& [of, sum] : sums) rows.push_back(of + " " + to_string(sum));
    return rows;
  }

  std::set<std::string> known_;
  /// By plant and moment: part and row.
  std::map<std::pair<std::string, Instant>, std::vector<std::pair<std::string, std::string>>> noted_;
};

simulator::Sheet& open_sheet(GatewayBench& bench, const char* site, std::size_t index) {
  std::vector<simulator::Sheet*> open;
  for (auto* sheet : bench.portals().eschedule(site)->sheets().listed(bench.clock().now()))
    if (!sheet->cancelled && sheet->pickup > bench.clock().now() + std::chrono::hours(4)) open.push_back(sheet);
  REQUIRE(open.size() > index);
  return *open[index];
}

void publish(GatewayBench& bench, const char* site, simulator::ReleaseBook::Publish what) {
  bench.portals().eschedule(site)->releases().publish(what, bench.clock().now());
}

/// A day's sheets are all there after noon.
void usual_day(Month& month, int day) { month.poll_all(day, 13, 5, "daily"); }

}  // namespace

TEST_CASE("over a month the schedule is what the archived pages and the rules make of it") {
  using Publish = simulator::ReleaseBook::Publish;
  Month month;
  month.poll_all(10, 10, 1, "daily");
  month.poll_all(10, 10, 5, "weekly");
  month.poll_all(10, 11, 12, "daily");  // tomorrow's sheets are seen for the first time
  month.look();
  month.poll_all(10, 11, 27, "daily");
  month.poll_all(11, 11, 27, "daily");
  simulator::change(open_sheet(month.bench, "JQ", 0), 0, 960, simulator::Change::shown);
  simulator::cancel(open_sheet(month.bench, "DY", 0));
  month.poll_all(11, 12, 0, "daily");  // the set is another one, and was seen once
  month.look();
  month.poll_all(12, 15, 30, "weekly");           // Thursday: next week's release, which says nothing of Friday
  publish(month.bench, "JQ", Publish::revision);  // nor does its revision
  month.poll_all(12, 16, 0, "weekly");
  month.look("JQ");
  month.bench.move_to(march(14, 12));  // a Saturday
  month.look("DY");
  usual_day(month, 16);
  publish(month.bench, "DY", Publish::next_week);  // two days before its time
  month.poll_all(17, 14, 0, "weekly");
  month.look("DY");
  // Nobody sees the releases of two weeks: their weeks become those of today.
  usual_day(month, 20);
  usual_day(month, 24);
  month.bench.move_to(march(26, 8));
  month.look("JQ");
  month.poll_all(26, 15, 30, "weekly");  // two at once
  month.look();
  usual_day(month, 31);
  // April: Qingming is the plants' holiday, though their customer publishes as on any Monday.
  month.poll_all(33, 15, 30, "weekly");
  month.bench.move_to(march(35, 0, 30));
  month.look("DY");
  usual_day(month, 37);
  month.look("JQ");
  month.look_back();
  CHECK(month.pages_read > 80);
  CHECK(month.rows_seen > 3000);
  // What was looked at was not one kind of thing only.
  for (const char* what : {"call_off day yes", "call_off day no", "forecast_week day yes", "forecast_week week yes",
                           "forecast_month month yes", "forecast_week past_due yes", "quiet"})
    CHECK((std::string(what) + (month.seen.contains(what) ? " seen" : " not seen")) == std::string(what) + " seen");
}
