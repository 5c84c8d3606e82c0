// HTTP/1.1 as bytes: the head of a request read piece by piece, a response written whole. Beast parses and prints
// (docs/decisions/0006-beast-without-its-streams.md). Threading: plain values.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace calloff::web {

/// target: as sent, query and all. Who asks these pages brings nothing: a body is not read.
struct Request {
  std::string method, target;
};

struct Response {
  unsigned status = 200;
  std::string media_type, body;
  std::vector<std::pair<std::string, std::string>> headers = {};  ///< beyond those that every response has
};

/// The head of one request.
class RequestHead {
 public:
  static constexpr std::size_t kLongest = 8192;  ///< bytes
  enum class Progress { need_more, complete, bad, too_long };

  RequestHead();
  ~RequestHead();
  RequestHead(const RequestHead&) = delete;
  RequestHead& operator=(const RequestHead&) = delete;

  /// bytes: what came next on the wire
  Progress add(std::string_view bytes);
  /// After `complete`.
  Request request() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The response as it goes on the wire, announcing that the connection ends with it. with_body: no for HEAD
std::string to_bytes(const Response& response, bool with_body);

}  // namespace calloff::web
