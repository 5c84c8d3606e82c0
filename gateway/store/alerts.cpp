#include "store/alerts.hpp"

#include <array>

#include "store/columns.hpp"

namespace calloff::store {
namespace {

constexpr std::array<std::string_view, 5> kWhat{"opened", "reopened", "escalated", "closed", "overdue"};

TicketNews::What what_from(std::string_view word) {
  for (std::size_t i = 0; i < kWhat.size(); ++i)
    if (kWhat[i] == word) return TicketNews::What(i);
  throw std::logic_error("what an alert tells");
}

AlertTarget target_of(const Row& row) {
  AlertTarget target;
  target.target = row.text(0);
  target.known_to = row.integer(1);
  target.failures = row.integer(2);
  target.next_try = maybe_of(row, 3, instant_of);
  target.last_told = maybe_of(row, 4, instant_of);
  return target;
}

Alert alert_of(const Row& row) {
  return {row.integer(0), row.integer(1), what_from(row.text(2)), instant_of(row.integer(3))};
}

}  // namespace

std::string_view to_string(TicketNews::What what) { return kWhat.at(std::size_t(what)); }

std::optional<AlertTarget> alert_target(Reader& reader, std::string_view target) {
  const auto rows = reader.session().query(
      "select target, known_to, failures, next_try, last_told from alert_target where target = $1",
      {std::string(target)});
  return rows.empty() ? std::nullopt : std::optional(target_of(rows[0]));
}

std::vector<AlertTarget> alert_targets(Reader& reader) {
  std::vector<AlertTarget> targets;
  for (const auto& row : reader.session().query(
           "select target, known_to, failures, next_try, last_told from alert_target order by target"))
    targets.push_back(target_of(row));
  return targets;
}

void put_alert_target(Writer& writer, const AlertTarget& target) {
  writer.session().execute(
      "insert into alert_target (target, known_to, failures, next_try, last_told) values ($1, $2, $3, $4, $5) "
      "on conflict (target) do update set known_to = excluded.known_to, failures = excluded.failures, "
      "next_try = excluded.next_try, last_told = excluded.last_told",
      {target.target, target.known_to, target.failures, maybe(target.next_try), maybe(target.last_told)});
}

void forget_alert_target(Writer& writer, std::string_view target) {
  writer.session().execute("delete from alert where target = $1", {std::string(target)});
  writer.session().execute("delete from alert_target where target = $1", {std::string(target)});
}

void put_alert(Writer& writer, std::string_view target, const Alert& alert) {
  writer.session().execute(
      "insert into alert (target, event, ticket, what, at) values ($1, $2, $3, $4, $5) "
      "on conflict (target, event) do nothing",
      {std::string(target), alert.event, alert.ticket, std::string(to_string(alert.what)), column_of(alert.at)});
}

std::vector<Alert> waiting_alerts(Reader& reader, std::string_view target) {
  std::vector<Alert> alerts;
  for (const auto& row : reader.session().query(
           "select event, ticket, what, at from alert where target = $1 and told is null order by event",
           {std::string(target)}))
    alerts.push_back(alert_of(row));
  return alerts;
}

void mark_told(Writer& writer, std::string_view target, const std::vector<std::int64_t>& events) {
  for (const auto event : events)
    writer.session().execute("update alert set told = $3 where target = $1 and event = $2",
                             {std::string(target), event, column_of(writer.now())});
}

std::optional<Alert> last_alert(Reader& reader, std::string_view target, std::int64_t ticket) {
  const auto rows = reader.session().query(
      "select event, ticket, what, at from alert where target = $1 and ticket = $2 order by event desc limit 1",
      {std::string(target), ticket});
  return rows.empty() ? std::nullopt : std::optional(alert_of(rows[0]));
}

}  // namespace calloff::store
