#include "inbound/select.hpp"

#include "base/dates.hpp"
#include "support/catch.hpp"

using namespace calloff;
using adapter_api::Entry;
using adapter_api::Refetch;

namespace {

const Instant kNow = parse_instant("2026-03-10T03:30:00Z").value();

Entry entry(std::string id, std::string mark, Refetch refetch = Refetch::on_mark, bool is_open = false) {
  Entry e;
  e.id = std::move(id);
  e.mark = std::move(mark);
  e.refetch = refetch;
  e.is_open = is_open;
  return e;
}

store::SeenEntry seen(std::string id, std::string mark, std::string document = "D-1") {
  store::SeenEntry s;
  s.id = std::move(id);
  s.mark = std::move(mark);
  s.document = std::move(document);
  s.last_fetched = kNow - std::chrono::minutes(10);
  return s;
}

}  // namespace

TEST_CASE("new, changed and open entries are fetched, the others are known") {
  struct Case {
    const char* what;
    Entry listed;
    std::vector<store::SeenEntry> seen;
    bool is_fetched;
  };
  const auto c = GENERATE(values<Case>({
      {"never seen", entry("P1", "a"), {}, true},
      {"unchanged", entry("P1", "a"), {seen("P1", "a")}, false},
      {"another mark", entry("P1", "b"), {seen("P1", "a")}, true},
      {"seen, but nothing archived", entry("P1", "a"), {seen("P1", "a", "")}, true},
      {"open, fetched long ago", entry("P1", "a", Refetch::while_open, true), {seen("P1", "a")}, true},
      {"was open", entry("P1", "a", Refetch::while_open, false), {seen("P1", "a")}, false},
      {"open, but by mark only", entry("P1", "a", Refetch::on_mark, true), {seen("P1", "a")}, false},
      {"every time", entry("P1", "a", Refetch::every), {seen("P1", "a")}, true},
      {"another entry was seen", entry("P2", "a"), {seen("P1", "a")}, true},
  }));
  INFO(c.what);
  const auto selection = inbound::select_entries({c.listed}, c.seen, {kNow, std::chrono::minutes(10)});
  CHECK(selection.fetched.size() == (c.is_fetched ? 1 : 0));
  CHECK(selection.known.size() == (c.is_fetched ? 0 : 1));
  CHECK(selection.missing.size() == (c.seen.empty() || c.seen[0].id == c.listed.id ? 0 : 1));
}

TEST_CASE("an open entry whose row says nothing new is fetched again once in a while") {
  using std::chrono::minutes;
  struct Case {
    minutes recheck;
    std::optional<Instant> fetched;
    bool is_fetched;
  };
  const auto c = GENERATE(values<Case>({
      {minutes(30), kNow - minutes(29), false},
      {minutes(30), kNow - minutes(30), true},
      {minutes(0), kNow, true},
      {minutes(30), std::nullopt, true},
      {minutes(30), kNow + minutes(1), true},
  }));
  auto before = seen("P1", "a");
  before.last_fetched = c.fetched;
  const auto select = [&](Entry listed) {
    return inbound::select_entries({listed}, {before}, {kNow, c.recheck}).fetched.size();
  };
  CHECK(select(entry("P1", "a", Refetch::while_open, true)) == (c.is_fetched ? 1 : 0));
  CHECK(select(entry("P1", "b", Refetch::while_open, true)) == 1);
  CHECK(select(entry("P1", "a", Refetch::while_open, false)) == 0);
}

TEST_CASE("what was seen and is not listed is missing") {
  const auto selection =
      inbound::select_entries({entry("P1", "a"), entry("P3", "a")}, {seen("P1", "a"), seen("P2", "a")}, {kNow, {}});
  CHECK(selection.missing == std::vector<std::string>{"P2"});
  CHECK(inbound::select_entries({}, {seen("P1", "a"), seen("P2", "a")}, {kNow, {}}).missing.size() == 2);
}
