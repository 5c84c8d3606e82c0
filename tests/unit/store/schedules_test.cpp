#include "folder.hpp"
#include "store/check.hpp"
#include "store/delivery_schedules.hpp"
#include "store/explain.hpp"
#include "store/service_orders.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

const FeedKey kFeed{"sgm", "JQ", "daily"};

std::string put_page(Store& store, const std::string& entry, const std::string& bytes) {
  const auto raw = store.archive().put(bytes).value();
  return store
      .write_now("test/document",
                 [&](Writer& writer) {
                   return put_document(writer, store.archive(), kFeed, entry, "1", "R-000001",
                                       {{"detail.html", "text/html", raw}});
                 })
      .value()
      .id;
}

model::DeliverySchedule sheet(const std::string& document, std::vector<std::pair<std::string, int>> lines) {
  model::DeliverySchedule sheet;
  sheet.source = {"sgm", "JQ", "daily", document, "m1"};
  sheet.pus_no = "PUS-1";
  sheet.pickup = parse_local_time("2026-03-11T09:30").value();
  for (const auto& [line_no, quantity] : lines) {
    model::DeliveryLine line;
    line.line_no = line_no;
    line.part_no = "0092" + line_no;
    line.part_name = "支架";
    line.required = Decimal::whole(quantity);
    line.uom = "C62";
    line.locator = {"detail.html", 5, 3, "table pusDetail, row " + line_no};
    sheet.lines.push_back(line);
  }
  return sheet;
}

struct Put {
  PutCounts counts;
  std::int64_t commit = 0;
};

Put put(Store& store, const model::DeliverySchedule& sheet) {
  return store
      .write_now("test/sheet",
                 [&](Writer& writer) -> Result<Put> {
                   const auto commit = next_commit(writer, "R-000001");
                   const auto counts = put_delivery_schedule(writer, sheet, commit);
                   if (!counts) return counts.error();
                   return Put{*counts, commit};
                 })
      .value();
}

std::string quantities(Store& store, std::optional<std::int64_t> as_of = {}) {
  ScheduleFilter filter;
  filter.as_of = as_of;
  std::string text;
  const auto rows =
      store.read_now([&](Reader& r) -> Result<std::vector<ScheduleRow>> { return schedule_rows(r, filter); }).value();
  for (const auto& row : rows) text += row.line.line_no + "=" + to_string(row.line.required) + " ";
  return text;
}

}  // namespace

TEST_CASE("every state of a sheet can be asked for, now and as of any commit") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto d1 = put_page(*store, "PUS-1", "page 1"), d2 = put_page(*store, "PUS-1", "page 2");
  const auto first = put(*store, sheet(d1, {{"1", 100}, {"2", 200}, {"10", 300}}));
  CHECK(first.counts.change == Change::first);
  CHECK(first.counts.lines_opened == 3);
  const auto second = put(*store, sheet(d2, {{"1", 100}, {"2", 250}, {"11", 5}}));
  CHECK(second.counts.change == Change::changed);
  CHECK(second.counts.lines_kept == 1);
  CHECK(second.counts.lines_opened == 2);
  CHECK(second.counts.lines_closed == 2);
  const auto third = put(*store, sheet(d1, {{"1", 100}, {"2", 200}, {"10", 300}}));
  CHECK(third.counts.lines_opened == 2);
  CHECK(quantities(*store, 0).empty());
  CHECK(quantities(*store, first.commit) == "1=100 2=200 10=300 ");
  CHECK(quantities(*store, second.commit) == "1=100 2=250 11=5 ");
  CHECK(quantities(*store) == "1=100 2=200 10=300 ");
  CHECK(check_store(*store).value().findings.empty());
}

TEST_CASE("a sheet's revision counts what it said, not who has read it") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto document = put_page(*store, "PUS-1", "page 1");
  const auto revision = [&](std::optional<std::int64_t> as_of = {}) {
    ScheduleFilter filter;
    filter.as_of = as_of;
    return store->read_now([&](Reader& r) -> Result<std::vector<ScheduleRow>> { return schedule_rows(r, filter); })
        .value()
        .at(0)
        .revision;
  };
  auto now = sheet(document, {{"1", 100}, {"2", 200}});
  const auto first = put(*store, now);
  CHECK(revision() == 1);
  now.state = model::SheetState::read;
  put(*store, now);
  CHECK(revision() == 1);
  now.lines[0].required = Decimal::whole(120);
  put(*store, now);
  CHECK(revision() == 2);
  now.pickup = parse_local_time("2026-03-11T10:30").value();
  put(*store, now);
  CHECK(revision() == 3);
  now.lines.pop_back();
  now.dock = "B02";
  put(*store, now);
  CHECK(revision() == 4);
  put(*store, now);
  CHECK(revision() == 4);
  CHECK(revision(first.commit) == 1);
}

TEST_CASE("a sheet read again unchanged costs its header only") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto document = put_page(*store, "PUS-1", "page 1");
  std::vector<std::pair<std::string, int>> lines;
  for (int i = 1; i <= 200; ++i) lines.emplace_back(std::to_string(i), i);
  put(*store, sheet(document, lines));
  const auto rows = [&] {
    return store
        ->read_now([](Reader& r) -> Result<std::int64_t> {
          return r.session()
              .query(
                  "select (select count(*) from schedule_line) + (select count(*) from sheet_version) + "
                  "(select count(*) from word) + (select count(*) from schedule_item)")[0]
              .integer(0);
        })
        .value();
  };
  const auto before = rows();
  const auto again = put(*store, sheet(put_page(*store, "PUS-1", "page 1 with another token"), lines));
  CHECK(again.counts.change == Change::unchanged);
  CHECK(again.counts.lines_kept == 200);
  CHECK(rows() == before);
}

TEST_CASE("a sheet with a line twice is not taken") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto twice = sheet(put_page(*store, "PUS-1", "page 1"), {{"1", 100}, {"1", 200}});
  const auto result =
      store->write_now("test/sheet", [&](Writer& writer) { return put_delivery_schedule(writer, twice, 1); });
  CHECK(result.error().code == "store/line_twice");
  CHECK(result.error().where.document == twice.source.document);
  CHECK(quantities(*store).empty());
}

TEST_CASE("schedule rows are chosen by customer, plant, part, date") {
  const Folder folder;
  const auto store = open_store(folder);
  put(*store, sheet(put_page(*store, "PUS-1", "page 1"), {{"1", 100}, {"2", 200}}));
  struct Case {
    ScheduleFilter filter;
    std::size_t rows;
  };
  const auto day = [](const char* text) { return std::optional(parse_date(text).value()); };
  std::vector<Case> cases(9);
  cases[0] = {{}, 2};
  cases[1].filter.customer = "saic";
  cases[2].filter.plant = "JQ", cases[2].rows = 2;
  cases[3].filter.plant = "DY";
  cases[4].filter.part = "*922", cases[4].rows = 1;
  cases[5].filter.from = day("2026-03-11"), cases[5].filter.to = day("2026-03-11"), cases[5].rows = 2;
  cases[6].filter.from = day("2026-03-12");
  cases[7].filter.to = day("2026-03-10");
  cases[8].filter.limit = 1, cases[8].rows = 1;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    INFO("case " << i);
    const auto rows =
        store->read_now([&](Reader& r) -> Result<std::size_t> { return schedule_rows(r, cases[i].filter).size(); });
    CHECK(rows.value() == cases[i].rows);
  }
}

TEST_CASE("a record leads back to the document, the place in it and the archived bytes") {
  const Folder folder;
  const auto store = open_store(folder);
  put(*store, sheet(put_page(*store, "PUS-1", "page 100"), {{"1", 100}}));
  const auto checks = store->read_now([&](Reader& reader) -> Result<void> {
    const auto row = schedule_rows(reader, {}).at(0);
    const auto origin = find_record(reader, row.record).value();
    CHECK(origin.document == row.document);
    CHECK(origin.label == "sheet PUS-1, line 1, part 00921");
    CHECK(origin.run == "R-000001");
    CHECK(origin.mapping_version == "m1");
    CHECK(origin.locator == row.line.locator);
    const auto bytes = store->archive().get(origin.raw.sha256).value();
    CHECK(bytes.substr(origin.locator.offset, origin.locator.length) == "100");
    for (const auto* unknown : {"", "L-", "L-zzzzzzzzzzzzzzzz", "L-0000000000000000", "O-0000000000000000", "A-000001"})
      CHECK(!find_record(reader, unknown));
    return {};
  });
  CHECK(checks);
}

TEST_CASE("an order line's record leads to the line as it now stands") {
  const Folder folder;
  const auto store = open_store(folder);
  model::ServiceOrder order;
  order.source = {"sgm", "", "orders", put_page(*store, "OES-1", "order"), "m1"};
  order.order_no = "OES-1";
  order.lines.resize(1);
  order.lines[0].line_no = "10";
  order.lines[0].warehouse = "W1";
  order.lines[0].ordered = order.lines[0].open = Decimal::whole(60);
  order.lines[0].due = parse_date("2026-03-12").value();
  const auto put_order = [&] {
    return store
        ->write_now("test/order",
                    [&](Writer& writer) { return put_service_order(writer, order, next_commit(writer, "R-000001")); })
        .value();
  };
  const auto rows = [&] {
    return store->read_now([](Reader& r) -> Result<std::vector<OrderRow>> { return order_rows(r, {}); }).value();
  };
  CHECK(put_order().change == Change::first);
  const auto record = rows().at(0).record;
  CHECK(put_order().change == Change::unchanged);
  order.lines[0].shipped = Decimal::whole(20);
  order.lines[0].open = Decimal::whole(40);
  CHECK(put_order().lines_closed == 1);
  CHECK(rows().size() == 1);
  CHECK(rows()[0].record != record);
  const auto now = store->read_now([&](Reader& r) -> Result<OrderRow> { return find_order_line(r, record).value(); });
  CHECK(now.value().line.open == Decimal::whole(40));
  CHECK(now.value().line.due == order.lines[0].due);
}

TEST_CASE("polls of a set that give the same extend one row") {
  const Folder folder;
  const auto target = parse_date("2026-03-11").value();
  const auto poll = [&](const char* now, const char* fingerprint) {
    const auto clock = frozen_clock(at(now));
    const auto store = open_store(folder, Mode::write, *clock);
    REQUIRE(store->write_now("test/poll", [&](Writer& writer) -> Result<void> {
      put_set_poll(writer, {kFeed, target, fingerprint, true, false, {}, {}, 0});
      return {};
    }));
  };
  poll("2026-03-10T03:00:00Z", "a");
  poll("2026-03-10T03:11:00Z", "a");
  poll("2026-03-10T03:20:00Z", "b");
  const auto store = open_store(folder);
  const auto polls =
      store
          ->read_now([&](Reader& r) -> Result<std::vector<SetPoll>> { return set_polls(r, "sgm", "", target, target); })
          .value();
  REQUIRE(polls.size() == 2);
  CHECK(polls[0].polls == 2);
  CHECK(polls[0].last_at - polls[0].first_at == std::chrono::minutes(11));
  CHECK(polls[1].fingerprint == "b");
}

TEST_CASE("a clock set back does not put a later commit before an earlier one") {
  const Folder folder;
  const auto commit = [&](const char* now) {
    const auto clock = frozen_clock(at(now));
    return open_store(folder, Mode::write, *clock)
        ->write_now("test/commit", [](Writer& w) -> Result<std::int64_t> { return next_commit(w, "R-000001"); })
        .value();
  };
  const auto first = commit("2026-03-10T03:00:00Z"), second = commit("2026-03-10T02:00:00Z");
  const auto store = open_store(folder);
  const auto seen = [&](const char* now) {
    return store->read_now([&](Reader& r) -> Result<std::int64_t> { return commit_at(r, at(now)); }).value();
  };
  CHECK(second > first);
  CHECK(seen("2026-03-10T02:30:00Z") == 0);
  CHECK(seen("2026-03-10T03:00:00Z") == second);
}
