#include "app/asn_ports.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include "app/recorded_run.hpp"
#include "asn/customer_rules.hpp"
#include "formats/form/urlencoded.hpp"
#include "mapping/write_form.hpp"

namespace calloff::app {
namespace {

namespace asio = boost::asio;

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
  auto run = co_await start_recorded_run(store_, clock_, **account,
                                         purpose == asn::Purpose::submit ? "asn_submit" : "asn_look_up");
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
  Result<void> done;
  try {
    done = co_await (*account)->operate(std::move(operation));
  } catch (const boost::system::system_error& error) {
    if (error.code() != asio::error::operation_aborted) throw;
    done = Error(Recovery::stopped, "run/stopped");
  }
  // How the run ended is written also when we were told to stop; the caller's next step is what is cancelled then.
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  auto finished = co_await finish_recorded_run(store_, clock_, *run, done);
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (done && !finished) co_return finished.error();
  co_return done;
}

}  // namespace calloff::app
