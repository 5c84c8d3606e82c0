// The delivery schedule of sheets and releases, as people and programs see it.
#include <boost/json.hpp>

#include "fixture.hpp"
#include "support/process/json_schema.hpp"

using namespace calloff;
using namespace calloff::present;
using model::Bucket;

namespace {

/// Plant JQ on Tuesday 10 March 2026: a release from the 9th on, and sheets as a case puts them.
class Planned : public Plants {
 public:
  Planned() {
    settings::Plant plant;
    plant.code = "JQ";
    plant.zone = "Asia/Shanghai";
    configuration.customers[0].plants.push_back(plant);
    for (const char* feed : {"daily", "weekly"}) polled({"sgm", "JQ", feed}, "2026-03-10T11:50:00+08:00");
    feed("JQ", "daily").complete_set = settings::SetRule{};
  }

  struct Told {
    const char* part;
    Bucket bucket;
    const char* start;
    int qty;
  };

  /// At its own moment of the store's clock, so that the past can be asked for.
  std::int64_t release(const std::string& number, const char* issued, const char* from, const std::vector<Told>& told) {
    const auto document = archived({"sgm", "JQ", "weekly"}, number, "page of " + number);
    std::int64_t commit = 0;
    write([&](store::Writer& w) {
      model::ForecastRelease release;
      release.source = {"sgm", "JQ", "weekly", document, "m1"};
      release.release_no = number;
      release.revision = "1";
      release.issued = parse_local_time(issued).value();
      release.horizon_from = day(from);
      for (const auto& [part, bucket, start, qty] : told) {
        model::ForecastLine line;
        line.part_no = part;
        line.uom = "C62";
        line.bucket = bucket;
        line.bucket_start = day(start);
        line.qty = Decimal::whole(qty);
        line.pack_size = Decimal::whole(24);
        release.lines.push_back(line);
      }
      commit = store::next_commit(w, "R-000001");
      REQUIRE(store::put_forecast_release(w, release, commit));
    });
    return commit;
  }

  void sheet(const std::string& number, const char* pickup, const char* part, int qty,
             model::SheetState state = model::SheetState::unread) {
    const auto document = archived({"sgm", "JQ", "daily"}, number, "sheet " + number + std::to_string(qty));
    write([&](store::Writer& w) {
      model::DeliverySchedule sheet;
      sheet.source = {"sgm", "JQ", "daily", document, "m1"};
      sheet.pus_no = number;
      sheet.pickup = parse_local_time(pickup).value();
      sheet.state = state;
      model::DeliveryLine line;
      line.line_no = "1";
      line.part_no = part;
      line.uom = "C62";
      line.required = Decimal::whole(qty);
      sheet.lines.push_back(line);
      REQUIRE(store::put_delivery_schedule(w, sheet, store::next_commit(w, "R-000001")));
    });
  }

  void complete(const char* date) {
    write([&](store::Writer& w) {
      store::SetPoll poll;
      poll.feed = {"sgm", "JQ", "daily"};
      poll.target = day(date);
      poll.fingerprint = date;
      poll.has_all_pages = true;
      poll.first_at = at("2026-03-10T11:10:00+08:00");
      poll.last_at = at("2026-03-10T11:30:00+08:00");
      poll.polls = 2;
      store::put_set_poll(w, poll);
    });
    // The store sees one poll; the second is half an hour later.
    write([&](store::Writer& w) {
      w.session().execute("update set_poll set last_at = first_at + 1800000, polls = 2", {});
    });
  }

  /// `0091 day 2026-03-11 40 firm call_off PUS-1`, a line each; a ? where it does not count
  std::string rows(const ScheduleQuery& query = {}) {
    std::string text;
    const auto listing = read([&](const ViewOf& of) { return schedule_view(of, query); });
    CHECK(test::process::complaints_of("schedule", boost::json::parse(to_json(listing))) == "");
    for (const auto& row : listing.rows) {
      for (const char* name : {"part_no", "bucket", "date", "qty", "commitment", "source", "release"}) {
        const auto* value = row.find(name);
        text += value->kind == Value::Kind::null ? "-" : value->text;
        text += ' ';
      }
      text.back() = row.find("complete")->boolean ? '\n' : '?';
      if (text.back() == '?') text += '\n';
    }
    return text;
  }
  std::string notes(const ScheduleQuery& query = {}) {
    std::string text;
    for (const auto& note : read([&](const ViewOf& of) { return schedule_view(of, query); }).notes) text += note + "\n";
    return text;
  }
};

const std::vector<Planned::Told> kWeek11{{"0091", Bucket::day, "2026-03-10", 48},
                                         {"0091", Bucket::day, "2026-03-11", 24},
                                         {"0091", Bucket::week, "2026-03-16", 100},
                                         {"0091", Bucket::month, "2026-04-01", 220}};

}  // namespace

TEST_CASE("sheets, days, weeks and months are one schedule") {
  Planned planned;
  planned.release("W11", "2026-03-05T15:00", "2026-03-09", kWeek11);
  planned.sheet("PUS-1", "2026-03-11T09:00", "0091", 40);
  CHECK(planned.rows() ==
        "0091 day 2026-03-10 48 forecast forecast_week W11/1\n"
        "0091 day 2026-03-11 40 firm call_off PUS-1?\n"
        "0091 day 2026-03-11 24 forecast forecast_week W11/1\n"
        "0091 week 2026-03-16 100 forecast forecast_week W11/1\n"
        "0091 month 2026-04-01 220 forecast forecast_month W11/1\n");
  planned.complete("2026-03-11");
  CHECK(planned.rows() ==
        "0091 day 2026-03-10 48 forecast forecast_week W11/1\n"
        "0091 day 2026-03-11 40 firm call_off PUS-1\n"
        "0091 week 2026-03-16 100 forecast forecast_week W11/1\n"
        "0091 month 2026-04-01 220 forecast forecast_month W11/1\n");
  ScheduleQuery weeks;
  weeks.bucket = Bucket::week;
  weeks.to = day("2026-03-31");
  CHECK(planned.rows(weeks) ==
        "0091 week 2026-03-09 40 firm call_off PUS-1\n"
        "0091 week 2026-03-09 48 forecast forecast_week W11/1\n"
        "0091 week 2026-03-16 100 forecast forecast_week W11/1\n"
        "0091 week 2026-03-30 30 forecast forecast_month W11/1\n");
}

TEST_CASE("a complete set that says nothing of a part is a zero, and told") {
  Planned planned;
  planned.release("W11", "2026-03-05T15:00", "2026-03-09", kWeek11);
  planned.sheet("PUS-1", "2026-03-11T09:00", "0092", 40);
  planned.complete("2026-03-11");
  ScheduleQuery query;
  query.to = day("2026-03-11");
  CHECK(planned.rows(query) ==
        "0091 day 2026-03-10 48 forecast forecast_week W11/1\n"
        "0092 day 2026-03-11 40 firm call_off PUS-1\n"
        "0091 day 2026-03-11 0 firm call_off -\n");
  CHECK(planned.notes(query).find("part 0091: the forecast had 24 for 2026-03-11") != std::string::npos);
}

TEST_CASE("days before those that the newest release looks at still stand") {
  Planned planned;
  planned.release("W11", "2026-03-05T15:00", "2026-03-09", kWeek11);
  planned.release("W12", "2026-03-10T10:00", "2026-03-16", {{"0091", Bucket::week, "2026-03-16", 120}});
  CHECK(planned.rows() ==
        "0091 day 2026-03-10 48 forecast forecast_week W11/1\n"
        "0091 day 2026-03-11 24 forecast forecast_week W11/1\n"
        "0091 week 2026-03-16 120 forecast forecast_week W12/1\n");
}

TEST_CASE("a revision takes back no day that it does not look at") {
  Planned planned;
  planned.release("W11", "2026-03-05T15:00", "2026-03-09", kWeek11);
  planned.release("W12", "2026-03-10T10:00", "2026-03-16", {{"0091", Bucket::week, "2026-03-16", 120}});
  planned.release("W12b", "2026-03-10T11:00", "2026-03-16", {{"0091", Bucket::week, "2026-03-16", 130}});
  const std::string stands =
      "0091 day 2026-03-10 48 forecast forecast_week W11/1\n"
      "0091 day 2026-03-11 24 forecast forecast_week W11/1\n"
      "0091 week 2026-03-16 130 forecast forecast_week W12b/1\n";
  CHECK(planned.rows() == stands);
  ScheduleQuery all;
  all.is_all = true;
  CHECK(planned.rows(all) == stands);
}

TEST_CASE("a part that the newest release does not name is held, or is nothing") {
  Planned planned;
  planned.release("W11", "2026-03-05T15:00", "2026-03-09", {{"0091", Bucket::week, "2026-03-16", 100}});
  planned.release("W12", "2026-03-10T10:00", "2026-03-09", {{"0092", Bucket::week, "2026-03-16", 7}});
  CHECK(planned.rows() ==
        "0091 week 2026-03-16 100 forecast forecast_week W11/1\n"
        "0092 week 2026-03-16 7 forecast forecast_week W12/1\n");
  CHECK(planned.notes().find("part 0091: no release after W11/1 names it") != std::string::npos);
  planned.feed("JQ", "weekly").is_absent_held = false;
  CHECK(planned.rows() == "0092 week 2026-03-16 7 forecast forecast_week W12/1\n");
}

TEST_CASE("firm days of the profile, and forecasts that are dated by arrival") {
  Planned planned;
  planned.release("W11", "2026-03-05T15:00", "2026-03-09", kWeek11);
  planned.feed("JQ", "weekly").firm_days = 1;
  ScheduleQuery query;
  query.to = day("2026-03-11");
  CHECK(planned.rows(query) ==
        "0091 day 2026-03-10 48 firm forecast_week W11/1\n"
        "0091 day 2026-03-11 24 forecast forecast_week W11/1\n");
  planned.feed("JQ", "weekly").firm_days = 0;
  planned.feed("JQ", "weekly").date_basis = "arrival";
  planned.configuration.customers[0].plants[0].transit_days = 1;
  CHECK(planned.rows(query) == "0091 day 2026-03-10 24 forecast forecast_week W11/1\n");
}

TEST_CASE("what is shipped or cancelled is not open, unless all is asked for") {
  Planned planned;
  planned.sheet("PUS-1", "2026-03-11T09:00", "0091", 40, model::SheetState::shipped);
  planned.sheet("PUS-2", "2026-03-11T10:00", "0091", 30, model::SheetState::cancelled);
  planned.sheet("PUS-3", "2026-03-09T10:00", "0091", 20);
  CHECK(planned.rows() == "");
  ScheduleQuery all;
  all.is_all = true;
  CHECK(planned.rows(all) ==
        "0091 day 2026-03-09 20 firm call_off PUS-3?\n"
        "0091 day 2026-03-11 0 firm call_off PUS-1?\n");
}

TEST_CASE("a grid has parts down and buckets across, totals by unit, and only what counts") {
  Planned planned;
  planned.release("W11", "2026-03-05T15:00", "2026-03-09", kWeek11);
  planned.sheet("PUS-1", "2026-03-11T09:00", "0091", 40);
  planned.sheet("PUS-2", "2026-03-12T09:00", "0092", 5);
  planned.complete("2026-03-11");
  ScheduleQuery query;
  query.to = day("2026-03-22");
  const auto grid = planned.read([&](const ViewOf& of) { return schedule_pivot(of, query); });
  CHECK(to_table(grid) ==
        "CUSTOMER  PLANT  DOCK  PART   NAME  UOM  wk 03-09  wk 03-16\n"
        "sgm       JQ           0091         C62        88       100\n"
        "                       TOTAL        C62        88       100\n");
  CHECK(grid.notes.back().starts_with("1 lines of sheets are not counted"));
  query.with_packs = true;
  const auto packed = planned.read([&](const ViewOf& of) { return schedule_pivot(of, query); });
  CHECK(to_table(packed).find("88       120") != std::string::npos);
}

TEST_CASE("as of now is now; as of before a release is what stood then") {
  Planned planned;
  planned.release("W11", "2026-03-05T15:00", "2026-03-09", kWeek11);
  planned.sheet("PUS-1", "2026-03-11T09:00", "0091", 40);
  planned.complete("2026-03-11");
  ScheduleQuery now;
  now.as_of = planned.now;
  CHECK(planned.rows(now) == planned.rows());
  ScheduleQuery before;
  before.as_of = at("2026-03-10T10:00:00+08:00");
  CHECK(planned.rows(before) == "");
}

TEST_CASE("what changed is told by part and stretch of days") {
  Planned planned;
  planned.release("W11", "2026-03-05T15:00", "2026-03-09", kWeek11);
  planned.release("W12", "2026-03-10T10:00", "2026-03-09",
                  {{"0091", Bucket::day, "2026-03-10", 48},
                   {"0091", Bucket::day, "2026-03-11", 24},
                   {"0091", Bucket::week, "2026-03-16", 150},
                   {"0091", Bucket::month, "2026-04-01", 230},
                   {"0092", Bucket::week, "2026-03-16", 10}});
  const auto diff = planned.read([&](const ViewOf& of) {
    const auto name = [&](const char* text) { return find_release(of, {}, text).value(); };
    return release_diff_view(of, name("W11"), name("W12"), {});
  });
  CHECK(test::process::complaints_of("changes", boost::json::parse(to_json(diff))) == "");
  std::string text;
  for (const auto& row : diff.rows)
    text += row.find("part_no")->text + " " + row.find("kind")->text + " " + row.find("zone")->text + " " +
            row.find("date")->text + " " + row.find("before")->text + ">" + row.find("after")->text +
            (row.find("notable")->boolean ? "!" : "") + "; ";
  CHECK(text ==
        "0091 increased weeks 1-2 2026-03-16 100>150!; 0091 increased weeks 3-8 2026-04-01 220>230; "
        "0092 added weeks 1-2 2026-03-16 0>10!; ");
  CHECK(diff.notes.back() == "compared are 2026-03-10 to 2026-04-30, the days that both know");
  const auto big = planned.read([&](const ViewOf& of) {
    const auto name = [&](const char* number) { return find_release(of, {}, number).value(); };
    return release_diff_view(of, name("W11"), name("W12"), {"", 20});
  });
  CHECK(big.rows.size() == 2);
  const auto since =
      planned.read([&](const ViewOf& of) { return schedule_changes_view(of, {}, at("2026-03-10T10:00:00+08:00")); });
  CHECK(test::process::complaints_of("changes", boost::json::parse(to_json(since))) == "");
  CHECK(since.rows.size() == 5);  // nothing stood then: every stretch is new
}
