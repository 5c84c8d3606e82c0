// Faults 14 to 20: the way to the portal and back. What was cut off is no page; what was not answered is asked again by
// the next poll.
#include "simulation/faults/rows.hpp"

namespace calloff::test {

const std::vector<FaultRow>& transport_faults() {
  static const std::vector<FaultRow> rows{
      {14, {"maintenance", "JQ", "list"}, kDaily, "blocked", "page/maintenance"},
      {14, {"maintenance", "JQ", "detail"}, kDaily, "blocked", "page/maintenance"},
      {14, {"maintenance", "JQ", "login_page"}, kDaily, "blocked", "page/maintenance"},
      {14, {"maintenance", "OMX", "query"}, kOrders, "blocked", "page/maintenance"},
      {15, {"status_502", "JQ", "list"}, kDaily, "failed", "page/http_status"},
      {15, {"status_503", "JQ", "list"}, kDaily, "failed", "page/http_status"},
      {15, {"status_503", "JQ", "login"}, kDaily, "failed", "page/http_status"},
      {15, {"status_503", "OMX", "lines"}, kOrders, "failed", "page/http_status"},
      {16, {"slow", "JQ", "list"}, kDaily, "failed", "wire/first_byte_timed_out"},
      {16, {"slow", "OMX", "query"}, kOrders, "failed", "wire/first_byte_timed_out"},
      {17, {"cut_body", "JQ", "list"}, kDaily, "failed", "wire/cut_off"},
      {17, {"cut_body", "JQ", "detail"}, kDaily, "failed", "wire/cut_off"},
      {17, {"cut_body", "OMX", "query"}, kOrders, "failed", "wire/cut_off"},
      {18, {"tls_expired", "JQ", "any"}, kDaily, "failed", "wire/tls"},
      {18, {"tls_old", "JQ", "any"}, kDaily, "failed", "wire/tls"},
      {19, {"status_429", "JQ", "list"}, kDaily, "failed", "page/http_status"},
      {19, {"status_429", "OMX", "lines"}, kOrders, "failed", "page/http_status"},
      {19, {"address_blocked", "JQ", "list"}, kDaily, "blocked", "page/address_blocked"},
      {19, {"address_blocked", "OMX", "query"}, kOrders, "blocked", "page/address_blocked"},
      {20, {"redirect_loop", "JQ", "list"}, kDaily, "failed", "wire/too_many_redirects"},
      {20, {"redirect_loop", "OMX", "lines"}, kOrders, "failed", "wire/too_many_redirects"},
  };
  return rows;
}

TEST_CASE("faults on the way") { live_all(transport_faults()); }

}  // namespace calloff::test
