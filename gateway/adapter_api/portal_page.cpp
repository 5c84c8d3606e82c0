#include "adapter_api/portal_page.hpp"

#include <boost/url.hpp>

#include "adapter_api/portal_words.hpp"
#include "base/text.hpp"
#include "formats/charset.hpp"
#include "formats/form/urlencoded.hpp"

namespace calloff::adapter_api {
namespace {

Result<void> judge_status(const transport::Response& response) {
  const int status = response.status;
  if (status < 400) return {};
  const bool again = status >= 500 || status == 408 || status == 429;
  return Error(again ? Recovery::retry : Recovery::hold_feed,
               again ? "page/http_status" : "page/http_status_unexpected",
               {{"status", std::to_string(status)}, {"url", response.url}});
}

bool refuses_address(const Run& run, const transport::Response& response) {
  const auto page = read_page(response);
  return page && !said_of(*page, setting_words(run, "words.address_blocked")).empty();
}

/// `orderLine.do;jsessionid=0A1B?orderNo=1` without its session id.
std::string without_session_id(std::string link) {
  const auto at = lower(link).find(";jsessionid=");
  if (at == link.npos) return link;
  const auto end = link.find_first_of("?#", at);
  return link.erase(at, end == link.npos ? link.npos : end - at);
}

}  // namespace

bool begins_as_markup(std::string_view body) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  auto text = trim(body);
  if (text.starts_with(kMark)) text = trim(text.substr(kMark.size()));
  return text.starts_with('<');
}

Result<formats::Page> read_page(const transport::Response& response) {
  formats::PageOptions options;
  options.http_charset = formats::charset_of_content_type(response.header("Content-Type"));
  options.default_charset = "GB18030";
  return formats::decode_page(response.body, options);
}

Task<transport::Response> ask(Run& run, transport::Request request) {
  auto exchange = co_await run.wire().exchange(std::move(request));
  if (!exchange.response) co_return exchange.response.error();
  const auto fine = judge_status(*exchange.response);
  if (!fine && fine.error().recovery == Recovery::hold_feed && refuses_address(run, *exchange.response))
    co_return Error(Recovery::retry, "page/address_blocked");
  if (!fine) co_return fine.error();
  co_return std::move(*exchange.response);
}

Task<PageAnswer> ask_page(Run& run, transport::Request request) {
  const auto step = request.step;
  auto response = co_await ask(run, std::move(request));
  if (!response) co_return response.error();
  auto page = read_page(*response);
  if (!page) {
    auto error = page.error();
    error.where.document = step;
    co_return error;
  }
  PageAnswer answer{std::move(*response), std::move(*page)};
  co_return answer;
}

Result<transport::Request> post_form(std::string url, std::string step, const FormFields& fields,
                                     const std::string& charset) {
  auto body = formats::encode_form(fields, charset);
  if (!body) return body.error();
  transport::Request request("POST", std::move(url), std::move(step));
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  request.body = std::move(*body);
  return request;
}

std::string form_charset(const std::string& page_charset) { return page_charset == "GB18030" ? "GBK" : page_charset; }

std::string quoted_argument(std::string_view link, std::string_view function) {
  const auto at = link.find(function);
  if (at == link.npos) return {};
  const auto open = link.find('\'', at + function.size());
  if (open == link.npos) return {};
  const auto close = link.find('\'', open + 1);
  if (close == link.npos) return {};
  return std::string(link.substr(open + 1, close - open - 1));
}

Result<std::string> resolve_url(const std::string& base, const std::string& relative) {
  const auto bad = [&] { return Error(Recovery::hold_feed, "page/bad_link", {{"link", relative}}); };
  const auto plain = without_session_id(relative);
  const auto from = boost::urls::parse_uri(base);
  const auto to = boost::urls::parse_uri_reference(plain);
  if (!from || !to) return bad();
  boost::urls::url resolved;
  if (const auto done = boost::urls::resolve(*from, *to, resolved); !done) return bad();
  // A link that leads elsewhere is not one of the portal's own: the session is not taken there.
  if (resolved.scheme() != from->scheme() || resolved.encoded_authority() != from->encoded_authority()) return bad();
  return std::string(resolved.buffer());
}

std::string with_query(const std::string& path, const FormFields& fields) {
  boost::urls::url query;
  for (const auto& [name, value] : fields) query.params().append({name, value});
  return path + "?" + std::string(query.encoded_query());
}

Result<std::size_t> find_column(const formats::Table& table, std::string_view header) {
  std::string present;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto path = table.columns[i].path();
    if (path == header) return i;
    present += (i ? ", " : "") + path;
  }
  return Error(Recovery::hold_feed, "page/missing_column", {{"column", std::string(header)}, {"present", present}});
}

std::string row_snippet(const formats::Table& table, const formats::Row& row, std::string_view bytes) {
  const auto slice = [&](const model::Locator& at) {
    return bytes.substr(std::min<std::size_t>(at.offset, bytes.size()), at.length);
  };
  std::string snippet =
      table.id.empty() ? "<table class=\"" + table.css_class + "\">" : "<table id=\"" + table.id + "\">";
  for (const auto& header : table.header) snippet += slice(header.locator);
  snippet += slice(row.locator);
  return snippet + "</table>";
}

}  // namespace calloff::adapter_api
