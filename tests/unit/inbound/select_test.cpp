#include "inbound/select.hpp"

#include "support/catch.hpp"

using namespace calloff;
using adapter_api::Entry;
using adapter_api::Refetch;

namespace {

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
      {"open", entry("P1", "a", Refetch::while_open, true), {seen("P1", "a")}, true},
      {"was open", entry("P1", "a", Refetch::while_open, false), {seen("P1", "a")}, false},
      {"open, but by mark only", entry("P1", "a", Refetch::on_mark, true), {seen("P1", "a")}, false},
      {"every time", entry("P1", "a", Refetch::every), {seen("P1", "a")}, true},
      {"another entry was seen", entry("P2", "a"), {seen("P1", "a")}, true},
  }));
  INFO(c.what);
  const auto selection = inbound::select_entries({c.listed}, c.seen);
  CHECK(selection.fetched.size() == (c.is_fetched ? 1 : 0));
  CHECK(selection.known.size() == (c.is_fetched ? 0 : 1));
}
