#include "app/gateway.hpp"

#include "accounts/transport_loader.hpp"
#include "app/open_files.hpp"
#include "app/recorded_run.hpp"
#include "app/task_group.hpp"
#include "present/freshness.hpp"

namespace calloff::app {

namespace {

/// So many polls work on what came, the others wait for customers or for their turn: enough to keep the disk busy, and
/// few enough that the first ask again before the last have their answer.
constexpr std::size_t kWorking = 128;

}  // namespace

Gateway::Gateway(const Prepared& prepared, Clock& clock, LogSink log, Executors on)
    : prepared_(prepared),
      clock_(clock),
      log_(std::move(log)),
      on_(std::move(on)),
      polls_(on_.io, most_connections()),
      working_(on_.io, kWorking) {}

Gateway::~Gateway() = default;

Result<transport::Transport*> Gateway::transport() {
  if (!transport_) {
    auto loaded = accounts::load_transport(accounts::transport_path(), on_.wires, clock_);
    if (!loaded) return loaded.error();
    transport_ = std::move(*loaded);
  }
  return transport_.get();
}

Result<transport::Mailer*> Gateway::mailer() {
  if (!mailer_) {
    auto loaded = accounts::load_mailer(accounts::transport_path());
    if (!loaded) return loaded.error();
    mailer_ = std::move(*loaded);
  }
  return mailer_.get();
}

Result<std::unique_ptr<Gateway>> Gateway::open(const Prepared& prepared, const std::string& data_folder, Clock& clock,
                                               LogSink log, Executors on,
                                               std::shared_ptr<transport::Transport> transport,
                                               const OpenStore& open_store) {
  std::unique_ptr<Gateway> gateway(new Gateway(prepared, clock, std::move(log), std::move(on)));
  gateway->transport_ = std::move(transport);
  auto store = open_store ? open_store(data_folder, clock) : store::Store::open(data_folder, store::Mode::write, clock);
  if (!store) return store.error();
  gateway->store_ = std::move(*store);
  if (auto kept = inbound::keep_mappings(*gateway->store_, prepared.feeds); !kept) return kept.error();
  auto keyring = accounts::Keyring::open(data_folder);
  if (!keyring) return keyring.error();
  gateway->keyring_ = std::make_unique<accounts::Keyring>(std::move(*keyring));
  auto* g = gateway.get();
  gateway->accounts_ = std::make_unique<accounts::Accounts>(
      gateway->on_.io, prepared.configuration, prepared.adapters,
      accounts::Surroundings{*g->store_, clock, *g->keyring_, g->log_, [g] { return g->transport(); }});
  gateway->channels_ =
      std::make_unique<ConfiguredChannels>(prepared.configuration, prepared.adapters, prepared.writers);
  gateway->gate_ = std::make_unique<SessionGate>(prepared.configuration, *g->accounts_, *g->store_, clock);
  gateway->asns_ = std::make_unique<asn::AsnService>(*g->store_, clock, *g->channels_, *g->gate_);
  gateway->carrier_ = notify::make_carrier(clock, {[g] { return g->transport(); }, [g] { return g->mailer(); }});
  return Result<std::unique_ptr<Gateway>>(std::move(gateway));
}

inbound::PollWith Gateway::poll_with() {
  return {*store_,
          clock_,
          on_.cpu,
          log_,
          [this](model::AsnStatus status, std::string document) {
            return asns_->observe(std::move(status), std::move(document));
          },
          &working_};
}

Task<void> Gateway::recover() {
  auto asns = co_await asns_->recover();
  if (!asns) co_return asns.error();
  const auto resumed = co_await inbound::resume_documents(poll_with(), prepared_.feeds);
  if (!resumed) co_return resumed.error();
  if (*resumed > 0)
    log_({clock_.now(),
          LogLevel::info,
          {},
          {},
          {},
          "went on with " + std::to_string(*resumed) + " documents that were archived and not understood yet"});
  co_return Result<void>();
}

Task<store::RunRecord> Gateway::poll(const inbound::PolledFeed& feed, std::optional<Instant> planned,
                                     inbound::Holds holds) {
  auto account = accounts_->find({feed.key.customer, feed.feed.account});
  if (!account) co_return account.error();
  // The lane first: feeds that wait for one slow account must not take the places of others.
  const auto lane = co_await (*account)->enter_poll();
  if (planned && feed.feed.schedule.until_complete) {
    const auto date = feed.feed.calendar.next_workday(local_date(clock_.now(), feed.feed.zone));
    const auto is_complete = co_await is_set_complete(feed.feed, date);
    if (!is_complete) co_return is_complete.error();
    if (*is_complete) co_return Error(Recovery::retry, "schedule/set_complete", {{"date", to_string(date)}});
  }
  const auto place = co_await polls_.enter(accounts::Priority::poll);
  auto run = co_await inbound::poll_feed(poll_with(), **account, feed, planned, holds);
  (*account)->rest();
  co_return run;
}

Task<bool> Gateway::is_set_complete(const settings::Feed& feed, LocalDate date) {
  auto is_complete = co_await store_->read([this, feed, date](store::Reader& reader) -> Result<bool> {
    return present::is_set_complete({reader, prepared_.configuration, clock_.now(), {}}, feed, date);
  });
  co_return is_complete;
}

Task<inbound::ImportRun> Gateway::import_files(const inbound::PolledFeed& feed, std::vector<inbound::ImportFile> files,
                                               model::Actor actor) {
  auto done = co_await inbound::import_files(poll_with(), feed, std::move(files), std::move(actor));
  co_return done;
}

Task<inbound::Accepted> Gateway::accept(std::string document, model::Actor actor, std::string reason) {
  auto done = co_await inbound::accept_document(poll_with(), prepared_.feeds, std::move(document), std::move(actor),
                                                std::move(reason));
  co_return done;
}

Task<std::vector<inbound::LookedAgain>> Gateway::retry(std::string document, model::Actor actor) {
  auto done = co_await inbound::retry_apart(poll_with(), prepared_.feeds, std::move(document), std::move(actor));
  co_return done;
}

Task<inbound::Applied> Gateway::replay(inbound::ReplaySelection selection, model::Actor actor, std::string reason) {
  auto done = co_await inbound::apply_mappings(poll_with(), prepared_.feeds, std::move(selection), std::move(actor),
                                               std::move(reason));
  co_return done;
}

namespace {

boost::asio::awaitable<void> leave(Gateway& gateway, accounts::Account& account) {
  (void)co_await gateway.sign_out(account);
}

}  // namespace

boost::asio::awaitable<void> Gateway::sign_out_everywhere() {
  std::exception_ptr defect;
  TaskGroup leaving(on_.io, [&](const std::string&, std::exception_ptr failure) { defect = failure; });
  for (auto* account : accounts_->used())
    if (account->is_signed_in()) leaving.spawn("sign-out", leave(*this, *account));
  co_await leaving.wait();
  if (defect) std::rethrow_exception(defect);
}

Task<bool> Gateway::sign_out(accounts::Account& account, accounts::Account::Leaving leaving) {
  std::string run;
  // Without a run there is nothing to keep the exchange under; the portal ends the session by itself.
  auto left = co_await account.sign_out(leaving, [&]() -> Task<std::string> {
    auto begun = co_await start_recorded_run(*store_, clock_, account, "sign_out");
    if (begun) run = *begun;
    co_return begun;
  });
  if (!run.empty()) {
    const auto done = left ? Result<void>() : Result<void>(left.error());
    const auto finished = co_await finish_recorded_run(*store_, clock_, run, done);
    if (left && !finished) left = finished.error();
  }
  if (!left) log_({clock_.now(), LogLevel::warning, run, account.name(), {}, "signing out: " + sentence(left.error())});
  co_return left;
}

}  // namespace calloff::app
