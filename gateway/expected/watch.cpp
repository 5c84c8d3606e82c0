#include "expected/watch.hpp"

#include <algorithm>

#include "expected/tickets.hpp"
#include "schedule/due.hpp"

namespace calloff::expected {
namespace {

/// How soon what came is seen; how long nothing is looked at, lest a clock that jumps is believed.
constexpr std::chrono::milliseconds kSoon{2000}, kAtMost{60'000}, kAfterFailure{30'000};

}  // namespace

Watch::Watch(store::Store& store, Clock& clock, LogSink log, std::vector<Expectation> expectations,
             std::chrono::milliseconds grace)
    : store_(store),
      clock_(clock),
      log_(std::move(log)),
      expectations_(std::move(expectations)),
      started_(clock.now()),
      settled_(clock.boot() + grace) {}

Task<Watch::Seen> Watch::look() {
  const auto now = clock_.now();
  const Look look{expectations_, now, clock_.boot() < settled_ ? std::optional(started_) : std::nullopt, kDaysBack};
  auto planned = co_await store_.read([look](store::Reader& r) -> Result<Moves> { return moves(r, look); });
  if (!planned) co_return planned.error();
  if (!planned->steps.empty()) {
    // Judged again where it is written: a poll may have begun meanwhile, and then its end is waited for.
    planned = co_await store_.write("expected.tickets", [look](store::Writer& w) -> Result<Moves> {
      auto now = moves(w, look);
      carry_out(w, now.steps);
      return now;
    });
    if (!planned) co_return planned.error();
  }
  auto waits = co_await store_.read([](store::Reader& r) -> Result<bool> { return is_waited_for(r); });
  if (!waits) co_return waits.error();
  Seen seen{*waits || planned->waits_for_poll, std::nullopt};
  const auto sooner = [&](std::optional<Instant> at) {
    if (at && (!seen.next || *at < *seen.next)) seen.next = at;
  };
  for (const auto& expectation : expectations_) sooner(next_deadline(expectation, now));
  if (planned->waits_for_poll) sooner(now + kLongestPoll);
  if (look.silent_before) sooner(now + (settled_ - clock_.boot()));
  co_return seen;
}

boost::asio::awaitable<void> Watch::run() {
  if (expectations_.empty()) co_return;
  for (;;) {
    const auto looked = clock_.now();
    const auto commits = store_.commits();
    const auto seen = co_await look();
    if (!seen) {
      log_({clock_.now(), LogLevel::error, {}, {}, {}, "what is expected: " + sentence(seen.error())});
      co_await clock_.sleep_until(clock_.boot() + kAfterFailure);
      continue;
    }
    for (auto now = looked;;) {
      const auto most = seen->waits ? kSoon : kAtMost;
      const auto left = seen->next ? std::min<std::chrono::milliseconds>(*seen->next - now, most) : most;
      co_await clock_.sleep_until(clock_.boot() + std::max(left, std::chrono::milliseconds(1)));
      const auto before = std::exchange(now, clock_.now());
      const bool is_time = (seen->next && now >= *seen->next) || schedule::was_set_back(before, now);
      if (is_time || (seen->waits && store_.commits() != commits)) break;
    }
  }
}

}  // namespace calloff::expected
