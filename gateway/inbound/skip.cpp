#include "inbound/skip.hpp"

#include "store/states.hpp"

namespace calloff::inbound {

Task<store::RunRecord> skip_poll(store::Store& store, Instant now, std::string adapter, std::string account,
                                 store::FeedKey feed, std::optional<Instant> planned, Error reason) {
  store::RunRecord run;
  run.adapter = std::move(adapter);
  run.customer = feed.customer;
  run.plant = feed.plant;
  run.feed = feed.feed;
  run.account = std::move(account);
  run.planned = planned;
  run.started = now;
  run.ended = now;
  run.outcome = store::RunOutcome::blocked;
  reason.where.customer = feed.customer;
  reason.where.plant = feed.plant;
  reason.where.feed = feed.feed;
  run.cause = std::move(reason);
  auto job = [run, feed](store::Writer& writer) mutable -> Result<store::RunRecord> {
    auto state = store::feed_state(writer, feed);
    if (state.hold) return store::held(state);
    run.id = store::start_run(writer, run);
    state.last_started = run.started;
    state.last_run = run.id;
    store::put_feed_state(writer, state);
    if (auto finished = store::finish_run(writer, run); !finished) return finished.error();
    return run;
  };
  auto written = co_await store.write("run.skipped", std::move(job));
  co_return written;
}

}  // namespace calloff::inbound
