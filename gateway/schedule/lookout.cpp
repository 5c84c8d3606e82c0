#include "schedule/lookout.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "schedule/due.hpp"

namespace calloff::schedule {

namespace asio = boost::asio;

struct Lookout::Waiter {
  asio::experimental::channel<void(boost::system::error_code)> signal;
  bool is_over = false;   ///< its time is near, or civil time was set back
  Instant seen_before{};  ///< by the look that ended it

  void wake() { signal.try_send(boost::system::error_code()); }
};

/// A waiter's place in the queue; whoever leaves it hands the lookout on.
class Lookout::Place {
 public:
  Place(Lookout& owner, Instant start, Waiter& waiter)
      : owner_(owner), waiter_(waiter), at_(owner.waiting_.emplace(start, &waiter)) {}
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    owner_.waiting_.erase(at_);
    if (owner_.looking_ != &waiter_ && owner_.looking_) return;
    owner_.looking_ = nullptr;
    owner_.hand_on();
  }

 private:
  Lookout& owner_;
  Waiter& waiter_;
  std::multimap<Instant, Waiter*>::iterator at_;
};

Lookout::Lookout(Clock& clock) : clock_(clock), latest_(clock.now()) {}
Lookout::~Lookout() = default;

void Lookout::hand_on() {
  if (!waiting_.empty()) waiting_.rbegin()->second->wake();  // who waits longest will look longest
}

void Lookout::look() {
  const auto now = clock_.now();
  const bool is_set_back = was_set_back(latest_, now);
  for (auto& [start, waiter] : waiting_) {
    if (!is_set_back && start - now > kLook) break;
    waiter->is_over = true;
    waiter->seen_before = latest_;
    waiter->wake();
  }
  latest_ = is_set_back ? now : std::max(latest_, now);
}

asio::awaitable<void> Lookout::look_or_wait(Waiter& waiter) {
  if (!looking_) looking_ = &waiter;
  if (looking_ == &waiter) {
    co_await clock_.sleep_until(clock_.boot() + kLook);
    look();
    co_return;
  }
  boost::system::error_code failed;
  co_await waiter.signal.async_receive(asio::redirect_error(asio::use_awaitable, failed));
  // A cancelled channel has an error of its own; to callers it is a cancellation like any other.
  if (failed) throw boost::system::system_error(asio::error::operation_aborted);
}

asio::awaitable<Instant> Lookout::until_near(Instant start) {
  const auto now = clock_.now();
  if (waiting_.empty()) latest_ = now;  // nobody has looked for a while
  if (start - now <= kLook) co_return now;
  Waiter waiter{{co_await asio::this_coro::executor, 1}};
  const Place place(*this, start, waiter);
  while (!waiter.is_over) co_await look_or_wait(waiter);
  co_return waiter.seen_before;
}

}  // namespace calloff::schedule
