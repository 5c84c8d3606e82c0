#include "store/releases.hpp"

#include "put_releases.hpp"
#include "store/forecast_rows.hpp"
#include "store/release_order.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

const std::vector<Qty> kFirst{{"0091", Bucket::day, "2026-03-10", 48},
                              {"0091", Bucket::week, "2026-03-16", 240},
                              {"0091", Bucket::month, "2026-05-01", 900},
                              {"0092", Bucket::week, "2026-03-16", 0}};
const std::vector<Qty> kSecond{{"0091", Bucket::day, "2026-03-17", 50},
                               {"0091", Bucket::week, "2026-03-16", 240},
                               {"0091", Bucket::month, "2026-05-01", 888},
                               {"0093", Bucket::week, "2026-03-16", 12}};

}  // namespace

TEST_CASE("every past release can be read back as it was; a repeated line costs nothing") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto first = put(*store, release(*store, "W-10/1", "2026-03-09T10:00", kFirst));
  CHECK(first.change == Change::first);
  CHECK(first.lines_opened == 4);
  const auto second = put(*store, release(*store, "W-11/1", "2026-03-16T10:00", kSecond));
  CHECK(second.lines_kept == 1);
  CHECK(second.lines_opened == 3);
  CHECK(second.lines_closed == 3);
  CHECK(quantities(*store, "W-10/1") == "0091 03-10=48 0091 03-16=240 0091 05-01=900 0092 03-16=0 ");
  CHECK(quantities(*store, "W-11/1") == "0091 03-16=240 0091 03-17=50 0091 05-01=888 0093 03-16=12 ");
  CHECK(statuses(*store) == "W-11/1 current; W-10/1 superseded; ");
  CHECK(check_store(*store).value().findings.empty());
}

TEST_CASE("a release read again unchanged costs its head only, also when its rows moved") {
  const Folder folder;
  const auto store = open_store(folder);
  put(*store, release(*store, "W-10/1", "2026-03-09T10:00", kFirst));
  const auto before = kept_rows(*store);
  auto moved = release(*store, "W-10/1", "2026-03-09T10:00", {kFirst[3], kFirst[0], kFirst[1], kFirst[2]});
  const auto again = put(*store, moved);
  CHECK(again.change == Change::unchanged);
  CHECK(again.edition == 1);
  CHECK(kept_rows(*store) == before);
}

TEST_CASE("the same number with other content is a new edition, and back again is another") {
  const Folder folder;
  const auto store = open_store(folder);
  put(*store, release(*store, "W-10/1", "2026-03-09T10:00", kFirst));
  auto changed = kFirst;
  changed[1].qty = 264;
  const auto second = put(*store, release(*store, "W-10/1", "2026-03-09T10:00", changed));
  CHECK(second.change == Change::changed);
  CHECK(second.edition == 2);
  CHECK(second.lines_opened == 1);
  const auto third = put(*store, release(*store, "W-10/1", "2026-03-09T10:00", kFirst));
  CHECK(third.edition == 3);
  CHECK(statuses(*store) == "W-10/1#3 current; W-10/1#2 superseded; W-10/1 superseded; ");
  CHECK(quantities(*store, "W-10/1", {"0091", Bucket::week}) == "0091 03-16=240 ");
  CHECK(quantities(*store, "W-10/1#2", {"0091", Bucket::week}) == "0091 03-16=264 ");
  CHECK(quantities(*store, "W-10/1#3", {"0091", Bucket::week}) == "0091 03-16=240 ");
}

TEST_CASE("an older release that comes late is kept and never overtakes; in any order the newest is current") {
  const auto order = GENERATE(std::vector<int>{0, 1, 2}, std::vector<int>{2, 1, 0}, std::vector<int>{1, 2, 0},
                              std::vector<int>{1, 0, 2}, std::vector<int>{2, 0, 1}, std::vector<int>{0, 2, 1});
  const Folder folder;
  const auto store = open_store(folder);
  auto corrected = kSecond;
  corrected[0].qty = 60;
  const std::vector<model::ForecastRelease> releases{release(*store, "W-10/1", "2026-03-09T10:00", kFirst),
                                                     release(*store, "W-11/1", "2026-03-16T10:00", kSecond),
                                                     release(*store, "W-11/2", "2026-03-16T10:00", corrected)};
  bool is_newest_here = false;
  for (const auto each : order) {
    const auto done = put(*store, releases[std::size_t(each)]);
    if (is_newest_here) CHECK(done.is_late);
    is_newest_here = is_newest_here || each == 2;
  }
  INFO(statuses(*store));
  CHECK(heads(*store)[0].name == "W-11/2");
  CHECK(heads(*store)[0].status == ReleaseStatus::current);
  for (const auto& head : heads(*store)) CHECK((head.status == ReleaseStatus::current) == (head.name == "W-11/2"));
  CHECK(quantities(*store, "W-10/1") == "0091 03-10=48 0091 03-16=240 0091 05-01=900 0092 03-16=0 ");
  CHECK(quantities(*store, "W-11/1") == "0091 03-16=240 0091 03-17=50 0091 05-01=888 0093 03-16=12 ");
  CHECK(quantities(*store, "W-11/2") == "0091 03-16=240 0091 03-17=60 0091 05-01=888 0093 03-16=12 ");
  CHECK(check_store(*store).value().findings.empty());
  CHECK(put(*store, releases[0]).change == Change::unchanged);
}

TEST_CASE("a partial release leaves the parts it does not name") {
  const Folder folder;
  const auto store = open_store(folder);
  put(*store, release(*store, "W-10/1", "2026-03-09T10:00", kFirst));
  auto partial = release(*store, "W-10/2", "2026-03-10T10:00", {{"0092", Bucket::week, "2026-03-23", 5}});
  partial.is_full = false;
  const auto done = put(*store, partial);
  CHECK(done.lines_opened == 1);
  CHECK(done.lines_closed == 1);
  CHECK(quantities(*store, "W-10/2") == "0092 03-23=5 ");
  CHECK(statuses(*store) == "W-10/2 current; W-10/1 current; ");
  put(*store, release(*store, "W-11/1", "2026-03-16T10:00", kSecond));
  CHECK(statuses(*store) == "W-11/1 current; W-10/2 superseded; W-10/1 superseded; ");
  CHECK(quantities(*store, "W-10/2") == "0092 03-23=5 ");
}

TEST_CASE("what a line says of its part is kept with the part, as of each release") {
  const Folder folder;
  const auto store = open_store(folder);
  put(*store, release(*store, "W-10/1", "2026-03-09T10:00", kFirst));
  auto next = release(*store, "W-11/1", "2026-03-16T10:00", kFirst);
  for (auto& line : next.lines) line.cum_received = Decimal::whole(1240);
  next.lines[1].past_due = Decimal::whole(7);
  next.lines[2].pack_size.reset();
  const auto done = put(*store, next);
  CHECK(done.lines_kept == 4);
  const auto old = rows_of(*store, "W-10/1"), now = rows_of(*store, "W-11/1");
  CHECK(old[0].line.cum_received == Decimal::whole(1000));
  CHECK(!old[0].line.past_due);
  CHECK(now[0].line.cum_received == Decimal::whole(1240));
  CHECK(now[0].line.past_due == Decimal::whole(7));
  CHECK(now[2].line.pack_size == Decimal::whole(24));
  CHECK(now[0].line.part_name == "支架");
  CHECK(now[0].record == old[0].record);
}

TEST_CASE("a release that contradicts itself is not taken") {
  const Folder folder;
  const auto store = open_store(folder);
  auto twice = kFirst;
  twice.push_back(kFirst[1]);
  CHECK(try_put(*store, release(*store, "W-10/1", "2026-03-09T10:00", twice)).error().code == "store/line_twice");
  auto disagrees = release(*store, "W-10/1", "2026-03-09T10:00", kFirst);
  disagrees.lines[1].cum_received = Decimal::whole(999);
  const auto refused = try_put(*store, disagrees);
  CHECK(refused.error().code == "store/part_disagrees");
  CHECK(refused.error().recovery == Recovery::quarantine);
  CHECK(heads(*store).empty());
}

TEST_CASE("a forecast line leads back to the document that first said it") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto first = release(*store, "W-10/1", "2026-03-09T10:00", kFirst);
  put(*store, first);
  put(*store, release(*store, "W-11/1", "2026-03-16T10:00", kSecond));
  const auto kept = rows_of(*store, "W-11/1", {"0091", Bucket::week}).at(0);
  const auto changed = rows_of(*store, "W-10/1", {"0091", Bucket::month}).at(0);
  const auto origin_of = [&](const std::string& record) {
    return store->read_now([&](Reader& r) -> Result<std::optional<RecordOrigin>> { return find_record(r, record); })
        .value();
  };
  const auto origin = origin_of(kept.record);
  REQUIRE(origin);
  CHECK(origin->kind == RecordKind::forecast_line);
  CHECK(origin->label == "release W-10/1, part 0091, week 2026-03-16");
  CHECK(origin->document == first.source.document);
  CHECK(origin->mapping_version == "m1");
  CHECK(origin->locator.part == "detail");
  CHECK(origin->locator.offset == 120);
  CHECK(origin->locator.length == 3);
  CHECK(origin->content_type == "text/html");
  REQUIRE(origin_of(changed.record));
  CHECK(origin_of(changed.record)->locator.offset == 130);
  CHECK(!origin_of("F-00000000000000000000"));
  CHECK(!origin_of("F-0123"));
}

TEST_CASE("places are kept small and come back as they were") {
  const Folder folder;
  const auto store = open_store(folder);
  struct Case {
    model::Locator given, kept;
  };
  const std::vector<Case> cases{
      {{"detail", 70000, 5, "table t, row 3"}, {"detail", 70000, 5, ""}},
      {{"file", 0, 0, "Sheet1!C5"}, {"file", 0, 0, "Sheet1!C5"}},
      {{"file", 0, 0, "第2周!AB1207"}, {"file", 0, 0, "第2周!AB1207"}},
      {{"file", 0, 0, "cell 007"}, {"file", 0, 0, "cell 007"}},
      {{"file", 0, 0, "no number"}, {"file", 0, 0, "no number"}},
      {{"", 0, 0, ""}, {"", 0, 0, ""}},
      {{"file", 0, 0, "row 99999999999999999999"}, {"file", 0, 0, "row 99999999999999999999"}},
  };
  for (const auto& each : cases) {
    INFO(each.given.position);
    const auto back = store
                          ->write_now("test/place",
                                      [&](Writer& w) -> Result<model::Locator> {
                                        Words words(w.session());
                                        return locator_of(place_of(each.given, words), words);
                                      })
                          .value();
    CHECK(back.part == each.kept.part);
    CHECK(back.offset == each.kept.offset);
    CHECK(back.length == each.kept.length);
    CHECK(back.position == each.kept.position);
  }
}

TEST_CASE("newer is: issued later, then the higher revision; what cannot be compared is newer when it comes later") {
  const auto time = [](const char* text) { return std::optional(parse_local_time(text).value()); };
  const auto monday = time("2026-03-09T10:00"), tuesday = time("2026-03-10T10:00");
  struct Case {
    ReleaseRank release, standing;
    bool is_older;
  };
  const std::vector<Case> cases{
      {{"A", "1", monday}, {"B", "1", tuesday}, true},
      {{"B", "1", tuesday}, {"A", "1", monday}, false},
      {{"A", "1", monday}, {"A", "2", monday}, true},
      {{"A", "10", monday}, {"A", "9", monday}, false},
      {{"A", "09", monday}, {"A", "10", monday}, true},
      {{"A", "B", monday}, {"A", "C", monday}, true},
      {{"A", "1", monday}, {"A", "1", monday}, false},
      {{"A", "1", std::nullopt}, {"A", "2", std::nullopt}, true},
      {{"A", "1", std::nullopt}, {"B", "2", std::nullopt}, false},
      {{"A", "1", std::nullopt}, {"B", "2", monday}, false},
      {{"A", "2", monday}, {"A", "1", tuesday}, true},
      {{"A", "5A", monday}, {"A", "10", monday}, false},
      {{"A", "10", monday}, {"A", "5A", monday}, true},
      {{"A", "0", monday}, {"A", "", monday}, false},
  };
  for (const auto& each : cases) {
    INFO(each.release.release_no << "/" << each.release.revision << " against " << each.standing.release_no << "/"
                                 << each.standing.revision);
    CHECK(is_older(each.release, each.standing) == each.is_older);
  }
}

TEST_CASE("a revision is a number, however it is written: 01 is 1, and 10 comes after 9") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto same = [](const char* a, const char* b) { return is_same_revision(a, b); };
  CHECK(same("1", "01"));
  CHECK(same("", "0"));
  CHECK(!same("1", "10"));
  CHECK(!same("1", "1A"));
  CHECK(!same("A1", "A01"));

  put(*store, release(*store, "W/9", "2026-03-09T10:00", kFirst));
  CHECK(put(*store, release(*store, "W/10", "2026-03-09T10:00", kSecond)).is_late == false);
  CHECK(put(*store, release(*store, "W/09", "2026-03-09T10:00", kFirst)).change == Change::unchanged);
  const auto again = put(*store, release(*store, "W/010", "2026-03-09T10:00", kFirst));
  CHECK(again.change == Change::changed);
  CHECK(again.edition == 2);
  CHECK(!again.is_late);
  CHECK(statuses(*store) == "W/010#2 current; W/10 superseded; W/9 superseded; ");
}
