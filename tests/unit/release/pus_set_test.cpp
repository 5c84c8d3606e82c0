#include "release/pus_set.hpp"

#include "support/catch.hpp"

using namespace calloff;
using release::is_set_complete;
using release::SetObservation;

namespace {

Instant at(const char* text) { return *parse_instant(text); }
const LocalDate kPublished = *parse_date("2026-03-10");

SetObservation seen(const char* first, const char* last, std::int64_t polls, bool all_pages = true) {
  return {"f", all_pages, at(first), at(last), polls};
}

}  // namespace

TEST_CASE("a set is complete after two equal polls ten minutes apart, or one at the cut-off") {
  struct Case {
    const char* what;
    std::vector<SetObservation> observations;
    bool is_complete;
  };
  const auto c = GENERATE(values<Case>({
      {"nothing seen", {}, false},
      {"one poll before the cut-off", {seen("2026-03-10T11:12:00+08:00", "2026-03-10T11:12:00+08:00", 1)}, false},
      {"two equal polls, too close", {seen("2026-03-10T11:12:00+08:00", "2026-03-10T11:21:59+08:00", 2)}, false},
      {"two equal polls, ten minutes apart", {seen("2026-03-10T11:12:00+08:00", "2026-03-10T11:22:00+08:00", 2)}, true},
      {"pages were missing", {seen("2026-03-10T11:12:00+08:00", "2026-03-10T11:32:00+08:00", 3, false)}, false},
      {"one poll at the cut-off", {seen("2026-03-10T13:00:00+08:00", "2026-03-10T13:00:00+08:00", 1)}, true},
      {"one poll just before it", {seen("2026-03-10T12:59:59+08:00", "2026-03-10T12:59:59+08:00", 1)}, false},
      {"changed since it was complete",
       {seen("2026-03-10T11:12:00+08:00", "2026-03-10T11:22:00+08:00", 2),
        seen("2026-03-10T11:32:00+08:00", "2026-03-10T11:32:00+08:00", 1)},
       false},
  }));
  INFO(c.what);
  CHECK(is_set_complete(c.observations, {}, kPublished, "Asia/Shanghai") == c.is_complete);
}
