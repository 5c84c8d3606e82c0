// What a supervisor is told, and when.
#include "app/supervisor.hpp"

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <cstdlib>
#include <map>
#include <vector>

#include "support/catch.hpp"
#include "support/net/notify_socket.hpp"
#include "support/until_cancelled.hpp"

using namespace calloff;
using app::Supervisor;
using test::NotifySocket;
using namespace std::chrono_literals;

namespace {

/// Time goes on by what is slept; after so many sleeps who sleeps is cancelled.
class CountedClock final : public Clock {
 public:
  explicit CountedClock(int sleeps) : sleeps_(sleeps) {}
  Instant now() const override { return {}; }
  BootTime boot() const override { return boot_; }
  boost::asio::awaitable<void> sleep_until(BootTime until) override {
    if (sleeps_-- == 0) throw boost::system::system_error(boost::asio::error::operation_aborted);
    slept.push_back(until - boot_);
    boot_ = until;
    co_return;
  }
  std::vector<std::chrono::milliseconds> slept;

 private:
  int sleeps_;
  BootTime boot_;
};

/// Shows life until the clock says stop; what was said meanwhile.
std::vector<std::string> life(const Supervisor& supervisor, Clock& clock, const NotifySocket& socket) {
  boost::asio::io_context io;
  boost::asio::co_spawn(io, supervisor.show_life(clock), test::until_cancelled);
  io.run();
  std::vector<std::string> said;
  for (auto one = socket.waiting(); !one.empty(); one = socket.waiting()) said.push_back(one);
  return said;
}

/// These variables, and none of the others, while it lives.
class Variables {
 public:
  explicit Variables(const std::map<std::string, std::string>& set) {
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) {
      unsetenv(name);
      if (set.contains(name)) setenv(name, set.at(name).c_str(), 1);
    }
  }
  ~Variables() {
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) unsetenv(name);
  }
  Variables(const Variables&) = delete;
  Variables& operator=(const Variables&) = delete;
};

}  // namespace

TEST_CASE("a supervisor that listens is told; nobody minds one that does not") {
  const NotifySocket socket;
  Supervisor(socket.path(), std::nullopt).tell("READY=1");
  CHECK(socket.waiting() == "READY=1");
  for (const auto& nobody :
       {std::string(), std::string("/nowhere/notify"), std::string("@calloff-test-nobody"), std::string(200, 'x')})
    Supervisor(nobody, std::nullopt).tell("READY=1");
  CHECK(socket.waiting().empty());
}

TEST_CASE("a sign of life comes twice within the supervisor's patience") {
  const NotifySocket socket;
  CountedClock clock(3);
  CHECK(life(Supervisor(socket.path(), 30s), clock, socket) == std::vector<std::string>(4, "WATCHDOG=1"));
  CHECK(clock.slept == std::vector<std::chrono::milliseconds>(3, 15s));
  CHECK(life(Supervisor(socket.path(), std::nullopt), clock, socket).empty());
}

TEST_CASE("the environment says who is told, and whether signs of life are waited for") {
  const NotifySocket socket;
  const auto us = std::to_string(getpid());
  struct Case {
    std::map<std::string, std::string> variables;
    std::vector<std::chrono::milliseconds> slept;
  };
  const Case cases[] = {
      {{{"WATCHDOG_USEC", "30000000"}}, {15s}},
      {{{"WATCHDOG_USEC", "30000000"}, {"WATCHDOG_PID", us}}, {15s}},
      {{{"WATCHDOG_USEC", "30000000"}, {"WATCHDOG_PID", "1"}}, {}},
      {{{"WATCHDOG_USEC", "30000000"}, {"WATCHDOG_PID", "x"}}, {}},
      {{{"WATCHDOG_USEC", "0"}}, {}},
      {{{"WATCHDOG_USEC", "soon"}}, {}},
      {{}, {}},
  };
  for (auto c : cases) {
    INFO((c.variables.empty() ? "" : c.variables.begin()->second));
    c.variables["NOTIFY_SOCKET"] = socket.path();
    const Variables set(c.variables);
    const auto supervisor = Supervisor::of_environment();
    supervisor.tell("READY=1");
    CHECK(socket.waiting() == "READY=1");
    CountedClock clock(1);
    life(supervisor, clock, socket);
    CHECK(clock.slept == c.slept);
  }
  const Variables none({});
  Supervisor::of_environment().tell("READY=1");
  CHECK(socket.waiting().empty());
}
