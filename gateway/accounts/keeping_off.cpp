#include "accounts/keeping_off.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include "base/dates.hpp"
#include "base/text.hpp"
#include "settings/address.hpp"
#include "store/facts.hpp"
#include "store/steward.hpp"
#include "store/tickets.hpp"

namespace calloff::accounts {
namespace {

std::string wait_fact(const std::string& host) { return "wait/" + host; }
std::string proxy_fact(const std::string& proxy) { return "proxy_refused/" + proxy; }
constexpr char kBetween = '\x1f';

/// The marks that a proxy refused, by the account that showed them.
using Refused = std::map<std::string, std::string>;

/// As it is kept: a line for each account.
Refused refused_by(store::Reader& reader, const std::string& proxy) {
  Refused refused;
  std::istringstream lines(store::fact(reader, proxy_fact(proxy)).value_or(""));
  for (std::string line; std::getline(lines, line);)
    if (const auto at = line.find(kBetween); at != line.npos) refused[line.substr(0, at)] = line.substr(at + 1);
  return refused;
}

void keep(store::Writer& writer, const std::string& proxy, const Refused& refused) {
  std::string text;
  for (const auto& [account, mark] : refused) text += account + kBetween + mark + '\n';
  store::put_fact(writer, proxy_fact(proxy), text);
}

std::string proxy_ticket(const std::string& proxy) { return "proxy/" + proxy; }

}  // namespace

std::string host_name(std::string_view url) {
  auto host = settings::host_of(url);
  if (const auto port = host.rfind(':'); port != host.npos && host.find(']', port) == host.npos)
    host = host.substr(0, port);
  return lower(host);
}

void note_wait(store::Writer& writer, const std::string& host, Instant until, Instant now) {
  until = std::min(until, now + kLongestWait);
  if (const auto known = wait_of(writer, host, now); known && *known >= until) return;
  store::put_fact(writer, wait_fact(host), to_string(until));
}

std::optional<Instant> wait_of(store::Reader& reader, const std::string& host, Instant now) {
  const auto text = store::fact(reader, wait_fact(host));
  if (!text) return std::nullopt;
  const auto until = parse_instant(*text);
  if (!until || now >= *until || *until > now + kLongestWait + std::chrono::minutes(1)) return std::nullopt;
  return *until;
}

Error asked_to_wait(const std::string& host, Instant until) {
  return {Recovery::retry, "accounts/asked_to_wait", {{"host", host}, {"until", to_string(until)}}};
}

Result<void> check_not_kept_off(store::Reader& reader, const store::AccountKey& account, const std::string& host,
                                Instant now) {
  if (const auto yield = store::account_yield(reader, account); yield && yield->is_in_force(now))
    return store::yielded(*yield);
  if (const auto until = host.empty() ? std::nullopt : wait_of(reader, host, now)) return asked_to_wait(host, *until);
  return {};
}

ShownProxy shown_to(const transport::Proxy& proxy, const Keyring& keyring) {
  return {std::string(settings::host_of(proxy.url)), keyring.mark(proxy.user + '\x1f' + proxy.password)};
}

Error proxy_refused(const std::string& proxy) {
  return {Recovery::fix_config, "accounts/proxy_refused", {{"proxy", proxy}}};
}

void note_refused(store::Writer& writer, const std::string& proxy, const std::string& account,
                  const std::string& mark) {
  auto refused = refused_by(writer, proxy);
  refused[account] = mark;
  keep(writer, proxy, refused);
  store::raise_ticket(writer, proxy_ticket(proxy), proxy_refused(proxy));
}

void forget_refused(store::Writer& writer, const std::string& proxy, const std::string& account,
                    const std::string& mark) {
  auto refused = refused_by(writer, proxy);
  if (std::erase_if(refused, [&](const auto& one) { return one.first == account || one.second == mark; }) == 0) return;
  keep(writer, proxy, refused);
  if (refused.empty()) store::close_ticket(writer, proxy_ticket(proxy), "gateway", "takes what it is shown");
}

bool forget_all_refused(store::Writer& writer, const std::string& proxy, const std::string& actor) {
  if (refused_by(writer, proxy).empty()) return false;
  keep(writer, proxy, {});
  store::close_ticket(writer, proxy_ticket(proxy), actor, "may be asked again");
  return true;
}

bool is_refused(store::Reader& reader, const std::string& proxy, const std::string& mark) {
  return std::ranges::any_of(refused_by(reader, proxy), [&](const auto& one) { return one.second == mark; });
}

}  // namespace calloff::accounts
