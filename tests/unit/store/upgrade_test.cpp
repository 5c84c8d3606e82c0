// Stores that older programs wrote, opened by this one. fixtures/stores/schema_N.sql has what a program of schema N
// wrote over and above one of the schema before: all of them up to N fill every table of schema N. A schema that takes
// a table or column away would need whole rows of its own.
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "folder.hpp"
#include "store/asns.hpp"
#include "store/check.hpp"
#include "store/event_log.hpp"
#include "store/imports.hpp"
#include "store/migrations.hpp"
#include "store/outbox.hpp"
#include "store/page_shapes.hpp"
#include "store/releases.hpp"
#include "store/runs.hpp"
#include "store/service_orders.hpp"
#include "store/sqlite.hpp"
#include "store/states.hpp"
#include "store/tickets.hpp"
#include "support/paths.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

const FeedKey kDaily{"sgm", "JQ", "daily"};

/// Every schema that programs had before this one.
int any_older_schema() { return GENERATE(range(1, int(migrations().size()))); }

std::string new_in(int schema) {
  INFO("fixtures/stores has no rows of schema " << schema);
  std::ostringstream text;
  text << std::ifstream(test::source_folder() / "fixtures/stores" / ("schema_" + std::to_string(schema) + ".sql"))
              .rdbuf();
  REQUIRE(!text.str().empty());
  return text.str();
}

/// table -> its columns
using Tables = std::map<std::string, std::string>;
Tables tables_of(Session& session) {
  Tables tables;
  for (const auto& row : session.query(
           "select m.name, group_concat('quote(' || c.name || ')', ' || '','' || ') from sqlite_master m join "
           "pragma_table_info(m.name) c where m.type = 'table' and m.name <> 'migration' group by m.name"))
    tables[row.text(0)] = row.text(1);
  return tables;
}

/// Every row of these tables, as far as these columns go.
std::map<std::string, std::set<std::string>> rows_in(Session& session, const Tables& tables) {
  std::map<std::string, std::set<std::string>> rows;
  for (const auto& [table, columns] : tables)
    for (const auto& row : session.query("select " + columns + " from " + table)) rows[table].insert(row.text(0));
  return rows;
}

/// A data folder as the program of that schema left it.
class OldStore {
 public:
  explicit OldStore(int schema) {
    const auto& all = migrations();
    const auto session = open_sqlite(folder.path() / "calloff.db", Access::read_write);
    REQUIRE(migrate(*session, morning().now(), {all.begin(), all.begin() + schema}));
    for (int n = 1; n <= schema; ++n) session->script(new_in(n));
    tables = tables_of(*session);
    for (const auto& [table, columns] : tables) {
      INFO(table);
      CHECK(!session->query("select 1 from " + table + " limit 1").empty());
    }
    before = rows_in(*session, tables);
  }

  std::unique_ptr<Store> open() {
    auto store = open_store(folder);
    for (const char* bytes : {"page of PUS-1", "page of PUS-2", "page of PUS-3", "page of PUS-4", "page of OE1",
                              "page of WDF-1", "page of WDF-2", "exchange 1", "frozen asn"})
      REQUIRE(store->archive().put(bytes));
    return store;
  }

  Folder folder;
  Tables tables;
  std::map<std::string, std::set<std::string>> before;
};

/// What was published, as people see it.
std::string published(Reader& reader, int schema) {
  std::string text;
  for (const auto& row : schedule_rows(reader, {}))
    text += row.pus_no + " " + row.line.part_no + "=" + to_string(row.line.required) + "/" +
            std::to_string(row.revision) + (row.has_left_list ? "*" : "") + " ";
  ScheduleFilter first;
  first.as_of = 1;
  for (const auto& row : schedule_rows(reader, first)) text += "was " + to_string(row.line.required) + " ";
  for (const auto& row : order_rows(reader, {})) text += row.order_no + "=" + to_string(row.line.open) + " ";
  for (const auto& poll : set_polls(reader, "sgm", "JQ", {}, {})) text += poll.fingerprint + " ";
  if (schema < 2) return text;
  for (const auto& head : forecast_releases(reader, {})) {
    text += head.name + ":";
    for (const auto& row : forecast_rows(reader, head.id, {})) text += " " + to_string(row.line.qty);
    text += "; ";
  }
  return text;
}

/// What the gateway must still know.
std::string known(Reader& reader) {
  std::string text;
  for (const char* id : {"R-000001", "R-000002"}) text += std::string(to_string(*find_run(reader, id)->outcome)) + " ";
  text += wire_rows(reader, "R-000001").at(0).step + " ";
  for (const auto& document : unfinished_documents(reader)) text += document.entry + " ";
  for (const auto& seen : seen_entries(reader, kDaily, {"PUS-1", "PUS-2", "PUS-3", "PUS-4"}))
    text += seen.id + "=" + std::string(to_string(*seen.state)) + " ";
  text += last_drafts_hash(reader, kDaily, "PUS-1") + " ";
  text += feed_state(reader, kDaily).last_run + " ";
  const auto account = account_state(reader, {"sgm", "jq"});
  text += account.hold->reason.code + " " + std::to_string(account.cookies.size()) + " ";
  const auto asn = find_asn_by_shipment(reader, "sgm", "SIM260309001").value();
  text += asn.id + "=" + asn.state + "/" + std::to_string(attempts_of(reader, asn.id).size()) + "/" +
          look_ups_of(reader, asn.id).at(0).verdict + " ";
  text += find_outbox(reader, "asn", asn.id)->key + " ";
  for (const auto& event : events_of(reader, asn.id)) text += event.kind + " ";
  for (const auto& ticket : open_tickets(reader)) text += ticket.dedup_key;
  return text;
}

std::optional<LocalDate> target(Reader& reader, const std::vector<std::string>& entries) {
  return newest_target(reader, kDaily, entries);
}

}  // namespace

TEST_CASE("a store of any older schema is opened with every row as it was, readable") {
  const auto schema = any_older_schema();
  INFO("from schema " << schema);
  OldStore old(schema);
  auto store = old.open();
  REQUIRE(store->read_now([&](Reader& reader) -> Result<void> {
    const auto after = rows_in(reader.session(), old.tables);
    for (const auto& [table, rows] : old.before) {
      INFO(table);
      for (const auto& row : rows) CHECK((table == "fact" || after.at(table).contains(row)));
    }
    const std::string star = schema < 2 ? "" : "*";
    const std::string releases = schema < 2 ? "" : "WDF-2/1: 242; WDF-1/1: 241 241; ";
    CHECK(published(reader, schema) ==
          "PUS-1 01941842=900/2 PUS-2 01941842=48/1" + star + " was 1000 OE1=40 f1 " + releases);
    CHECK(known(reader) ==
          "ok blocked list PUS-4 PUS-1=committed PUS-2=committed PUS-3=quarantined PUS-4=archived says 1 R-000001 "
          "sign_in/locked 3 A-000001=UNKNOWN/1/unknown A-000001 asn.created account/sgm/jq");
    for (const char* entry : {"PUS-1", "PUS-2"})
      CHECK(find_seen(reader, kDaily, entry)->last_fetched == at("2026-03-09T05:00:00Z"));
    CHECK(imported_documents(reader).size() == (schema < 3 ? 0U : 1U));
    CHECK(drifts(reader, false, 10).size() == (schema < 3 ? 0U : 2U));
    return {};
  }));
  const auto checked = check_store(*store);
  REQUIRE(checked);
  for (const auto& finding : checked->findings) FAIL(sentence(finding));
}

TEST_CASE("the latest day of held sheets is known after the upgrade, before any page was looked at") {
  const auto schema = any_older_schema();
  INFO("from schema " << schema);
  OldStore old(schema);
  auto store = old.open();
  REQUIRE(store->read_now([&](Reader& reader) -> Result<void> {
    CHECK(target(reader, {"PUS-1", "PUS-2", "none"}) == parse_date("2026-03-12").value());
    CHECK(target(reader, {"PUS-1"}) == parse_date("2026-03-11").value());
    CHECK(!target(reader, {"PUS-3", "none"}));
    CHECK(!target(reader, {}));
    return {};
  }));
  // What is known of the page by its look goes before the sheet.
  REQUIRE(store->write_now("test/shape", [](Writer& writer) -> Result<void> {
    keep_shapes(writer, kDaily, "PUS-2", "D-9", {{"detail", "tab", {"a"}, 1, {}}}, parse_date("2026-03-10").value());
    CHECK(target(writer, {"PUS-1", "PUS-2"}) == parse_date("2026-03-11").value());
    return {};
  }));
}

TEST_CASE("what left the customer's list is found by its day after the upgrade") {
  const auto schema = any_older_schema();
  INFO("from schema " << schema);
  OldStore old(schema);
  auto store = old.open();
  const auto day = parse_date("2026-03-12").value();
  REQUIRE(store->write_now("test/missing", [&](Writer& writer) -> Result<void> {
    mark_missing(writer, kDaily, {"PUS-2"});
    CHECK(missing_sheets(writer, kDaily, add_days(day, 1), add_days(day, 9)).empty());
    const auto missing = missing_sheets(writer, kDaily, day, day);
    REQUIRE(missing.size() == 1);
    CHECK(missing[0].pus_no == "PUS-2");
    CHECK(missing[0].pickup == day);
    return {};
  }));
}

TEST_CASE("tickets of before have a life after the upgrade") {
  const auto schema = any_older_schema();
  INFO("from schema " << schema);
  OldStore old(schema);
  auto store = old.open();
  REQUIRE(store->write_now("test/tickets", [&](Writer& writer) -> Result<void> {
    const auto held = open_tickets(writer).at(0);
    CHECK(held.stored_state == TicketState::open);
    CHECK(held.severity == Severity::critical);
    CHECK(held.since == held.opened);
    CHECK(held.due == held.opened + std::chrono::hours(1));
    CHECK(step_ticket(writer, held.id, {TicketStep::Kind::ack, "seen"}, "li").value().acked_by == "li");
    CHECK(raise_ticket(writer, held.dedup_key, held.reason) == held.id);
    close_ticket(writer, held.dedup_key, "gateway", "signed in");
    CHECK(find_ticket(writer, held.id)->stored_state == TicketState::resolved);
    if (schema < 4) return {};
    const auto over = find_ticket(writer, 2).value();
    CHECK(over.stored_state == TicketState::resolved);
    CHECK(over.closed_by == "gateway");
    CHECK(raise_ticket(writer, over.dedup_key, over.reason) == 2);
    CHECK(find_ticket(writer, 2)->count == 5);
    return {};
  }));
}
