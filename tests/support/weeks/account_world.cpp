#include "support/weeks/account_world.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>

#include "accounts/login_budget.hpp"
#include "simulator/china_time.hpp"
#include "support/portal/simulated_wire.hpp"
#include "transport/record/wire_error.hpp"

namespace calloff::test {
namespace {

simulator::Settings settings_of(const std::string& site, std::uint64_t seed, Instant start, int sheets_a_day) {
  simulator::Settings settings;
  settings.seed = seed;
  settings.start = start;
  settings.sheets_a_day = sheets_a_day;
  settings.sites = {site};
  return settings;
}

/// Between the moment that counts for us and that at which the portal has answered.
constexpr auto kLogInTakes = std::chrono::minutes(3);

/// As the gateway calls the entry.
std::string name_of(const simulator::Release& release) {
  return release.number + "/" + std::to_string(release.version);
}

/// What stands between every `before` of the page and the next `end`: `showDetail('9000001');`
std::set<std::string> ids_in(const std::string& page, const std::string& before, char end) {
  std::set<std::string> ids;
  for (auto at = page.find(before); at != page.npos; at = page.find(before, at)) {
    at += before.size();
    ids.insert(page.substr(at, page.find(end, at) - at));
  }
  return ids;
}

class WeeksSession final : public transport::Session {
 public:
  WeeksSession(AccountWorld& world, VirtualClock& clock, Life& life)
      : world_(world), clock_(clock), life_(life), wire_(world.portals(), clock) {
    world_.note_session(+1);
    wire_.before_each([this](std::size_t, const transport::Request&) { return handshake(); });
  }

  ~WeeksSession() override { world_.note_session(-1); }

  boost::asio::awaitable<transport::Exchange> exchange(transport::Request request) override {
    if (life_.is_over()) throw Gone{};
    const bool is_faulty = world_.is_faulty();
    const auto url = request.url;
    try {
      co_await clock_.sleep_until(clock_.boot() + std::chrono::milliseconds(world_.dice().between(40, 900)));
      auto exchange = co_await wire_.exchange(std::move(request));
      ++world_.requests;
      world_.note_log_ins(clock_.now());
      if (exchange.response) {
        world_.bytes += exchange.response->body.size();
        world_.note_list(url, exchange.response->body, clock_.now(), is_faulty || world_.is_faulty());
      }
      if (life_.is_over()) throw Gone{};
      co_return exchange;
    } catch (const boost::system::system_error&) {
    }
    co_return transport::Exchange{transport::wire_error("wire/cancelled", {{"host", "portal.example"}}),
                                  transport::Departure::perhaps};
  }
  std::vector<std::string> cookies() const override { return wire_.cookies(); }
  void restore_cookies(std::vector<std::string> lines) override { wire_.restore_cookies(std::move(lines)); }
  void forget_cookies() override { wire_.forget_cookies(); }
  void allow_writes(bool allowed) override { wire_.allow_writes(allowed); }
  void record_to(transport::Recorder recorder) override { wire_.record_to(std::move(recorder)); }

 private:
  /// In memory nothing is encrypted: a certificate that is not good is met before the request.
  Misfortune handshake() {
    const auto shaken = world_.portals().faults().handshake();
    return shaken == simulator::Handshake::good ? Misfortune::none : Misfortune::untrusted;
  }

  AccountWorld& world_;
  VirtualClock& clock_;
  Life& life_;
  SimulatedWire wire_;
};

}  // namespace

AccountWorld::AccountWorld(std::string account, std::string site, std::uint64_t seed, Instant start, int sheets_a_day)
    : account_(std::move(account)),
      site_(std::move(site)),
      dice_(seed, "world/" + account_),
      portals_(settings_of(site_, seed, start, sheets_a_day)) {}

void AccountWorld::roll_faults(int percent) {
  if (dice_.chance(60)) end_faults();
  if (!dice_.chance(percent)) return;
  const auto known = simulator::known_faults();
  const auto& kind = known[std::size_t(dice_.between(0, int(known.size()) - 1))];
  simulator::ArmedFault fault;
  fault.kind = &kind;
  fault.steps = kind.steps;
  fault.times = dice_.chance(20) ? 0 : dice_.between(1, 3);
  fault.delay = std::chrono::seconds(dice_.between(5, 90));
  faults_.insert(std::string(kind.name));
  portals_.faults().arm(fault);
}

void AccountWorld::note_list(const std::string& url, const std::string& body, Instant at, bool disturbed) {
  if (disturbed) {
    for (const auto* kind : {"daily", "weekly", "orders"}) shown_[kind].is_disturbed = true;
    return;
  }
  const auto is_of = [&](const char* path) { return url.find(path) != url.npos; };
  auto* portal = portals_.eschedule(site_);
  if (portal && is_of("/pus_/pusSearch.do"))
    for (const auto& id : ids_in(body, "javascript:showDetail('", '\''))
      if (const auto* sheet = portal->sheets().find(id, at)) shown_["daily"].entries.insert(sheet->number);
  if (portal && is_of("/wdf/wdfSearch.do"))
    for (const auto& id : ids_in(body, "javascript:showWdf('", '\''))
      if (const auto* release = portal->releases().find(id, at)) shown_["weekly"].entries.insert(name_of(*release));
  if (!portal && is_of("/order/orderQuery.do"))
    for (const auto& number : ids_in(body, "orderLine.do?method=list&amp;orderNo=", '"'))
      if (portals_.omx().orders().find(number, at)) shown_["orders"].entries.insert(number);
}

/// No closer than the gap, but for a few a day out of the reserve. What a process begun before it died counts too.
void AccountWorld::note_log_ins(Instant at) {
  const accounts::LoginRules rules;
  for (const auto now = attempts(); attempts_ < now; ++attempts_) {
    const bool is_early = last_log_in_ && at - *last_log_in_ < rules.min_gap - kLogInTakes;
    last_log_in_ = at;
    if (is_early && ++early_log_ins_[simulator::china_date(at)] == rules.reserve_per_day + 1)
      excesses_.push_back(account_ + " logs in more often than its budget allows");
  }
}

void AccountWorld::note_session(int change) {
  sessions_ += change;
  if (sessions_ > 1) excesses_.push_back(account_ + " has " + std::to_string(sessions_) + " sessions at a time");
}

std::optional<std::set<std::string>> AccountWorld::take_shown(const std::string& kind) {
  auto shown = std::exchange(shown_[kind], {});
  if (shown.is_disturbed) return std::nullopt;
  return std::move(shown.entries);
}

std::set<std::string> AccountWorld::listed(const std::string& kind, Instant at) {
  std::set<std::string> names;
  auto* portal = portals_.eschedule(site_);
  if (portal && kind == "daily")
    for (const auto* sheet : portal->sheets().listed(at)) names.insert(sheet->number);
  if (portal && kind == "weekly")
    for (const auto* release : portal->releases().listed(at)) names.insert(name_of(*release));
  return names;
}

std::unique_ptr<transport::Session> WeeksTransport::open_session(transport::SessionSettings settings) {
  for (auto& world : worlds_)
    if (world->account() == settings.account) return std::make_unique<WeeksSession>(*world, clock_, life_);
  throw std::runtime_error("no world for the account " + settings.account);
}

}  // namespace calloff::test
