// An account's session whose other end is the simulated portals, in memory: cookies, redirects, the write guard, lost
// connections and recordings as over sockets, and a clock that nobody waits for. Threading: one thread.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "simulator/portals.hpp"
#include "support/portal/cookie_jar.hpp"
#include "transport/wire.hpp"

namespace calloff::test {

inline constexpr const char* kPortalUrl = "http://portal.example";

/// What a test does to one exchange before the portal sees it.
enum class Misfortune {
  none,
  refused,    ///< no connection: proven that no byte left
  untrusted,  ///< no trusted connection: the same
  lost,       ///< the request may have left, no answer comes; the portal never sees it
  cancelled,  ///< ends as the wire ends when we are told to stop; the portal never sees it
  aborted     ///< the coroutine itself is cut short: Asio's operation_aborted is thrown out of the exchange
};

class SimulatedWire final : public transport::Session {
 public:
  /// clock: an answer that comes late is slept for
  SimulatedWire(simulator::Portals& portals, Clock& clock) : portals_(portals), clock_(clock) {}

  boost::asio::awaitable<transport::Exchange> exchange(transport::Request request) override;
  std::vector<std::string> cookies() const override { return jar_.lines("portal.example"); }
  void restore_cookies(std::vector<std::string> lines) override { jar_.restore(lines); }
  void forget_cookies() override { jar_.clear(); }
  void allow_writes(bool allowed) override { may_write_ = allowed; }
  void record_to(transport::Recorder recorder) override { recorder_ = std::move(recorder); }

  /// Called before each exchange with its number, from 1. May arm faults, move the world and the clock.
  using Before = std::function<Misfortune(std::size_t number, const transport::Request& request)>;
  void before_each(Before before) { before_ = std::move(before); }

  /// Exchanges begun since the start, refused ones included.
  std::size_t operations() const { return operations_; }
  const std::vector<transport::WireRecord>& records() const { return records_; }

 private:
  struct Answer {
    transport::Response response;
    std::optional<Error> error;
    transport::Departure departure = transport::Departure::nothing;
    std::chrono::milliseconds delay{0};
  };
  Answer ask(const transport::Request& request);
  Answer follow(transport::Request request);
  void take(simulator::Response from, Answer& into);
  transport::Exchange concluded(const transport::Request& request, Answer answer, Instant started);

  simulator::Portals& portals_;
  Clock& clock_;
  CookieJar jar_;
  bool may_write_ = false;
  transport::Limits limits_;
  Before before_;
  std::size_t operations_ = 0;
  std::vector<transport::WireRecord> records_;
  transport::Recorder recorder_;
};

}  // namespace calloff::test
