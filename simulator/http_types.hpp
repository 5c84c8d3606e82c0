// A request and an answer as the portals see them: no socket, no library. Threading: plain values.
#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace calloff::simulator {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// The value of the first field of that name, letter case apart; empty if there is none.
std::string_view field(const Fields& fields, std::string_view name);

struct Request {
  std::string method;  ///< upper case
  std::string target;  ///< path and query as on the request line
  Fields headers;
  std::string body;
};

/// What goes back, and how: the last four members are orders to whoever carries the bytes (sockets or memory).
struct Response {
  int status = 200;
  Fields headers;                       ///< without Content-Length: the carrier adds the full body's
  std::string body;                     ///< bytes as served
  std::chrono::milliseconds delay{0};   ///< wait this long before the first byte
  bool close_before = false;            ///< close the connection without a byte of an answer
  std::vector<std::size_t> pieces{};    ///< send the body in pieces that end at these offsets and at its end
  std::optional<std::size_t> cut_at{};  ///< promise the whole body, send this many bytes of it, close
};

/// An answer with a body and its Content-Type.
Response answer(int status, std::string content_type, std::string body);

/// 302 to `location`, which is sent as given.
Response redirect(std::string location);

}  // namespace calloff::simulator
