// Releases as people and programs see them.
#include <boost/json.hpp>

#include "fixture.hpp"
#include "support/process/json_schema.hpp"

using namespace calloff;
using namespace calloff::present;
using model::Bucket;

namespace {

/// A store with two releases of two plants.
class Releases : public Plants {
 public:
  Releases() {
    put("JQ", "WDF-JQ-202610", "2026-03-02T10:00", 240);
    put("JQ", "WDF-JQ-202611", "2026-03-09T10:00", 264);
    put("DY", "WDF-202611", "2026-03-09T10:00", 12);
  }

  void put(const std::string& plant, const std::string& number, const char* issued, int week) {
    const auto document =
        archived({"sgm", plant, "weekly"}, number, "page of " + plant + number + std::to_string(week));
    write([&](store::Writer& w) {
      model::ForecastRelease release;
      release.source = {"sgm", plant, "weekly", document, "m1"};
      release.release_no = number;
      release.revision = "1";
      release.issued = parse_local_time(issued).value();
      release.horizon_from = day("2026-03-09");
      const auto line = [&](const char* part, Bucket bucket, const char* start, int qty) {
        model::ForecastLine each;
        each.part_no = part;
        each.part_name = "支架";
        each.uom = "C62";
        each.bucket = bucket;
        each.bucket_start = day(start);
        each.qty = Decimal::whole(qty);
        each.pack_size = Decimal::whole(24);
        each.locator = {"detail", 1, 2, ""};
        release.lines.push_back(each);
      };
      line("0091", Bucket::day, "2026-03-10", 48);
      line("0091", Bucket::week, "2026-03-16", week);
      line("0091", Bucket::month, "2026-02-01", 900);
      line("0092", Bucket::week, "2026-03-16", 0);
      REQUIRE(store::put_forecast_release(w, release, store::next_commit(w, "R-000001")));
    });
  }
};

std::string code_of(const Result<store::ReleaseHead>& found) { return found ? found->name : found.error().code; }

}  // namespace

TEST_CASE("releases are listed and shown as their schemas say") {
  Releases releases;
  releases.put("JQ", "WDF-JQ-202611", "2026-03-09T10:00", 288);
  const auto listed = releases.read([](const ViewOf& of) { return release_list_view(of, {}); });
  CHECK(test::process::complaints_of("releases", boost::json::parse(to_json(listed))) == "");
  std::string text;
  for (const auto& row : listed.rows) text += row.find("release")->text + " " + row.find("status")->text + "; ";
  CHECK(text ==
        "WDF-202611/1 current; WDF-JQ-202611/1#2 current; WDF-JQ-202611/1 superseded; "
        "WDF-JQ-202610/1 superseded; ");
  const auto shown = releases.read(
      [](const ViewOf& of) { return release_rows_view(of, find_release(of, {}, "WDF-JQ-202611").value(), {}); });
  CHECK(test::process::complaints_of("release", boost::json::parse(to_json(shown))) == "");
  CHECK(shown.rows.size() == 4);
}

TEST_CASE("a release's table has parts down and buckets across; a blank is no zero") {
  Releases releases;
  const auto grid = releases.read(
      [](const ViewOf& of) { return release_grid_view(of, find_release(of, {}, "WDF-JQ-202610/1").value(), {}); });
  CHECK(to_table(grid) ==
        "PART  NAME  DOCK  UOM  PACK  RECEIVED  DUE  03-10  wk 03-16  2026-02\n"
        "0091  支架        C62    24                    48       240      900\n"
        "0092  支架        C62    24                               0\n");
  CHECK(grid.notes ==
        std::vector<std::string>{"WDF-JQ-202610/1: sgm JQ weekly, issued 2026-03-02 10:00, full, superseded"});
}

TEST_CASE("a release is found by its name, by its number, and told apart by its feed") {
  Releases releases;
  releases.put("JQ", "WDF-202611", "2026-03-01T10:00", 1);
  struct Case {
    ReleaseQuery query;
    const char* name;
    const char* found;
  };
  const std::vector<Case> cases{{{}, "WDF-JQ-202611/1", "WDF-JQ-202611/1"},
                                {{}, "WDF-JQ-202610", "WDF-JQ-202610/1"},
                                {{}, "WDF-202611", "present/release_ambiguous"},
                                {{"", "DY", ""}, "WDF-202611", "WDF-202611/1"},
                                {{"", "DY", "weekly"}, "WDF-JQ-202611", "present/release_unknown"},
                                {{"nobody", "", ""}, "WDF-202611", "present/release_unknown"},
                                {{}, "WDF", "present/release_unknown"}};
  for (const auto& each : cases) {
    INFO(each.name);
    CHECK(releases.read([&](const ViewOf& of) { return code_of(find_release(of, each.query, each.name)); }) ==
          each.found);
  }
}

TEST_CASE("releases say how old their feed is, in the list and beside the figures") {
  Releases releases;
  releases.polled({"sgm", "JQ", "weekly"}, "2026-03-10T11:55:00+08:00", store::RunOutcome::failed);
  const auto note = std::string("JQ weekly: data as of 03-10 11:50, 7 min old: the last poll failed (failed)");
  releases.read([&](const ViewOf& of) {
    const auto listed = release_list_view(of, {});
    CHECK(listed.notes == std::vector<std::string>{note});
    for (const auto& row : listed.rows) {
      INFO(row.find("release")->text);
      CHECK(row.find("as_of")->text == "2026-03-10T11:50:00+08:00");
      CHECK(row.find("freshness")->text == (row.find("plant")->text == "JQ" ? "failing" : "fresh"));
    }
    const auto release = find_release(of, {}, "WDF-JQ-202611").value();
    CHECK(release_grid_view(of, release, {}).notes.back() == note);
    CHECK(release_rows_view(of, release, {}).notes == std::vector<std::string>{note});
    const auto other = find_release(of, {}, "WDF-202611").value();
    CHECK(release_rows_view(of, other, {}).notes.empty());
    CHECK(release_list_view(of, {"", "DY", ""}).notes.empty());
    return true;
  });
}

TEST_CASE("a feed without any release says so itself") {
  Plants plants;
  plants.write([](store::Writer& w) {
    store::FeedState none;
    none.feed = {"sgm", "DY", "weekly"};
    store::put_feed_state(w, none);
  });
  plants.ran({"sgm", "DY", "weekly"}, "2026-03-10T11:55:00+08:00", store::RunOutcome::failed, "sgm_eschedule");
  CHECK(plants.read([](const ViewOf& of) { return release_list_view(of, {}).notes; }) ==
        std::vector<std::string>{"DY weekly: no data yet: the last poll failed (failed)"});
}
