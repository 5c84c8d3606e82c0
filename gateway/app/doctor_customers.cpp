#include <boost/asio/co_spawn.hpp>
#include <filesystem>
#include <map>
#include <set>

#include "accounts/accounts.hpp"
#include "accounts/keeping_off.hpp"
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

/// One round of questions, and what keeps us from asking.
struct Round {
  transport::Transport& transport;
  const Patient& patient;
  Clock& clock;
  std::unique_ptr<store::Store> store = nullptr;            ///< none: nothing was asked from here before
  std::optional<accounts::Keyring> keyring = std::nullopt;  ///< none: no credentials were marked
  std::map<std::string, std::shared_ptr<transport::HostPace>> paces = {};
  std::set<std::string> asked = {};     ///< addresses
  std::set<std::string> refusing = {};  ///< proxies with what they refused in this round
};

std::string shown_with(const transport::Proxy& proxy) {
  return proxy.url + '\x1f' + proxy.user + '\x1f' + proxy.password;
}

/// errors: retry accounts/yielded, accounts/asked_to_wait; fix_config accounts/proxy_refused; store/...
Result<void> check_may_ask(const Round& round, const accounts::AccountSetup& setup,
                           const transport::SessionSettings& session) {
  const auto& proxy = session.proxy;
  const auto refusal = accounts::proxy_refused(std::string(settings::host_of(proxy.url)));
  if (!proxy.url.empty() && round.refusing.contains(shown_with(proxy))) return refusal;
  if (!round.store) return {};
  return round.store->read_now([&](store::Reader& reader) -> Result<void> {
    const auto host = accounts::host_name(setup.settings.at("base_url"));
    if (auto free = accounts::check_not_kept_off(reader, setup.key, host, round.clock.now()); !free) return free;
    if (proxy.url.empty() || !round.keyring) return {};
    const auto shown = accounts::shown_to(proxy, *round.keyring);
    return accounts::is_refused(reader, shown.name, shown.mark) ? Result<void>(refusal) : Result<void>();
  });
}

Diagnosis not_asked(const accounts::AccountSetup& setup, const Error& why) {
  const auto health = why.recovery == Recovery::retry ? Health::warn : Health::bad;
  return {"customer", health, setup.key.customer + "/" + setup.key.account + " was not asked: " + sentence(why), ""};
}

/// HEAD of the account's address.
asio::awaitable<Diagnosis> look(Round& round, accounts::AccountSetup setup) {
  const auto url = setup.settings["base_url"];
  const std::string host(settings::host_of(url));
  const std::string check = "customer";
  auto settings = setup.session;
  if (setup.add_secrets)
    if (auto added = setup.add_secrets(settings); !added)
      co_return Diagnosis{check, Health::bad, sentence(added.error()), ""};
  if (const auto may = check_may_ask(round, setup, settings); !may) co_return not_asked(setup, may.error());
  round.asked.insert(url);
  settings.limits.total = std::chrono::seconds(20);
  if (const auto pace = round.paces.find(accounts::host_name(url)); pace != round.paces.end())
    settings.host = pace->second;
  const auto shown_before = shown_with(settings.proxy);
  const auto session = round.transport.open_session(std::move(settings));
  transport::Request request("HEAD", url, "doctor");
  const auto exchange = co_await session->exchange(std::move(request));
  if (!exchange.response) {
    if (exchange.response.error().code == "wire/proxy_password") round.refusing.insert(shown_before);
    co_return Diagnosis{check, Health::bad, sentence(exchange.response.error()),
                        "see that it can be reached from here"};
  }
  const auto shown = http_date(exchange.response->header("date"));
  if (!shown) co_return Diagnosis{"clock", Health::ok, host + " answers, and does not say its time", ""};
  co_return judge_clock(host, *shown, round.clock.now());
}

asio::awaitable<void> look_at_each(Round& round, std::vector<Diagnosis>& all) {
  for (const auto& customer : round.patient.prepared.configuration.customers)
    for (const auto& account : customer.accounts) {
      auto setup = accounts::setup_of(account, round.patient.prepared.adapters);
      if (!setup) {
        all.push_back({"customer", Health::bad, sentence(setup.error()), ""});
        continue;
      }
      const auto url = setup->settings["base_url"];
      if (url.empty() || round.asked.contains(url)) continue;
      all.push_back(co_await look(round, std::move(*setup)));
    }
}

/// What the store knows of whom to leave alone. errors: those of a store or key that cannot be read
Result<void> learn(Round& round) {
  const std::filesystem::path data = round.patient.data;
  auto store = store::Store::open(data, store::Mode::read, round.clock);
  if (!store && store.error().code != "store/not_found") return store.error();
  if (store) round.store = std::move(*store);
  std::error_code absent;
  if (!std::filesystem::exists(data / "key", absent)) return {};
  auto keyring = accounts::Keyring::open(data);
  if (!keyring) return keyring.error();
  round.keyring = std::move(*keyring);
  return {};
}

}  // namespace

std::vector<Diagnosis> look_at_customers(const Patient& patient, Clock& clock) {
  std::vector<Diagnosis> all;
  Threads threads;
  const auto transport = accounts::load_transport(accounts::transport_path(), threads.wires.get_executor(), clock);
  if (!transport) return all;  // told already
  Round round{**transport, patient, clock};
  round.paces = accounts::paces_of(patient.prepared.configuration);
  if (const auto learned = learn(round); !learned)
    return {{"customer", Health::bad, "no customer was asked: " + sentence(learned.error()), ""}};
  std::exception_ptr defect;
  asio::co_spawn(threads.io, look_at_each(round, all), [&](std::exception_ptr failure) { defect = failure; });
  threads.io.run();
  if (defect) std::rethrow_exception(defect);
  return all;
}

}  // namespace calloff::app
