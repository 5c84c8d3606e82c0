// How an account leaves its portal.
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>

#include "accounts/account.hpp"
#include "accounts/context.hpp"
#include "accounts/keeping_off.hpp"
#include "accounts/session_life.hpp"
#include "base/stopping.hpp"

namespace calloff::accounts {

namespace asio = boost::asio;

bool Account::is_idle(Instant now) const {
  return is_signed_in_ && now >= last_used_ + setup_.idle && now >= signed_in_ + setup_.logins.min_gap;
}

Task<bool> Account::sign_out(Leaving leaving, std::function<Task<std::string>()> begin) {
  if (leaving == Leaving::anyway) stop_asking();
  const auto left_before = sessions_left_;
  const auto pass = co_await turnstile_.enter(leaving == Leaving::anyway ? Priority::submit : Priority::poll);
  if (leaving == Leaving::if_idle && !is_idle(with_.clock.now())) co_return false;
  if (!is_signed_in_) {
    auto state = co_await load_state();
    if (!state) co_return state.error();
    if (!has_session(*state, setup_.idle, with_.clock.now())) co_return sessions_left_ != left_before;
    if (auto made = make_session(); !made) co_return made.error();
    if (auto restored = co_await restore_session(std::move(*state)); !restored) co_return restored.error();
  }
  // A stop must lose neither the session nor what was said: what has happened is written first.
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  auto run = co_await begin();
  Result<void> left = run ? Result<void>() : run.error();
  if (run) {
    Context context(*this, std::move(*run));
    left = co_await leave(context);
  }
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (!left) co_return left.error();
  co_return true;
}

/// Whatever the portal says, the session is ours no more; except where a stop came before it could say anything: then
/// it is left with all others.
Task<void> Account::leave(Context& context) {
  const auto refused = co_await is_refused_by_proxy();
  Result<void> closed = refused && *refused ? Result<void>(proxy_refused(proxy())) : co_await close_in_time(context);
  if (!closed && closed.error().recovery == Recovery::stopped) {
    auto kept = co_await keep_exchanges(context);
    co_return kept ? closed : kept;
  }
  is_signed_in_ = false;
  ++sessions_left_;
  session_->forget_cookies();
  auto kept = co_await keep_exchanges(context);
  auto forgotten = co_await forget_session();
  if (!closed) co_return closed;
  if (!kept) co_return kept;
  co_return forgotten;
}

/// A portal that does not answer ends the session by itself: nobody waits longer for it.
Task<void> Account::close_in_time(Context& context) {
  using namespace asio::experimental::awaitable_operators;
  auto first = co_await side_by_side(or_stopped(adapter_->close(context)) ||
                                     with_.clock.sleep_until(with_.clock.boot() + setup_.close_within));
  if (auto* closed = std::get_if<0>(&first)) co_return std::move(*closed);
  co_return Error(Recovery::retry, "accounts/sign_out_timed_out",
                  {{"account", name()}, {"limit_s", std::to_string(setup_.close_within.count())}});
}

Task<void> Account::forget_session() {
  auto state = co_await load_state();
  if (!state) co_return state.error();
  state->cookies.clear();
  state->session_since.reset();
  auto written = co_await with_.store.write("account.sign_out", [state = *state](store::Writer& w) -> Result<void> {
    store::put_account_state(w, state);
    return {};
  });
  co_return written;
}

}  // namespace calloff::accounts
