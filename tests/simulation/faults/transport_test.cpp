// Faults 14 to 20: the way to the portal and back. What was cut off is no page; what was not answered is asked again by
// the next poll.
#include "simulation/faults/rows.hpp"

namespace calloff::test {

const std::vector<FaultRow>& transport_faults() {
  static const std::vector<FaultRow> rows{
      {14, {"maintenance", "JQ", "list"}, "JQ daily", "blocked", "page/maintenance"},
      {14, {"maintenance", "JQ", "detail"}, "JQ daily", "blocked", "page/maintenance"},
      {14, {"maintenance", "JQ", "login_page"}, "JQ daily", "blocked", "page/maintenance"},
      {14, {"maintenance", "OMX", "query"}, "orders", "blocked", "page/maintenance"},
      {15, {"status_503", "JQ", "list"}, "JQ daily", "failed", "page/http_status"},
      {15, {"status_503", "JQ", "login"}, "JQ daily", "failed", "page/http_status"},
      {15, {"status_503", "OMX", "lines"}, "orders", "failed", "page/http_status"},
      {16, {"slow", "JQ", "list"}, "JQ daily", "failed", "wire/first_byte_timed_out"},
      {16, {"slow", "OMX", "query"}, "orders", "failed", "wire/first_byte_timed_out"},
      {17, {"cut_body", "JQ", "list"}, "JQ daily", "failed", "wire/cut_off"},
      {17, {"cut_body", "JQ", "detail"}, "JQ daily", "failed", "wire/cut_off"},
      {17, {"cut_body", "OMX", "query"}, "orders", "failed", "wire/cut_off"},
      {18, {"tls_expired", "JQ", "any"}, "JQ daily", "failed", "wire/tls"},
      {18, {"tls_old", "JQ", "any"}, "JQ daily", "failed", "wire/tls"},
      {20, {"redirect_loop", "JQ", "list"}, "JQ daily", "failed", "wire/too_many_redirects"},
      {20, {"redirect_loop", "OMX", "lines"}, "orders", "failed", "wire/too_many_redirects"},
  };
  return rows;
}

TEST_CASE("faults on the way") { live_all(transport_faults()); }

}  // namespace calloff::test
