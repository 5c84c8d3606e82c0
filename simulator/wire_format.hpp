// HTTP/1.1 bytes to requests and answers to bytes. No socket: the in-memory wire of a test may use it too.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "simulator/http_types.hpp"

namespace calloff::simulator {

/// Collects the bytes of one connection into requests.
class RequestReader {
 public:
  RequestReader();
  ~RequestReader();

  enum class Progress { need_more, complete, bad, too_large };
  /// Takes bytes as they come; what belongs to the next request is kept for it.
  Progress add(std::string_view bytes);

  /// The request that is complete, and makes ready for the next one: call add({}) to see whether it is there already.
  Request take();
  bool keep_alive() const;  ///< of the request taken last

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The whole answer as bytes: status line, fields, Content-Length, body up to `cut_at`.
/// for_head: the request was HEAD, so the body is only announced
enum class BodyMode { send, announce };
std::string to_bytes(const Response& response, BodyMode mode, std::string_view connection);

}  // namespace calloff::simulator
