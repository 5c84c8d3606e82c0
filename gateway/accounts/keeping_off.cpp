#include "accounts/keeping_off.hpp"

#include "base/dates.hpp"
#include "base/text.hpp"
#include "settings/address.hpp"
#include "store/facts.hpp"
#include "store/tickets.hpp"

namespace calloff::accounts {
namespace {

std::string wait_fact(const std::string& host) { return "wait/" + host; }
std::string proxy_fact(const std::string& proxy) { return "proxy_refused/" + proxy; }
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

Error proxy_refused(const std::string& proxy) {
  return {Recovery::fix_config, "accounts/proxy_refused", {{"proxy", proxy}}};
}

void note_refused(store::Writer& writer, const std::string& proxy, const std::string& mark) {
  store::put_fact(writer, proxy_fact(proxy), mark);
  store::raise_ticket(writer, proxy_ticket(proxy), proxy_refused(proxy));
}

bool forget_refused(store::Writer& writer, const std::string& proxy, const std::string& actor) {
  if (store::fact(writer, proxy_fact(proxy)).value_or("").empty()) return false;
  store::put_fact(writer, proxy_fact(proxy), "");
  store::close_ticket(writer, proxy_ticket(proxy), actor, "may be asked again");
  return true;
}

bool is_refused(store::Reader& reader, const std::string& proxy, const std::string& mark) {
  return store::fact(reader, proxy_fact(proxy)) == mark;
}

}  // namespace calloff::accounts
