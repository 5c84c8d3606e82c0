#include "app/keeping.hpp"

#include <set>

#include "base/dates.hpp"
#include "store/tickets.hpp"

namespace calloff::app {
namespace {

constexpr std::chrono::hours kLookAgain{1};
constexpr std::chrono::seconds kPingLimit{20};
constexpr std::size_t kAnswerBytes = 1u << 20;
constexpr std::string_view kDeadManTicket = "dead_man";
const std::string kTlsTickets = "tls_exception/";

struct Told {
  std::string ticket;
  Error reason;
};

/// What there is to tell of every exception in the configuration.
std::vector<Told> exceptions_of(const settings::Configuration& configuration, Instant now) {
  std::vector<Told> all;
  for (const auto& customer : configuration.customers)
    for (const auto& account : customer.accounts) {
      const auto& exception = account.way_out.tls_exception;
      if (!exception) continue;
      const auto name = account.customer + "/" + account.name;
      const bool is_over = now >= settings::end_of(*exception, account.zone);
      Error reason(Recovery::ask_person, is_over ? "accounts/tls_exception_over" : "accounts/tls_exception",
                   {{"account", name}, {"until", to_string(exception->until)}, {"reason", exception->reason}});
      reason.where.customer = account.customer;
      reason.where.position = account.name;
      all.push_back({kTlsTickets + name, std::move(reason)});
    }
  return all;
}

Result<void> tell_exceptions(store::Writer& writer, const std::vector<Told>& all) {
  std::set<std::string> standing;
  for (const auto& [ticket, reason] : all) {
    standing.insert(ticket);
    const auto known = store::ticket_of(writer, ticket);
    // Told once, not every hour; one that a person resolved is not opened again for the same.
    if (known && known->reason.code == reason.code) continue;
    store::raise_ticket(writer, ticket, reason);
  }
  for (const auto& open : store::open_tickets_below(writer, kTlsTickets))
    if (!standing.contains(open.dedup_key)) store::close_ticket(writer, open.dedup_key, "gateway", "not configured");
  return {};
}

/// One GET. errors: wire/..., secrets/...; fix_config dead_man/bad_url (name); retry dead_man/status (status)
Task<void> ping(Gateway& gateway, settings::DeadManSettings monitor) {
  const auto url = settings::address_of(monitor);
  if (!url) co_return url.error();
  const auto transport = gateway.transport();
  if (!transport) co_return transport.error();
  transport::SessionSettings settings;
  settings.account = "dead_man";
  settings.ca_file = monitor.ca_file;
  settings.limits.total = kPingLimit;
  settings.limits.body_bytes = kAnswerBytes;
  const auto session = (*transport)->open_session(std::move(settings));
  transport::Request request("GET", *url, "ping");
  request.headers = {{"User-Agent", "calloff"}};
  if (settings::is_environment_reference(monitor.url)) request.secrets.push_back(*url);
  const auto exchange = co_await session->exchange(std::move(request));
  if (!exchange.response) {
    // That one shows the whole address.
    if (exchange.response.error().code == "wire/bad_url") co_return settings::bad_address(monitor);
    co_return exchange.response.error();
  }
  if (const auto status = exchange.response->status; status < 200 || status >= 300)
    co_return Error(Recovery::retry, "dead_man/status", {{"status", std::to_string(status)}});
  co_return Result<void>();
}

/// over: why there is no trouble, where there is none
Task<void> tell_ping(Gateway& gateway, Result<void> done, std::string over) {
  auto job = [done, over](store::Writer& writer) -> Result<void> {
    if (done)
      store::close_ticket(writer, kDeadManTicket, "gateway", over);
    else
      store::raise_ticket(writer, kDeadManTicket, done.error());
    return {};
  };
  auto written = co_await gateway.store().write("dead_man.told", std::move(job));
  co_return written;
}

void say(Gateway& gateway, LogLevel level, std::string text) {
  gateway.log()({gateway.clock().now(), level, {}, {}, {}, std::move(text)});
}

/// What is told from now on: what was not written is told again after the next ping.
boost::asio::awaitable<std::optional<bool>> tell_heard(Gateway& gateway, Result<void> done,
                                                       std::optional<bool> before) {
  const auto told = co_await tell_ping(gateway, done, "the monitor answers again");
  if (!told) {
    say(gateway, LogLevel::error, sentence(told.error()));
    co_return before;
  }
  if (done) say(gateway, LogLevel::info, "the monitor answers");
  co_return done.has_value();
}

}  // namespace

boost::asio::awaitable<void> watch_tls_exceptions(Gateway& gateway) {
  auto& clock = gateway.clock();
  for (;;) {
    auto job = [all = exceptions_of(gateway.prepared().configuration, clock.now())](store::Writer& writer) {
      return tell_exceptions(writer, all);
    };
    const auto told = co_await gateway.store().write("tls_exceptions.told", std::move(job));
    if (!told) say(gateway, LogLevel::error, sentence(told.error()));
    co_await clock.sleep_until(clock.boot() + kLookAgain);
  }
}

boost::asio::awaitable<void> ping_dead_man(Gateway& gateway, std::function<bool()> is_ready) {
  const auto& monitor = gateway.prepared().configuration.gateway.dead_man;
  if (!monitor) {
    const auto closed = co_await tell_ping(gateway, {}, "not configured");
    if (!closed) say(gateway, LogLevel::error, sentence(closed.error()));
    co_return;
  }
  auto& clock = gateway.clock();
  std::optional<bool> was_heard;  // as it was told
  for (;;) {
    if (is_ready()) {
      const auto done = co_await ping(gateway, *monitor);
      if (!done && done.error().recovery == Recovery::stopped) co_return;
      if (!done) say(gateway, LogLevel::warning, "the monitor was not reached: " + sentence(done.error()));
      if (was_heard != done.has_value()) was_heard = co_await tell_heard(gateway, done, was_heard);
    }
    co_await clock.sleep_until(clock.boot() + monitor->every);
  }
}

}  // namespace calloff::app
