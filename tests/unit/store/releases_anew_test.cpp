// Releases that are understood anew, as `replay --apply` puts them.
#include <initializer_list>

#include "put_releases.hpp"
#include "support/asn/jumping_clock.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

/// A full release of three parts, and two partial ones after it. tens: read by a mapping that multiplies
/// issued: whether they say when
struct Chain {
  model::ForecastRelease full, first, second;

  Chain(Store& store, int tens, bool is_issued) {
    const auto week = Bucket::week;
    full = release(store, "W-10/1", "2026-03-09T10:00",
                   {{"0091", week, "2026-03-16", 1 * tens},
                    {"0092", week, "2026-03-16", 2 * tens},
                    {"0093", week, "2026-03-16", 3 * tens}});
    first = release(store, "W-11/1", "2026-03-10T10:00", {{"0091", week, "2026-03-16", 4 * tens}});
    second = release(store, "W-12/1", "2026-03-11T10:00", {{"0092", week, "2026-03-16", 5 * tens}});
    first.is_full = second.is_full = false;
    for (auto* one : {&full, &first, &second}) {
      if (!is_issued) one->issued.reset();
      if (tens != 1) one->source.mapping_version = "m2";
    }
  }
};

}  // namespace

TEST_CASE("releases understood anew stand where they stood, the partial ones over the full one") {
  const bool is_issued = GENERATE(true, false);
  INFO(is_issued);
  const Folder folder;
  const auto store = open_store(folder);
  const Chain before(*store, 1, is_issued), after(*store, 10, is_issued);
  for (const auto* one : {&before.full, &before.first, &before.second}) put(*store, *one);
  REQUIRE(standing(*store) == "0091=4 0092=5 0093=3 ");
  CHECK_FALSE(replace(*store, after.full).is_late);
  CHECK(standing(*store) == "0091=4 0092=5 0093=30 ");
  CHECK(quantities(*store, "W-10/1#2") == "0091 03-16=10 0092 03-16=20 0093 03-16=30 ");
  CHECK(quantities(*store, "W-11/1#2") == "0091 03-16=4 ");
  CHECK_FALSE(replace(*store, after.first).is_late);
  CHECK(standing(*store) == "0091=40 0092=5 0093=30 ");
  CHECK_FALSE(replace(*store, after.second).is_late);
  CHECK(standing(*store) == "0091=40 0092=50 0093=30 ");
  for (const auto* one : {&after.full, &after.first, &after.second})
    CHECK(replace(*store, *one).change == Change::unchanged);
  // What was, can be read back; and each is known since it first came.
  CHECK(quantities(*store, "W-10/1") == "0091 03-16=1 0092 03-16=2 0093 03-16=3 ");
  CHECK(quantities(*store, "W-12/1") == "0092 03-16=5 ");
  CHECK(check_store(*store).value().findings.empty());
  // Read by a poll again, they are what they are.
  for (const auto* one : {&after.full, &after.first, &after.second})
    CHECK(put(*store, *one).change == Change::unchanged);
}

TEST_CASE("one partial release understood anew leaves the others, before it and after it, as they stand") {
  const Folder folder;
  const auto store = open_store(folder);
  const Chain before(*store, 1, true), after(*store, 10, true);
  for (const auto* one : {&before.full, &before.first, &before.second}) put(*store, *one);
  CHECK_FALSE(replace(*store, after.first).is_late);
  CHECK(standing(*store) == "0091=40 0092=5 0093=3 ");
}

namespace {

model::ForecastRelease partial(model::ForecastRelease release) {
  release.is_full = false;
  return release;
}

}  // namespace

TEST_CASE("what a partial release said wrongly of other parts stands no more when it is understood anew") {
  struct Case {
    const char* what;
    bool was_full, is_full_now;
    std::vector<Qty> read, understood;
    std::string_view stands;
  };
  const auto week = Bucket::week;
  const char* const day = "2026-03-16";
  const auto one = GENERATE_COPY(
      Case{"another part", false, false, {{"0092", week, day, 9}}, {{"0091", week, day, 9}}, "0091=9 0092=2 0093=7 "},
      Case{"a new part", false, false, {{"9100", week, day, 9}}, {{"0091", week, day, 9}}, "0091=9 0092=2 0093=7 "},
      Case{"fewer parts",
           false,
           false,
           {{"0091", week, day, 9}, {"0092", week, day, 9}},
           {{"0091", week, day, 9}},
           "0091=9 0092=2 0093=7 "},
      Case{"nothing at all", false, false, {{"0092", week, day, 9}}, {}, "0091=1 0092=2 0093=7 "},
      Case{"full -> partial", true, false, {{"0091", week, day, 9}}, {{"0091", week, day, 8}}, "0091=8 0092=2 0093=7 "},
      Case{"partial -> full", false, true, {{"0091", week, day, 9}}, {}, "0093=7 "});
  INFO(one.what);
  const bool comes_one_after = GENERATE(false, true);
  const Folder folder;
  const auto store = open_store(folder);
  const auto full = release(*store, "W-10/1", "2026-03-09T10:00", {{"0091", week, day, 1}, {"0092", week, day, 2}});
  put(*store, full);
  const auto between = partial(release(*store, "W-10/2", "2026-03-09T11:00", {{"0093", week, day, 3}}));
  put(*store, between);
  auto read = release(*store, "W-11/1", "2026-03-10T10:00", one.read);
  read.is_full = one.was_full;
  put(*store, read);
  // Of no part that the wrong one names; it stands over whatever is put under it.
  const auto after = partial(release(*store, "W-12/1", "2026-03-11T10:00", {{"0093", week, day, 7}}));
  if (comes_one_after) put(*store, after);
  auto understood = release(*store, "W-11/1", "2026-03-10T10:00", one.understood);
  understood.is_full = one.is_full_now;
  CHECK_FALSE(replace(*store, understood).is_late);
  if (!comes_one_after) put(*store, after);
  CHECK(standing(*store) == one.stands);
  // What was, can be read back; what is read again is known; nothing stands twice.
  CHECK(quantities(*store, "W-11/1").substr(0, 4) == one.read[0].part);
  for (const auto* each : std::initializer_list<const model::ForecastRelease*>{&full, &between, &understood, &after})
    CHECK(put(*store, *each).change == Change::unchanged);
  CHECK(check_store(*store).value().findings.empty());
  for (const auto& row : rows_of(*store, heads(*store)[0].name)) {
    const auto origin =
        store->read_now([&](Reader& r) -> Result<std::optional<RecordOrigin>> { return find_record(r, row.record); });
    CHECK(origin.value());
  }
}

TEST_CASE("a dock that was read wrongly stands no more, and what stood at it does") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto week = Bucket::week;
  auto full =
      release(*store, "W-10/1", "2026-03-09T10:00", {{"0091", week, "2026-03-16", 1}, {"0091", week, "2026-03-16", 2}});
  full.lines[1].dock = "D2";
  put(*store, full);
  auto one = partial(release(*store, "W-11/1", "2026-03-10T10:00", {{"0091", week, "2026-03-16", 9}}));
  one.lines[0].dock = "D2";
  put(*store, one);
  one.lines[0].dock = "D1";
  replace(*store, one);
  CHECK(standing(*store) == "0091=9 0091=2 ");
  CHECK(statuses(*store) == "W-11/1#2 current; W-11/1 superseded; W-10/1#2 current; W-10/1 superseded; ");
}

TEST_CASE("a mapping that is mended twice leaves nothing of either") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto week = Bucket::week;
  const auto next = [&](const char* part, int qty) {
    return partial(release(*store, "W-11/1", "2026-03-10T10:00", {{part, week, "2026-03-16", qty}}));
  };
  const bool has_full = GENERATE(true, false);
  auto first =
      release(*store, "W-10/1", "2026-03-09T10:00",
              {{"0091", week, "2026-03-16", 1}, {"0092", week, "2026-03-16", 2}, {"0092", week, "2026-03-23", 2}});
  first.is_full = has_full;
  first.lines[2].pack_size.reset();  // kept as the other line of the part says it
  put(*store, first);
  put(*store, next("0091", 9));
  const auto after = partial(release(*store, "W-12/1", "2026-03-11T10:00", {{"0093", week, "2026-03-16", 3}}));
  put(*store, after);
  replace(*store, next("0091", 8));
  CHECK(standing(*store) == "0091=8 0092=2 0092=2 0093=3 ");
  replace(*store, next("0092", 8));
  CHECK(standing(*store) == "0091=1 0092=8 0093=3 ");
  replace(*store, next("0093", 8));
  CHECK(standing(*store) == "0091=1 0092=2 0092=2 0093=3 ");
  CHECK(put(*store, first).change == Change::unchanged);
  // One before it, understood anew: nothing of the wrong editions comes back with those that are put over it.
  auto mended = first;
  mended.lines[0].qty = Decimal::whole(5);
  replace(*store, mended);
  CHECK(standing(*store) == "0091=5 0092=2 0092=2 0093=3 ");
  CHECK(put(*store, mended).change == Change::unchanged);
  CHECK(check_store(*store).value().findings.empty());
}

TEST_CASE("a release that a full one has ended is understood anew beside the stream") {
  const bool is_issued = GENERATE(true, false);
  INFO(is_issued);
  const Folder folder;
  const auto store = open_store(folder);
  const Chain before(*store, 1, is_issued), after(*store, 10, is_issued);
  put(*store, before.full);
  auto next = release(*store, "W-13/1", "2026-03-16T10:00", {{"0091", Bucket::week, "2026-03-16", 7}});
  if (!is_issued) next.issued.reset();
  put(*store, next);
  CHECK(replace(*store, after.full).is_late);
  CHECK(standing(*store) == "0091=7 ");
  CHECK(replace(*store, before.full).is_late);  // back again
  CHECK(standing(*store) == "0091=7 ");
}

TEST_CASE("a release understood anew came when it came") {
  const Folder folder;
  test::JumpingClock clock(at("2026-03-10T03:12:00Z"));
  const auto store = open_store(folder, Mode::write, clock);
  const Chain before(*store, 1, false), after(*store, 10, false);
  for (const auto* one : {&before.full, &before.first}) put(*store, *one);
  clock.advance_to(at("2026-03-12T03:12:00Z"));
  replace(*store, after.full);
  for (const auto& head : heads(*store)) CHECK(head.first_seen == at("2026-03-10T03:12:00Z"));
  CHECK(heads(*store).size() == 4);
}

TEST_CASE("a release that its customer changed is understood anew over the edition that it had changed") {
  const bool was_full = GENERATE(false, true);
  INFO(was_full);
  const Folder folder;
  test::JumpingClock clock(at("2026-03-10T03:12:00Z"));
  const auto store = open_store(folder, Mode::write, clock);
  const auto week = Bucket::week;
  const char* const day = "2026-03-16";
  const auto full = release(*store, "W-10/1", "2026-03-09T10:00", {{"0091", week, day, 1}, {"0092", week, day, 2}});
  put(*store, full);
  put(*store, partial(release(*store, "W-11/1", "2026-03-10T10:00", {{"0092", week, day, 9}})));
  clock.advance_to(at("2026-03-11T03:12:00Z"));
  auto changed = release(*store, "W-11/1", "2026-03-10T10:00", {{"0091", week, day, 8}, {"0092", week, day, 8}});
  changed.is_full = was_full;
  put(*store, changed);
  const auto after = partial(release(*store, "W-12/1", "2026-03-11T10:00", {{"0093", week, day, 7}}));
  put(*store, after);
  clock.advance_to(at("2026-03-12T03:12:00Z"));
  const auto understood = partial(release(*store, "W-11/1", "2026-03-10T10:00", {{"0091", week, day, 8}}));
  CHECK(replace(*store, understood).edition == 4);
  CHECK(standing(*store) == "0091=8 0092=9 0093=7 ");
  CHECK(quantities(*store, "W-11/1#3") == "0092 03-16=9 ");
  CHECK(quantities(*store, "W-11/1#4") == "0091 03-16=8 ");
  for (const auto* one : {&full, &understood, &after}) CHECK(put(*store, *one).change == Change::unchanged);
  for (const auto& head : heads(*store))
    if (head.name == "W-11/1#4") CHECK(head.first_seen == at("2026-03-11T03:12:00Z"));
  CHECK(check_store(*store).value().findings.empty());
}
