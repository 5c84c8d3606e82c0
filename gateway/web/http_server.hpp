// A small HTTP server on loopback: one request a connection, every wait with a limit.
// Threading: all calls on one executor, which one thread runs; connections are coroutines there.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "settings/configuration.hpp"
#include "web/http_message.hpp"

namespace calloff::web {

using Handler = std::function<boost::asio::awaitable<Response>(Request)>;
/// Runs a connection to its end, beside others.
using Spawn = std::function<void(boost::asio::awaitable<void>)>;

class HttpServer {
 public:
  /// So many connections at a time; more are closed unanswered.
  static constexpr int kMostConnections = 32;
  /// Within it a request's head must have come, and its response must have been taken.
  static constexpr std::chrono::milliseconds kPatience{10'000};

  /// handler: answers every request that is one; clock: of the limits; outlives the server
  /// errors: ask_person web/listen (address, detail)
  static Result<std::unique_ptr<HttpServer>> listen(boost::asio::any_io_executor io,
                                                    const settings::HttpSettings& where, Clock& clock, Spawn spawn,
                                                    Handler handler);
  virtual ~HttpServer() = default;

  /// Accepts until cancelled (operation_aborted is thrown); a connection that cannot be accepted is tried again.
  virtual boost::asio::awaitable<void> run() = 0;
  /// `127.0.0.1:9464`, with the port it was given.
  virtual std::string address() const = 0;
};

}  // namespace calloff::web
