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
Result<transport::Request> post_form(std::string url, std::string step, const FormFields& fields,
                                     const std::string& charset);

/// `link`'s single quoted argument: `javascript:showDetail('9000001');` gives 9000001; empty if it has none.
std::string quoted_argument(std::string_view link, std::string_view function);

/// Relative to the page it stood on, and on the same scheme, host and port.
/// errors: hold_feed page/bad_link (link). source: RFC 3986, 5
Result<std::string> resolve_url(const std::string& base, const std::string& relative);

/// `path?name=value&...`, the values percent-encoded in UTF-8.
std::string with_query(const std::string& path, const FormFields& fields);

/// A setting that is a list of words separated by commas.
std::vector<std::string> setting_words(const Run& run, std::string_view key);

/// Where `header` stands among the table's columns.
/// errors: hold_feed page/missing_column (column, present)
Result<std::size_t> find_column(const formats::Table& table, std::string_view header);

/// The table's header rows and this row, as served, as a table of its own. bytes: the page as served
std::string row_snippet(const formats::Table& table, const formats::Row& row, std::string_view bytes);

/// Rows counted and pages told by `共35条 第1/2页`.
struct PageCount {
  std::size_t rows = 0, page = 0, pages = 0;
};
/// errors: hold_feed page/no_count
Result<PageCount> read_page_count(std::string_view text);

}  // namespace calloff::adapter_api
