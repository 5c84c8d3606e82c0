#include "notify/routing.hpp"

#include <algorithm>

#include "base/dates.hpp"

namespace calloff::notify {

using store::TicketNews;

std::string ticket_about(std::string_view target) { return "notify/" + std::string(target); }
std::string ticket_about_addresses(std::string_view target) { return "notify_address/" + std::string(target); }

store::Severity severity_of(const TicketNews& news, const store::Ticket& ticket) {
  const auto then = store::severity_of(news.reason.code);
  const bool is_as_it_was = news.what == TicketNews::What::closed || news.what == TicketNews::What::reopened;
  return is_as_it_was ? std::max(then, ticket.severity) : then;
}

bool concerns(const settings::NotifyTarget& target, const TicketNews& news, const store::Ticket& ticket,
              const std::optional<store::Alert>& heard) {
  if (ticket.dedup_key == ticket_about(target.name)) return false;
  if (news.what == TicketNews::What::closed)
    return target.tells_closing && heard && heard->what != TicketNews::What::closed;
  const auto& customer = news.reason.where.customer;
  const bool is_theirs = target.customers.empty() || customer.empty() ||
                         std::ranges::find(target.customers, customer) != target.customers.end();
  const auto least = store::severity_from(target.severity).value_or(store::Severity::warn);
  return is_theirs && severity_of(news, ticket) >= least;
}

Instant due_of(const settings::NotifyTarget& target, store::Severity severity, Instant at) {
  const auto& quiet = target.quiet;
  if (!quiet || (severity == store::Severity::critical && quiet->critical_passes)) return at;
  auto local = local_time(at, quiet->zone);
  const auto now = local.of_day;
  const bool is_over_midnight = quiet->to < quiet->from;
  const bool is_quiet =
      is_over_midnight ? now >= quiet->from || now < quiet->to : now >= quiet->from && now < quiet->to;
  if (!is_quiet) return at;
  if (is_over_midnight && now >= quiet->from) local.date = add_days(local.date, 1);
  local.of_day = quiet->to;
  // Where clocks change the end may lie behind us; then it is over.
  return std::max(at, to_instant(local, quiet->zone));
}

std::chrono::milliseconds pause_after(std::int64_t failures) {
  constexpr std::chrono::milliseconds kFirst = std::chrono::seconds(30), kLongest = std::chrono::minutes(30);
  const auto doublings = std::clamp<std::int64_t>(failures - 1, 0, 10);
  return std::min(kFirst * (1 << doublings), kLongest);
}

}  // namespace calloff::notify
