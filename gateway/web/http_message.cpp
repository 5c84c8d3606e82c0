#include "web/http_message.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/write.hpp>
#include <sstream>

namespace calloff::web {
namespace {

namespace http = boost::beast::http;

/// RFC 9112, 3.2: a request of HTTP/1.1 names its host, once.
bool has_host(const http::request_header<>& head) { return head.version() < 11 || head.count(http::field::host) == 1; }

}  // namespace

struct RequestHead::State {
  http::request_parser<http::empty_body> parser;
  std::string pending;
};

RequestHead::RequestHead() : state_(std::make_unique<State>()) {
  state_->parser.header_limit(kLongest);
  state_->parser.eager(false);
}

RequestHead::~RequestHead() = default;

RequestHead::Progress RequestHead::add(std::string_view bytes) {
  auto& [parser, pending] = *state_;
  pending += bytes;
  boost::system::error_code failed;
  while (!parser.is_header_done() && !pending.empty()) {
    const auto used = parser.put(boost::asio::buffer(pending), failed);
    pending.erase(0, used);
    if (failed == http::error::header_limit || failed == http::error::buffer_overflow) return Progress::too_long;
    if (failed == http::error::need_more) break;
    if (failed) return Progress::bad;
  }
  if (parser.is_header_done()) return has_host(parser.get()) ? Progress::complete : Progress::bad;
  return pending.size() > kLongest ? Progress::too_long : Progress::need_more;
}

Request RequestHead::request() const {
  const auto& head = state_->parser.get();
  return {std::string(head.method_string()), std::string(head.target())};
}

std::string to_bytes(const Response& response, bool with_body) {
  http::response_header<> head;
  head.version(11);
  head.result(response.status);
  head.set(http::field::content_type, response.media_type);
  head.set(http::field::content_length, std::to_string(response.body.size()));
  head.set(http::field::cache_control, "no-store");
  head.set(http::field::connection, "close");
  head.set("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : response.headers) head.set(name, value);
  std::ostringstream text;
  text << head;
  return with_body ? text.str() + response.body : text.str();
}

}  // namespace calloff::web
