// Releases as people and programs see them, and what is said beside a table when its data are old.
#include <boost/json.hpp>

#include "base/dates.hpp"
#include "present/freshness.hpp"
#include "store/states.hpp"
#include "store/tickets.hpp"
#include "support/catch.hpp"
#include "support/process/json_schema.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;
using namespace calloff::present;
using model::Bucket;

namespace {

LocalDate day(const char* text) { return parse_date(text).value(); }
Instant at(const char* text) { return parse_instant(text).value(); }

/// A store with two releases of two plants, and the configuration that they came by.
class Releases {
 public:
  Releases() : store_(store::Store::open(folder_.path(), store::Mode::write, *clock_).value()) {
    settings::CustomerSettings customer;
    customer.customer = "sgm";
    for (const char* plant : {"JQ", "DY"})
      for (const char* name : {"weekly", "daily"}) {
        settings::Feed feed;
        feed.customer = "sgm";
        feed.plant = plant;
        feed.name = name;
        feed.zone = "Asia/Shanghai";
        if (feed.name == "daily") feed.complete_set = settings::SetRule{};
        customer.feeds.push_back(feed);
      }
    configuration.customers.push_back(customer);
    put("JQ", "WDF-JQ-202610", "2026-03-02T10:00", 240);
    put("JQ", "WDF-JQ-202611", "2026-03-09T10:00", 264);
    put("DY", "WDF-202611", "2026-03-09T10:00", 12);
  }

  settings::Configuration configuration;
  Instant now = at("2026-03-10T11:57:00+08:00");

  template <class Work>
  auto read(Work work) {
    using Answer = decltype(work(std::declval<const ViewOf&>()));
    return store_
        ->read_now([&](store::Reader& reader) -> Result<Answer> {
          return work(ViewOf{reader, configuration, now, {"test", {"all"}, {}}});
        })
        .value();
  }

  template <class Work>
  void write(Work work) {
    REQUIRE(store_->write_now("test/write", [&](store::Writer& w) -> Result<void> {
      work(w);
      return {};
    }));
  }

  void put(const std::string& plant, const std::string& number, const char* issued, int week) {
    const store::FeedKey feed{"sgm", plant, "weekly"};
    const auto raw = store_->archive().put("page of " + plant + number + std::to_string(week)).value();
    write([&](store::Writer& w) {
      model::ForecastRelease release;
      release.source = {"sgm", plant, "weekly", "", "m1"};
      release.source.document =
          store::put_document(w, store_->archive(), feed, number, "1", "R-000001", {{"detail", "text/html", raw}})
              .value()
              .id;
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

  /// A run of a feed that ended so, and when the feed was last good.
  void ran(const char* plant, store::RunOutcome outcome, std::optional<Instant> last_good) {
    write([&](store::Writer& w) {
      store::RunRecord run;
      run.customer = "sgm";
      run.plant = plant;
      run.feed = "daily";
      run.started = at("2026-03-10T11:50:00+08:00");
      run.id = store::start_run(w, run);
      run.ended = run.started;
      run.outcome = outcome;
      if (outcome == store::RunOutcome::page_changed)
        run.cause = Error(Recovery::hold_feed, "page/too_many_pages", {}, {"sgm", plant, "daily", {}, {}, {}});
      REQUIRE(store::finish_run(w, run));
      store::FeedState state;
      state.feed = {"sgm", plant, "daily"};
      state.last_good = last_good;
      store::put_feed_state(w, state);
    });
  }

 private:
  test::TemporaryFolder folder_;
  std::unique_ptr<Clock> clock_ = frozen_clock(at("2026-03-10T11:10:00+08:00"));
  std::unique_ptr<store::Store> store_;
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

TEST_CASE("old data are shown with their age and the cause; good data without a word") {
  using store::RunOutcome;
  struct Case {
    RunOutcome outcome;
    const char* last_good;
    const char* note;
  };
  const auto c = GENERATE(values<Case>({
      {RunOutcome::ok, "2026-03-10T11:10:00+08:00", ""},
      {RunOutcome::no_data, "2026-03-10T11:10:00+08:00", ""},
      {RunOutcome::page_changed, "2026-03-10T11:10:00+08:00",
       "JQ daily: data as of 03-10 11:10, 47 min old: the page changed ("},
      {RunOutcome::failed, "2026-03-10T08:37:00+08:00",
       "JQ daily: data as of 03-10 08:37, 3 h 20 min old: the last poll failed (failed)"},
      {RunOutcome::blocked, "2026-03-08T11:57:00+08:00", "JQ daily: data as of 03-08 11:57, 2 d old: no access ("},
      {RunOutcome::partial, "2026-03-10T11:57:00+08:00",
       "JQ daily: data as of 03-10 11:57, 0 min old: part of it was kept apart ("},
      {RunOutcome::failed, nullptr, "JQ daily: no data yet: the last poll failed (failed)"},
  }));
  Releases releases;
  releases.ran("JQ", c.outcome, c.last_good ? std::optional(at(c.last_good)) : std::nullopt);
  releases.ran("DY", RunOutcome::ok, releases.now);
  const auto notes = releases.read([](const ViewOf& of) { return schedule_view(of, {}).notes; });
  INFO(c.note);
  if (!*c.note) {
    CHECK(notes.empty());
    return;
  }
  REQUIRE(notes.size() == 1);
  INFO(notes[0]);
  CHECK(notes[0].starts_with(c.note));
  ScheduleQuery other;
  other.plant = "DY";
  CHECK(releases.read([&](const ViewOf& of) { return schedule_view(of, other).notes; }).empty());
}

TEST_CASE("a Chinese gateway says it in Chinese") {
  Releases releases;
  releases.configuration.gateway.language = "zh";
  releases.ran("JQ", store::RunOutcome::page_changed, at("2026-03-10T11:10:00+08:00"));
  const auto notes = releases.read([](const ViewOf& of) { return schedule_view(of, {}).notes; });
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].starts_with("JQ daily：数据截至 03-10 11:10，已过 47 分钟：页面有变化（"));
}
