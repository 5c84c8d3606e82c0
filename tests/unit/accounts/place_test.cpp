#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "accounts/context.hpp"
#include "support/catch.hpp"

namespace asio = boost::asio;
using namespace calloff;
using namespace calloff::accounts;

namespace {

/// Sees whether somebody else could work while it is asked.
class Far final : public transport::Session {
 public:
  explicit Far(const Turnstile& turnstile) : turnstile_(turnstile) {}
  asio::awaitable<transport::Exchange> exchange(transport::Request) override {
    has_room = !turnstile_.is_full();
    transport::Response answer;
    answer.status = 200;
    co_return transport::Exchange(std::move(answer), transport::Departure::perhaps);
  }
  std::vector<std::string> cookies() const override { return {}; }
  void restore_cookies(std::vector<std::string>) override {}
  void forget_cookies() override {}
  void allow_writes(bool) override {}
  void record_to(transport::Recorder) override {}

  bool has_room = false;

 private:
  const Turnstile& turnstile_;
};

}  // namespace

TEST_CASE("while a customer is asked others may work, and the answer waits for its place") {
  asio::io_context io;
  Turnstile turnstile(io.get_executor());
  Far session(turnstile);
  int status = 0;
  bool is_full_afterwards = false;
  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        Place place(&turnstile, Priority::poll);
        co_await place.take();
        WireFromPlace wire(session, &place, [](const transport::Exchange&, bool) {});
        const auto done = co_await wire.exchange({"GET", "http://portal/list", "list"});
        status = done.response->status;
        is_full_afterwards = turnstile.is_full();
      },
      asio::detached);
  io.run();
  CHECK(status == 200);
  CHECK(session.has_room);
  CHECK(is_full_afterwards);
}
