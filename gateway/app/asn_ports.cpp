#include "app/asn_ports.hpp"

#include "asn/customer_rules.hpp"
#include "formats/form/urlencoded.hpp"
#include "inbound/outcome.hpp"
#include "mapping/write_form.hpp"
#include "store/runs.hpp"

namespace calloff::app {
namespace {

Error unknown_customer(std::string_view customer) {
  return Error(Recovery::fix_config, "asn/customer_unknown", {{"customer", std::string(customer)}});
}

asn::Encoder form_encoder(std::shared_ptr<const mapping::Plan> plan) {
  return [plan](const model::ShipNotice& notice) -> Result<asn::Encoded> {
    const auto pairs = mapping::write_form(*plan, notice);
    if (!pairs) return pairs.error();
    auto bytes = formats::encode_form(*pairs, "UTF-8");
    if (!bytes) return bytes.error();
    return asn::Encoded{"application/x-www-form-urlencoded", std::move(*bytes)};
  };
}

Task<std::string> start_run(store::Store& store, Clock& clock, const accounts::Account& account, asn::Purpose purpose) {
  store::RunRecord run;
  run.adapter = account.setup().module.manifest->name;
  run.adapter_version = account.setup().module.manifest->version;
  run.customer = account.setup().key.customer;
  run.account = account.setup().key.account;
  run.feed = purpose == asn::Purpose::submit ? "asn_submit" : "asn_look_up";
  run.started = clock.now();
  auto id = co_await store.write("asn.run_start",
                                 [run](store::Writer& w) -> Result<std::string> { return store::start_run(w, run); });
  co_return id;
}

Task<void> finish_run(store::Store& store, Clock& clock, std::string id, Result<void> done) {
  auto written = co_await store.write("asn.run_finish", [&clock, id, done](store::Writer& w) -> Result<void> {
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

}  // namespace

Result<asn::Channel> ConfiguredChannels::channel(std::string_view name) const {
  const auto* customer = configuration_.find_customer(name);
  if (!customer || !customer->asn) return unknown_customer(name);
  const auto* account = customer->find_account(customer->asn->account);
  const auto* module = account ? adapters_.find(account->adapter) : nullptr;
  const auto writer = writers_.find(customer->customer);
  if (!module || writer == writers_.end() || !writer->second) return unknown_customer(name);
  auto rules = asn::read_customer_rules(customer->asn->rules);
  if (!rules) return rules.error();
  asn::Channel channel;
  channel.rules = std::move(*rules);
  channel.zone = account->zone;
  channel.resend = module->manifest->resend_class;
  channel.settle = std::chrono::seconds(module->manifest->settle_seconds);
  channel.encode = form_encoder(writer->second);
  return channel;
}

Task<void> SessionGate::with_session(std::string customer, asn::Purpose purpose, asn::SessionWork work) {
  const auto* settings = configuration_.find_customer(customer);
  if (!settings || !settings->asn) co_return unknown_customer(customer);
  auto account = accounts_.find({customer, settings->asn->account});
  if (!account) co_return account.error();
  auto run = co_await start_run(store_, clock_, **account, purpose);
  if (!run) co_return run.error();
  accounts::Operation operation;
  operation.run = *run;
  operation.priority = purpose == asn::Purpose::submit ? accounts::Priority::submit : accounts::Priority::look_up;
  operation.reason = accounts::LoginReason::submit;
  operation.body = [&work](adapter_api::Adapter& adapter, adapter_api::Run& lent,
                           transport::Session& session) -> Task<void> {
    auto done = co_await work(asn::Lent{adapter, lent, session});
    co_return done;
  };
  auto done = co_await (*account)->operate(std::move(operation));
  auto finished = co_await finish_run(store_, clock_, *run, done);
  if (done && !finished) co_return finished.error();
  co_return done;
}

}  // namespace calloff::app
