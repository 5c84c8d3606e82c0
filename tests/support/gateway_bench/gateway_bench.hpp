// The whole gateway in memory: configuration, adapters from their shared objects, a store in a folder of its own, its
// verbs; only the wire ends at the simulated portals, and time stands until the test moves it.
// Threading: one thread (the store has its own); every call runs to its end.
#pragma once
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/gateway.hpp"
#include "simulator/portals.hpp"
#include "store/runs.hpp"
#include "store/states.hpp"
#include "store/tickets.hpp"
#include "support/portal/test_clock.hpp"

namespace boost::asio {
class io_context;
}

namespace calloff::test {

class SimulatedTransport;

/// That time of day in Shanghai of that day in March 2026; the 10th is a Tuesday.
Instant march(int day, int hour, int minute = 0);

/// What a person gets to see of a verb.
struct Said {
  int exit = 0;
  std::string out, err;
};

/// What a gateway stands before: the simulated portals and the time.
struct SimulatedWorld {
  TestClock clock;
  simulator::Portals portals;
};

class GatewayBench {
 public:
  /// At Tuesday 10:00: today's sheets are out, those of Wednesday come a little after 11:00.
  /// sheets: for each workday to come; 8 make a list of two pages
  explicit GatewayBench(int sheets = 2);
  /// Another gateway, which knows nothing yet, before the same portals.
  explicit GatewayBench(std::shared_ptr<SimulatedWorld> world);
  ~GatewayBench();

  /// The gateway ends, and another one goes on in its folder. open_store: as of app::Gateway::open
  void restart(const app::OpenStore& open_store = {});

  /// Polls a feed, named as people read it: "sgm JQ daily", "sgm orders". No such feed, or a store that fails:
  /// std::runtime_error
  store::RunRecord poll(const std::string& feed);
  /// The feed of that name, as `poll` takes it.
  const inbound::PolledFeed& feed(const std::string& name) const;
  /// A verb as typed, without the program's name.
  Said calloff(std::vector<std::string> words);

  /// A verb that writes, typed while other things are done: what it says. input: its standard input
  boost::asio::awaitable<std::string> typed(std::vector<std::string> words, std::string input = {});

  /// Moves time on; never back.
  void move_to(Instant at);
  void advance(std::chrono::milliseconds time) { clock().advance(time); }

  /// The next `times` times (0: until cleared) that the portal of `site` is asked at `step` ("any": wherever it can).
  struct Wish {
    std::string fault, site, step = "any";
    int times = 0, percent = 100;
    std::chrono::milliseconds delay{90'000};
    std::string about{};  ///< only requests that name this, e.g. the portal's id of one sheet
  };
  /// "tls_expired", "tls_old": until cleared every request goes to a server that really listens, and whose certificate
  /// has expired or whose newest protocol is TLS 1.1.
  void arm(const Wish& wish);
  void clear_faults();

  /// Rows in force, in order: what they say, not which document or run said it; an opened sheet is as an unread one.
  std::vector<std::string> schedule();
  std::vector<std::string> orders();
  /// Every release that is kept, with its status; then the lines of the current ones.
  std::vector<std::string> releases();
  std::vector<store::Ticket> tickets();
  /// What the gateway logged as worth a person's attention since the last call.
  std::vector<std::string> take_warnings() { return std::exchange(warnings_, {}); }
  asn::AsnView asn(const std::string& id);
  store::AccountState account(const std::string& name);
  /// Requests that reached the portals so far, all of them or those at one path.
  int requests(const std::string& path = {}) const;

  const std::shared_ptr<SimulatedWorld>& world() { return world_; }
  simulator::Portals& portals() { return world_->portals; }
  TestClock& clock() { return world_->clock; }
  app::Gateway& gateway() { return *gateway_; }

  /// A coroutine of the gateway, to its end.
  template <class T>
  T run(boost::asio::awaitable<T> operation) {
    std::optional<T> value;
    run_to_end([](boost::asio::awaitable<T> inner, std::optional<T>& out) -> boost::asio::awaitable<void> {
      out.emplace(co_await std::move(inner));
    }(std::move(operation), value));
    return std::move(*value);
  }

 private:
  void open(const app::OpenStore& open_store);
  void arm_tls(const std::string& fault);
  void run_to_end(boost::asio::awaitable<void> operation);

  std::shared_ptr<SimulatedWorld> world_;
  struct Place;
  std::unique_ptr<Place> place_;
  struct TlsServer;
  std::unique_ptr<TlsServer> tls_server_;
  std::shared_ptr<SimulatedTransport> transport_;
  std::vector<std::string> warnings_;
  std::unique_ptr<app::Gateway> gateway_;
};

}  // namespace calloff::test
