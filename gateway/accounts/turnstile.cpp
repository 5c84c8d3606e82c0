#include "accounts/turnstile.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <list>

namespace calloff::accounts {

namespace asio = boost::asio;
using Signal = asio::experimental::channel<void(boost::system::error_code)>;

struct Turnstile::Waiter {
  Priority priority;
  Signal signal;
  bool is_called = false;
};

struct Turnstile::State {
  asio::any_io_executor executor;
  std::size_t free = 1;
  std::list<Waiter*> waiting;  // in order of arrival
};

Turnstile::Turnstile(asio::any_io_executor executor, std::size_t places) : state_(std::make_unique<State>()) {
  state_->executor = std::move(executor);
  state_->free = places;
}

Turnstile::~Turnstile() = default;

bool Turnstile::is_full() const { return state_->free == 0; }

const asio::any_io_executor& Turnstile::executor() const { return state_->executor; }

asio::awaitable<Turnstile::Pass> Turnstile::enter(Priority priority) {
  if (state_->free > 0) {
    --state_->free;
    co_return Pass(this);
  }
  Waiter waiter{priority, Signal(state_->executor, 1)};
  state_->waiting.push_back(&waiter);
  // Leaves the queue however this coroutine ends; a pass already handed to a cancelled waiter goes on to the next.
  struct Leave {
    Turnstile* owner;
    Waiter* waiter;
    bool is_kept = false;
    ~Leave() {
      owner->state_->waiting.remove(waiter);
      if (waiter->is_called && !is_kept) owner->release();
    }
  } leave{this, &waiter};
  boost::system::error_code failed;
  co_await waiter.signal.async_receive(asio::redirect_error(asio::use_awaitable, failed));
  // A cancelled channel has an error of its own; to callers it is a cancellation like any other.
  if (failed) throw boost::system::system_error(asio::error::operation_aborted);
  leave.is_kept = true;
  co_return Pass(this);
}

void Turnstile::release() {
  auto& waiting = state_->waiting;
  const auto next = std::min_element(waiting.begin(), waiting.end(),
                                     [](const Waiter* a, const Waiter* b) { return a->priority < b->priority; });
  if (next == waiting.end()) {
    ++state_->free;
    return;
  }
  auto* waiter = *next;
  waiting.erase(next);
  waiter->is_called = true;
  waiter->signal.try_send(boost::system::error_code());
}

asio::awaitable<void> Place::take() {
  if (!turnstile_ || pass_) co_return;
  try {
    pass_.emplace(co_await turnstile_->enter(priority_));
  } catch (const boost::system::system_error& error) {
    if (error.code() != asio::error::operation_aborted) throw;
  }
}

}  // namespace calloff::accounts
