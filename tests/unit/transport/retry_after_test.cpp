#include "transport/record/retry_after.hpp"

#include "base/dates.hpp"
#include "base/http_date.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace std::chrono_literals;

namespace {

const Instant kNow = *parse_instant("2026-03-10T02:00:00Z");

std::optional<Instant> after(int status, const std::string& value) {
  transport::Response response;
  response.status = status;
  response.headers.push_back({"retry-after", value});
  return transport::retry_after(response, kNow);
}

}  // namespace

TEST_CASE("Retry-After is read as seconds and as a date, of a server that says not now") {
  CHECK(after(429, "300") == kNow + 300s);
  CHECK(after(503, " 120 ") == kNow + 120s);
  CHECK(after(503, "Tue, 10 Mar 2026 02:05:00 GMT") == kNow + 5min);
  for (const auto* many : {"99999999999999", "99999999999999999999999999"}) CHECK(after(429, many) == kNow + 366 * 24h);
  for (const auto* text : {"", "0", "-5", "soon", "1.5", "300 s", "Tue, 10 Mar 2026 01:59:00 GMT", "2026-03-10"}) {
    INFO(text);
    CHECK_FALSE(after(429, text));
  }
  for (const int status : {200, 301, 404, 500, 502}) CHECK_FALSE(after(status, "300"));
}

TEST_CASE("an HTTP date is read whole or not at all") {
  CHECK(http_date("Tue, 10 Mar 2026 02:00:00 GMT") == kNow);
  CHECK(http_date("Tuesday, 10-Mar-26 02:00:00 GMT") == kNow);
  CHECK(http_date("Tue Mar 10 02:00:00 2026") == kNow);
  CHECK(http_date("Sun Mar  1 02:00:00 2026") == kNow - 9 * 24h);
  CHECK_FALSE(http_date("Tue Mar 10 02:00:00 2026 CET"));
  CHECK_FALSE(http_date("Tue, 10 Mar 2026 02:00:00 GMT+1"));
  CHECK_FALSE(http_date("yesterday"));
}
