#include <boost/asio/co_spawn.hpp>
#include <set>

#include "accounts/accounts.hpp"
#include "accounts/transport_loader.hpp"
#include "app/doctor.hpp"
#include "app/threads.hpp"
#include "base/http_date.hpp"
#include "settings/address.hpp"

namespace calloff::app {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kNoticed{30}, kMuch{300};

Diagnosis judge_clock(const std::string& host, Instant theirs, Instant ours) {
  const auto apart = std::chrono::duration_cast<std::chrono::seconds>(theirs - ours);
  const auto size = apart < std::chrono::seconds(0) ? -apart : apart;
  if (size <= kNoticed) return {"clock", Health::ok, host + " has our time", ""};
  return {"clock", size > kMuch ? Health::bad : Health::warn,
          host + " is " + std::to_string(size.count()) + " s " + (apart.count() > 0 ? "ahead of" : "behind") + " us",
          "see that this machine keeps time (timedatectl); days and deadlines hang on it"};
}

/// HEAD of the account's address.
asio::awaitable<Diagnosis> look(transport::Transport& transport, accounts::AccountSetup setup, Clock& clock) {
  const auto url = setup.settings["base_url"];
  const std::string host(settings::host_of(url));
  const std::string check = "customer";
  auto settings = setup.session;
  if (setup.add_secrets)
    if (auto added = setup.add_secrets(settings); !added)
      co_return Diagnosis{check, Health::bad, sentence(added.error()), ""};
  settings.limits.total = std::chrono::seconds(20);
  const auto session = transport.open_session(std::move(settings));
  transport::Request request("HEAD", url, "doctor");
  const auto exchange = co_await session->exchange(std::move(request));
  if (!exchange.response)
    co_return Diagnosis{check, Health::bad, sentence(exchange.response.error()),
                        "see that it can be reached from here"};
  const auto shown = http_date(exchange.response->header("date"));
  if (!shown) co_return Diagnosis{"clock", Health::ok, host + " answers, and does not say its time", ""};
  co_return judge_clock(host, *shown, clock.now());
}

asio::awaitable<void> look_at_each(transport::Transport& transport, const Patient& patient, Clock& clock,
                                   std::vector<Diagnosis>& all) {
  std::set<std::string> seen;
  for (const auto& customer : patient.prepared.configuration.customers)
    for (const auto& account : customer.accounts) {
      auto setup = accounts::setup_of(account, patient.prepared.adapters);
      if (!setup) {
        all.push_back({"customer", Health::bad, sentence(setup.error()), ""});
        continue;
      }
      const auto url = setup->settings["base_url"];
      if (url.empty() || !seen.insert(url).second) continue;
      all.push_back(co_await look(transport, std::move(*setup), clock));
    }
}

}  // namespace

std::vector<Diagnosis> look_at_customers(const Patient& patient, Clock& clock) {
  std::vector<Diagnosis> all;
  Threads threads;
  const auto transport = accounts::load_transport(accounts::transport_path(), threads.wires.get_executor(), clock);
  if (!transport) return all;  // told already
  std::exception_ptr defect;
  asio::co_spawn(threads.io, look_at_each(**transport, patient, clock, all),
                 [&](std::exception_ptr failure) { defect = failure; });
  threads.io.run();
  if (defect) std::rethrow_exception(defect);
  return all;
}

}  // namespace calloff::app
