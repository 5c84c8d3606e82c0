#include "support/weeks/virtual_clock.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace calloff::test {

namespace asio = boost::asio;

struct VirtualClock::Sleeper {
  asio::experimental::channel<void(boost::system::error_code)> signal;
};

asio::awaitable<void> VirtualClock::sleep_until(BootTime until) {
  if (until <= boot()) co_return;
  Sleeper sleeper{{co_await asio::this_coro::executor, 1}};
  const Place place{until.since_boot.count(), ++slept_};
  sleepers_.emplace(place, &sleeper);
  struct Leave {
    std::map<Place, Sleeper*>& sleepers;
    Place place;
    ~Leave() { sleepers.erase(place); }
  } leave{sleepers_, place};
  boost::system::error_code failed;
  co_await sleeper.signal.async_receive(asio::redirect_error(asio::use_awaitable, failed));
  // A cancelled channel has an error of its own; to callers it is a cancellation like any other.
  if (failed) throw boost::system::system_error(asio::error::operation_aborted);
}

bool VirtualClock::run_one(asio::io_context& context) {
  context.restart();
  return context.poll_one() > 0;
}

void VirtualClock::wake_first() {
  const auto first = sleepers_.begin();
  auto& sleeper = *first->second;
  jump_to(first->first.first);
  sleepers_.erase(first);
  ++wakes_;
  sleeper.signal.try_send(boost::system::error_code());
}

void VirtualClock::jump_to(std::int64_t at) {
  if (at > passed_.load()) passed_ = at;
}

}  // namespace calloff::test
