// Asking a portal for a page: one exchange, its status judged, its bytes decoded. What the page is, is the adapter's
// business. Threading: on the I/O executor.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapter_api/run.hpp"
#include "formats/page.hpp"

namespace calloff::adapter_api {

struct PageAnswer {
  transport::Response response;
  formats::Page page;
};

/// Asks, and judges the status alone.
/// errors: wire's own; retry page/http_status (status 5xx, 408, 429), retry page/address_blocked (another 4xx in the
/// account's words for it), hold_feed page/http_status_unexpected (other 4xx)
Task<transport::Response> ask(Run& run, transport::Request request);

/// Asks and decodes.
/// errors: those of ask; quarantine decode/... (a byte that does not decode, too large, too deep)
Task<PageAnswer> ask_page(Run& run, transport::Request request);

/// The same for an answer that has come already.
Result<formats::Page> read_page(const transport::Response& response);

/// Is the first thing in `body`, white space and byte order mark apart, a `<`? A portal says with a page that it has no
/// file, whatever the file would be.
bool begins_as_markup(std::string_view body);

/// Fields of a form in the order they are sent; encoded in the page's own charset.
using FormFields = std::vector<std::pair<std::string, std::string>>;

/// errors: quarantine encode/bad_character (a character that `charset` lacks)
Result<transport::Request> post_form(std::string url, std::string step, const FormFields& fields,
                                     const std::string& charset);

/// In what a portal reads the forms of a page: of GBK pages GBK, which is read here as the larger GB18030. What GBK
/// lacks it would garble.
std::string form_charset(const std::string& page_charset);

/// `link`'s single quoted argument: `javascript:showDetail('9000001');` gives 9000001; empty if it has none.
std::string quoted_argument(std::string_view link, std::string_view function);

/// Relative to the page it stood on, and on the same scheme, host and port. A session id in the path
/// (`;jsessionid=...`) is left out: the session is in the cookie, and a kept address would outlive it.
/// errors: hold_feed page/bad_link (link). source: RFC 3986, 5
Result<std::string> resolve_url(const std::string& base, const std::string& relative);

/// `path?name=value&...`, the values percent-encoded in UTF-8.
std::string with_query(const std::string& path, const FormFields& fields);

/// Where `header` stands among the table's columns.
/// errors: hold_feed page/missing_column (column, present)
Result<std::size_t> find_column(const formats::Table& table, std::string_view header);

/// The table's header rows and this row, as served, as a table of its own. bytes: the page as served
std::string row_snippet(const formats::Table& table, const formats::Row& row, std::string_view bytes);

}  // namespace calloff::adapter_api
