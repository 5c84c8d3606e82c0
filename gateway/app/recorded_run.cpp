#include "app/recorded_run.hpp"

#include "inbound/outcome.hpp"
#include "store/runs.hpp"

namespace calloff::app {

Task<std::string> start_recorded_run(store::Store& store, Clock& clock, const accounts::Account& account,
                                     std::string feed) {
  store::RunRecord run;
  run.adapter = account.setup().module.manifest->name;
  run.adapter_version = account.setup().module.manifest->version;
  run.customer = account.setup().key.customer;
  run.account = account.setup().key.account;
  run.feed = std::move(feed);
  run.started = clock.now();
  auto id = co_await store.write("recorded_run.start",
                                 [run](store::Writer& w) -> Result<std::string> { return store::start_run(w, run); });
  co_return id;
}

Task<void> finish_recorded_run(store::Store& store, Clock& clock, std::string id, Result<void> done) {
  auto written = co_await store.write("recorded_run.finish", [&clock, id, done](store::Writer& w) -> Result<void> {
    auto run = store::find_run(w, id);
    if (!run) return {};
    run->ended = clock.now();
    run->outcome = done ? store::RunOutcome::ok : inbound::outcome_of(done.error());
    run->requests = std::int64_t(store::wire_rows(w, id).size());
    if (!done) run->cause = done.error();
    return store::finish_run(w, *run);
  });
  co_return written;
}

}  // namespace calloff::app
