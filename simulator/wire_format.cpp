#include "simulator/wire_format.hpp"

#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

namespace calloff::simulator {
namespace {

namespace http = boost::beast::http;
constexpr std::size_t kLargestBody = 1 << 20;

}  // namespace

struct RequestReader::State {
  std::optional<http::request_parser<http::string_body>> parser;
  std::string pending;
  bool keep_alive = false;

  void begin() {
    parser.emplace();
    parser->body_limit(kLargestBody);
    parser->eager(true);
  }
};

RequestReader::RequestReader() : state_(std::make_unique<State>()) { state_->begin(); }
RequestReader::~RequestReader() = default;

RequestReader::Progress RequestReader::add(std::string_view bytes) {
  auto& [parser, pending, keep_alive] = *state_;
  pending += bytes;
  while (!parser->is_done() && !pending.empty()) {
    boost::system::error_code error;
    const auto used = parser->put(boost::asio::buffer(pending), error);
    pending.erase(0, used);
    if (error == http::error::body_limit) return Progress::too_large;
    if (error && error != http::error::need_more) return Progress::bad;
    if (error == http::error::need_more || used == 0) break;
  }
  return parser->is_done() ? Progress::complete : Progress::need_more;
}

Request RequestReader::take() {
  auto message = state_->parser->release();
  state_->keep_alive = message.keep_alive();
  Request request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& header : message) request.headers.emplace_back(header.name_string(), header.value());
  request.body = std::move(message.body());
  state_->begin();
  return request;
}

bool RequestReader::keep_alive() const { return state_->keep_alive; }

std::string to_bytes(const Response& response, BodyMode mode, std::string_view connection) {
  http::response<http::string_body> message{static_cast<http::status>(response.status), 11};
  message.set(http::field::server, "Apache-Coyote/1.1");
  for (const auto& [name, value] : response.headers) message.insert(name, value);
  message.set(http::field::connection, connection);
  message.content_length(response.body.size());
  std::string out;
  http::response_serializer<http::string_body> serializer{
      message};  // its body is empty: ours follows by hand, perhaps cut
  boost::system::error_code error;
  while (!serializer.is_header_done() && !error) {
    std::size_t taken = 0;
    serializer.next(error, [&](boost::system::error_code& inner, const auto& buffers) {
      inner = {};
      for (const auto buffer : boost::beast::buffers_range_ref(buffers)) {
        out.append(static_cast<const char*>(buffer.data()), buffer.size());
        taken += buffer.size();
      }
    });
    serializer.consume(taken);
  }
  if (mode == BodyMode::send) out += response.body.substr(0, response.cut_at.value_or(response.body.size()));
  return out;
}

}  // namespace calloff::simulator
