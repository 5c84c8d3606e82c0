#include "support/weeks/told_people.hpp"

#include <boost/json.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>

#include "store/tickets.hpp"

namespace calloff::test {

namespace json = boost::json;

Task<notify::Receipt> ToldPeople::carry(settings::NotifyTarget, notify::Message message) {
  try {
    co_await clock_.sleep_until(clock_.boot() + std::chrono::milliseconds(dice_.between(50, 900)));
  } catch (const boost::system::system_error&) {
    co_return Error(Recovery::stopped, "wire/cancelled");
  }
  if (!is_calm_ && dice_.chance(10)) co_return Error(Recovery::retry, "notify/http_status", {{"status", "503"}});
  const bool is_lost = !is_calm_ && dice_.chance(5);
  read(message.json, !is_lost);
  if (is_lost) co_return Error(Recovery::retry, "wire/cut_off", {{"reason", "no answer"}});
  co_return notify::Receipt();
}

void ToldPeople::read(const std::string& text, bool is_answered) {
  const auto message = json::parse(text);
  for (const auto& alert : message.at("alerts").as_array()) {
    const std::string id(alert.at("alert").as_string()), ticket(alert.at("ticket").as_string()),
        news(alert.at("news").as_string());
    const auto fail = [&](const std::string& what) { broken_("told: " + ticket + ", " + id + ": " + what); };
    const auto [known, is_new] = known_.emplace(id, Known::taken);
    if (is_answered) answered_.insert(id);
    if (!is_new) {
      if (known->second == Known::noted) fail(news + " is told again");
      continue;
    }
    if (news == "escalated" && !open_.contains(ticket)) fail("got worse, and was not there");
    if (news == "opened" && !begun_.insert(ticket).second) fail("began twice");
    if (news == "closed")
      open_.erase(ticket);
    else
      open_.insert(ticket);
  }
}

void ToldPeople::noted() {
  for (const auto& id : answered_) known_[id] = Known::noted;
  answered_.clear();
}

void ToldPeople::in_the_end(store::Store& store) {
  const auto open = store.read_now(
      [](store::Reader& reader) -> Result<std::vector<store::Ticket>> { return store::open_tickets(reader); });
  if (!open) throw std::runtime_error("tickets: " + sentence(open.error()));
  std::set<std::string> names;
  for (const auto& ticket : *open) {
    names.insert(store::ticket_name(ticket.id));
    if (!open_.contains(store::ticket_name(ticket.id)))
      broken_("told: nobody knows of " + store::ticket_name(ticket.id) + ": " + sentence(ticket.reason));
  }
  for (const auto& name : open_)
    if (!names.contains(name)) broken_("told: " + name + " is open, and it is not");
}

}  // namespace calloff::test
