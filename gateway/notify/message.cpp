#include "notify/message.hpp"

#include <algorithm>

#include "base/dates.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "present/ticket_view.hpp"

namespace calloff::notify {
namespace {

using present::Value;
using store::TicketNews;
using Args = std::vector<std::pair<std::string, std::string>>;

/// Everything that a fact's words depend on.
struct Telling {
  const settings::Configuration& configuration;
  Language language;
  Instant now;

  std::string say(std::string code, Args args = {}) const {
    return sentence({Recovery::ask_person, std::move(code), std::move(args)}, language);
  }
  std::string at(Instant instant, const Where& where) const {
    return to_zoned_string(instant, present::zone_of(configuration, where));
  }
};

Telling telling(const settings::Configuration& configuration, const settings::NotifyTarget& target, Instant now) {
  return {configuration, target.language == "zh" ? Language::zh : Language::en, now};
}

/// `sgm JQ daily`; empty where it belongs to no customer
std::string place_of(const Where& where) {
  std::string text;
  for (const auto* part : {&where.customer, &where.plant, &where.feed})
    if (!part->empty()) text += (text.empty() ? "" : " ") + *part;
  return text;
}

/// What happened, without the place.
std::string what_of(const Telling& telling, const store::Ticket& ticket) {
  auto reason = ticket.reason;
  reason.where = {};
  return printable(sentence(reason, telling.language));
}

std::string news_words(const Telling& telling, const Fact& fact) {
  switch (fact.what) {
    case TicketNews::What::opened:
      return telling.say("notify/opened");
    case TicketNews::What::reopened:
      return telling.say("notify/reopened");
    case TicketNews::What::escalated:
      return telling.say("notify/escalated");
    case TicketNews::What::overdue:
      return telling.say("notify/overdue", {{"times", std::to_string(fact.reminders)}});
    case TicketNews::What::closed:
      break;
  }
  return telling.say("notify/closed");
}

std::string severity_words(const Telling& telling, store::Severity severity) {
  switch (severity) {
    case store::Severity::info:
      return telling.say("notify/info");
    case store::Severity::warn:
      return telling.say("notify/warn");
    case store::Severity::error:
      return telling.say("notify/error");
    case store::Severity::critical:
      break;
  }
  return telling.say("notify/critical");
}

/// `critical: new: sgm JQ daily: the customer rejected ...`
std::string headline(const Telling& telling, const Fact& fact) {
  const auto place = place_of(fact.ticket.reason.where);
  auto text = severity_words(telling, fact.ticket.severity) + ": " + news_words(telling, fact) + ": ";
  if (!place.empty()) text += place + ": ";
  return text + what_of(telling, fact.ticket);
}

std::string details(const Telling& telling, const Fact& fact) {
  const auto& ticket = fact.ticket;
  const auto& where = ticket.reason.where;
  const auto count = std::to_string(ticket.count);
  auto text = "  " + store::ticket_name(ticket.id) + ", " +
              telling.say("notify/met", {{"since", telling.at(ticket.since, where)}, {"count", count}}) + "\n";
  if (ticket.closed)
    return text + "  " +
           telling.say("notify/over",
                       {{"closed", telling.at(*ticket.closed, where)}, {"by", printable(ticket.closed_by)}}) +
           "\n";
  if (ticket.due) text += "  " + telling.say("notify/due", {{"due", telling.at(*ticket.due, where)}}) + "\n";
  if (!ticket.owner.empty()) text += "  " + telling.say("notify/owner", {{"owner", printable(ticket.owner)}}) + "\n";
  return text;
}

Value json_of(const Telling& telling, const Fact& fact) {
  const auto& ticket = fact.ticket;
  const auto& where = ticket.reason.where;
  const auto at = [&](const std::optional<Instant>& when) { return when ? Value(telling.at(*when, where)) : Value(); };
  auto value = Value::object();
  value.add("alert", fact.id)
      .add("news", store::to_string(fact.what))
      .add("at", telling.at(fact.at, where))
      .add("ticket", store::ticket_name(ticket.id))
      .add("severity", store::to_string(ticket.severity))
      .add("state", store::to_string(ticket.state_at(telling.now)))
      .add("customer", present::text_or_null(where.customer))
      .add("plant", present::text_or_null(where.plant))
      .add("feed", present::text_or_null(where.feed))
      .add("code", ticket.reason.code)
      .add("what", what_of(telling, ticket))
      .add("asn", present::text_or_null(ticket.reason.arg("asn")))
      .add("document", present::text_or_null(where.document.substr(0, where.document.find(' '))))
      .add("run", present::text_or_null(ticket.run))
      .add("owner", present::text_or_null(ticket.owner))
      .add("count", ticket.count)
      .add("reopened", ticket.reopened)
      .add("reminders", fact.reminders)
      .add("since", at(ticket.since))
      .add("last_seen", at(ticket.last_seen))
      .add("due", at(ticket.due))
      .add("resolved", at(ticket.closed))
      .add("resolved_by", present::text_or_null(ticket.closed_by))
      .add("resolved_why", present::text_or_null(ticket.closed_why));
  return value;
}

Message finished(const settings::NotifyTarget& target, Message message, bool is_test, Value alerts) {
  auto body = Value::object();
  body.add("message", message.id)
      .add("target", target.name)
      .add("sent", to_string(message.sent))
      .add("test", is_test)
      .add("subject", message.subject)
      .add("text", message.text)
      .add("alerts", std::move(alerts));
  message.json = present::to_json(body);
  return message;
}

}  // namespace

Message compose(const settings::Configuration& configuration, const settings::NotifyTarget& target,
                const std::vector<Fact>& facts, Instant now) {
  const auto words = telling(configuration, target, now);
  Message message;
  message.sent = now;
  std::string ids;
  auto worst = store::Severity::info;
  auto alerts = Value::list();
  for (const auto& fact : facts) {
    ids += fact.id + " ";
    worst = std::max(worst, fact.ticket.severity);
    message.text += headline(words, fact) + "\n" + details(words, fact) + "\n";
    alerts.items.push_back(json_of(words, fact));
  }
  message.text += words.say("notify/more") + "\n";
  message.id = content_id("N-", {target.name, ids});
  message.subject = facts.size() == 1 ? headline(words, facts.front())
                                      : words.say("notify/several", {{"count", std::to_string(facts.size())},
                                                                     {"severity", severity_words(words, worst)}});
  return finished(target, std::move(message), false, std::move(alerts));
}

Message test_message(const settings::Configuration& configuration, const settings::NotifyTarget& target,
                     const std::string& actor, Instant now) {
  const auto words = telling(configuration, target, now);
  Message message;
  message.sent = now;
  message.id = content_id("N-", {target.name, "test", to_string(now)});
  message.subject = words.say("notify/test_subject");
  message.text = words.say("notify/test", {{"target", target.name}, {"actor", printable(actor)}}) + "\n";
  return finished(target, std::move(message), true, Value::list());
}

}  // namespace calloff::notify
