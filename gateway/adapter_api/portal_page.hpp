// Asking a portal for a page: one exchange, its status judged, its bytes decoded. What the page is, is the adapter's
// business. Threading: on the account's strand.
#pragma once
#include <string>
#include <vector>

#include "adapter_api/run.hpp"
#include "formats/page.hpp"

namespace calloff::adapter_api {

struct PageAnswer {
  transport::Response response;
  formats::Page page;
};

/// Asks, and judges the status alone.
/// errors: wire's own; retry page/http_status (status 5xx, 408, 429), hold_feed page/http_status_unexpected (other 4xx)
Task<transport::Response> ask(Run& run, transport::Request request);

/// Asks and decodes.
/// errors: those of ask; quarantine decode/... (a byte that does not decode, too large, too deep)
Task<PageAnswer> ask_page(Run& run, transport::Request request);

/// The same for an answer that has come already.
Result<formats::Page> read_page(const transport::Response& response);

/// Fields of a form in the order they are sent; encoded in the page's own charset.
using FormFields = std::vector<std::pair<std::string, std::string>>;

/// errors: quarantine encode/bad_character (a character that `charset` lacks)
Result<transport::Request> post_form(std::string url, std::string step, const FormFields& fields, const std::string& charset);

/// `link`'s single quoted argument: `javascript:showDetail('9000001');` gives 9000001; empty if it has none.
std::string quoted_argument(std::string_view link, std::string_view function);

/// Relative to the page it stood on. source: RFC 3986, 5
Result<std::string> resolve_url(const std::string& base, const std::string& relative);

/// Rows counted and pages told by `共35条 第1/2页`.
struct PageCount {
  std::size_t rows = 0, page = 0, pages = 0;
};
/// errors: hold_feed page/no_count
Result<PageCount> read_page_count(std::string_view text);

}  // namespace calloff::adapter_api
