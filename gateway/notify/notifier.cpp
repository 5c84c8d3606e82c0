#include "notify/notifier.hpp"

#include <algorithm>
#include <map>

#include "base/hash.hpp"
#include "notify/routing.hpp"
#include "present/freshness.hpp"
#include "store/event_log.hpp"
#include "store/facts.hpp"

namespace calloff::notify {
namespace {

using settings::NotifyTarget;
using store::Alert;
using store::AlertTarget;
using store::TicketNews;

constexpr std::size_t kNews = 200;
constexpr std::int64_t kEventsUnwritten = 1000;
constexpr std::chrono::milliseconds kPauseAfterFailure{30'000}, kReminders{60'000};

/// Names a fact for those who must not act on it twice. A store that was put back gives out its events' numbers again.
std::string name_of(const Alert& fact, const std::string& timeline) {
  return content_id("E-", {timeline, std::to_string(fact.event)});
}

/// A fact of these news for this target, if it is to hear of it.
void plan_one(store::Writer& writer, const NotifyTarget& target, const TicketNews& news) {
  const auto ticket = store::find_ticket(writer, news.ticket);
  if (!ticket || !concerns(target, news, *ticket, store::last_alert(writer, target.name, news.ticket))) return;
  store::put_alert(writer, target.name, {news.event, news.ticket, news.what, news.at});
}

/// What several facts about one ticket come to that were not told yet: that it is over, else how it began, else that it
/// is overdue.
const Alert& told_of(const std::vector<Alert>& facts) {
  if (facts.back().what == TicketNews::What::closed) return facts.back();
  const auto first = std::ranges::find_if(facts, [](const Alert& fact) {
    return fact.what != TicketNews::What::closed && fact.what != TicketNews::What::overdue;
  });
  return first == facts.end() ? facts.back() : *first;
}

/// Is the target to be told again of this ticket? Only who has heard of it, when nothing about it waits to be told.
bool is_to_be_reminded(store::Reader& reader, const NotifyTarget& target, const store::Ticket& ticket, Instant now) {
  if (!target.reminds || !ticket.is_overdue(now)) return false;
  const auto heard = store::last_alert(reader, target.name, ticket.id);
  if (!heard || heard->what == TicketNews::What::closed) return false;
  const auto last = store::reminders_of(reader, ticket, target.name).last;
  return !last || now - *last >= *target.reminds;
}

/// Tickets of which the target is to be told again.
std::vector<std::int64_t> overdue_tickets(store::Reader& reader, const NotifyTarget& target,
                                          const std::vector<Alert>& waiting, Instant now) {
  std::vector<std::int64_t> overdue;
  for (const auto& ticket : store::open_tickets(reader))
    if (is_to_be_reminded(reader, target, ticket, now) &&
        std::ranges::find(waiting, ticket.id, &Alert::ticket) == waiting.end())
      overdue.push_back(ticket.id);
  return overdue;
}

void plan_reminder(store::Writer& writer, const NotifyTarget& target, std::int64_t id) {
  const auto ticket = store::find_ticket(writer, id);
  const auto now = writer.now();
  if (!ticket || !is_to_be_reminded(writer, target, *ticket, now)) return;
  const auto event = store::log_reminder(writer, *ticket, target.name);
  store::put_alert(writer, target.name, {event, id, TicketNews::What::overdue, now});
}

/// What waits, by ticket, in the order in which the tickets were first heard of.
std::vector<std::vector<Alert>> by_ticket(const std::vector<Alert>& waiting) {
  std::map<std::int64_t, std::vector<Alert>> known;
  std::vector<std::int64_t> order;
  for (const auto& alert : waiting) {
    auto& group = known[alert.ticket];
    if (group.empty()) order.push_back(alert.ticket);
    group.push_back(alert);
  }
  std::vector<std::vector<Alert>> groups;
  groups.reserve(order.size());
  for (const auto ticket : order) groups.push_back(std::move(known[ticket]));
  return groups;
}

/// Is there nothing to tell any more? It is over and its end is not told, or it was taken before a reminder went out.
bool is_needless(const NotifyTarget& target, const Alert& told, const store::Ticket& ticket, Instant now) {
  if (ticket.closed) return !target.tells_closing;
  return told.what == TicketNews::What::overdue && !ticket.is_overdue(now);
}

/// Is it too early to try again? A time further off than any pause is the work of a clock that was set back.
bool is_resting(const AlertTarget& state, Instant now) {
  return state.next_try && *state.next_try > now && *state.next_try - now <= pause_after(state.failures);
}

/// The target did not take its message: it is tried again later, and from the third time on a person is told.
void keep_refusal(store::Writer& writer, AlertTarget state, const std::string& cause) {
  ++state.failures;
  state.next_try = writer.now() + pause_after(state.failures);
  store::put_alert_target(writer, state);
  if (state.failures < kTries) return;
  Where where;
  where.position = state.target;
  const Error reason(Recovery::ask_person, "notify/target_failing",
                     {{"target", state.target}, {"tries", std::to_string(state.failures)}, {"cause", cause}}, where);
  store::raise_ticket(writer, ticket_about(state.target), reason);
}

void keep_success(store::Writer& writer, AlertTarget state, const std::vector<std::int64_t>& events) {
  store::mark_told(writer, state.target, events);
  if (state.failures > 0) store::close_ticket(writer, ticket_about(state.target), "gateway", "a message was taken");
  state.failures = 0;
  state.next_try.reset();
  state.last_told = writer.now();
  store::put_alert_target(writer, state);
}

/// One address that is refused silences nobody else; a person hears of it until all are taken again.
void keep_addresses(store::Writer& writer, const std::string& target, const Receipt& receipt) {
  if (receipt.refused.empty())
    return store::close_ticket(writer, ticket_about_addresses(target), "gateway", "a mail was taken for everybody");
  store::raise_ticket(writer, ticket_about_addresses(target), address_refused(target, receipt));
}

}  // namespace

/// What a target's next step starts from, of one moment.
struct Notifier::Look {
  AlertTarget state;
  std::int64_t last_event = 0;
  std::vector<TicketNews> news;
  std::vector<Alert> waiting;
  std::vector<std::int64_t> overdue;  ///< tickets to tell of again
};

/// What goes out together. events: every fact that it tells; dropped: facts that there is nothing to tell of any more
struct Notifier::Batch {
  std::vector<Fact> facts;
  std::vector<std::int64_t> events, dropped;
};

Notifier::Notifier(store::Store& store, Clock& clock, LogSink log, const settings::Configuration& configuration,
                   Carrier& carrier)
    : store_(store), clock_(clock), log_(std::move(log)), configuration_(configuration), carrier_(carrier) {
  for (const auto& target : configuration.gateway.notify) targets_.push_back({target, 0, {}, {}});
}

void Notifier::say(LogLevel level, std::string text) const { log_({clock_.now(), level, {}, {}, {}, std::move(text)}); }

Task<void> Notifier::begin() {
  std::vector<std::string> configured;
  for (const auto& target : targets_) configured.push_back(target.settings.name);
  auto known = co_await store_.read([](store::Reader& reader) {
    std::vector<std::string> names;
    for (const auto& target : store::alert_targets(reader)) names.push_back(target.target);
    return Result<std::vector<std::string>>(std::move(names));
  });
  if (!known) co_return known.error();
  std::ranges::sort(configured);
  if (*known == configured) co_return Result<void>();
  auto dropped = co_await store_.write("notify.begin", [configured](store::Writer& writer) {
    std::vector<std::pair<std::string, std::size_t>> gone;
    for (const auto& known : store::alert_targets(writer)) {
      if (std::ranges::find(configured, known.target) != configured.end()) continue;
      gone.emplace_back(known.target, store::waiting_alerts(writer, known.target).size());
      store::forget_alert_target(writer, known.target);
      for (const auto& ticket : {ticket_about(known.target), ticket_about_addresses(known.target)})
        store::close_ticket(writer, ticket, "gateway", "not configured any more");
    }
    const auto last = store::newest_seq(writer);
    for (const auto& name : configured)
      if (!store::alert_target(writer, name)) store::put_alert_target(writer, {name, last, 0, {}, {}});
    return Result<std::vector<std::pair<std::string, std::size_t>>>(std::move(gone));
  });
  if (!dropped) co_return dropped.error();
  for (const auto& [name, waiting] : *dropped)
    say(waiting > 0 ? LogLevel::warning : LogLevel::info,
        "notify " + name + ": not configured any more; " + std::to_string(waiting) + " alerts for it are dropped");
  co_return Result<void>();
}

Task<Notifier::Look> Notifier::look(std::size_t index) {
  auto& target = targets_[index];
  const auto now = clock_.now();
  const bool is_early = target.reminded && now >= *target.reminded && now - *target.reminded < kReminders;
  const bool reminds = target.settings.reminds && !is_early;
  if (reminds) target.reminded = now;
  auto seen =
      co_await store_.read([&settings = target.settings, from = target.looked_to, reminds, now](store::Reader& reader) {
        const auto& name = settings.name;
        Look look;
        look.state = store::alert_target(reader, name).value_or(AlertTarget{name, from, 0, {}, {}});
        look.last_event = store::newest_seq(reader);
        const auto after = std::max(look.state.known_to, from);
        if (look.last_event > after) look.news = store::ticket_news(reader, after, kNews);
        if (is_resting(look.state, now)) return Result<Look>(std::move(look));
        look.waiting = store::waiting_alerts(reader, name);
        if (reminds) look.overdue = overdue_tickets(reader, settings, look.waiting, now);
        return Result<Look>(std::move(look));
      });
  co_return seen;
}

Task<bool> Notifier::step(std::size_t index) {
  if (auto kept = co_await keep_taken(index); !kept) co_return kept.error();
  auto seen = co_await look(index);
  if (!seen) co_return seen.error();
  auto& target = targets_[index];
  if (!seen->news.empty() || !seen->overdue.empty() || seen->last_event - seen->state.known_to > kEventsUnwritten) {
    auto planned = co_await plan(index, std::move(*seen));
    if (!planned) co_return planned.error();
    co_return true;
  }
  target.looked_to = std::max(target.looked_to, seen->last_event);
  auto sent = co_await send(index, std::move(*seen));
  co_return sent;
}

Task<void> Notifier::plan(std::size_t index, Look seen) {
  const bool is_all = seen.news.size() < kNews;
  const auto known_to = is_all ? seen.last_event : seen.news.back().event;
  auto planned =
      co_await store_.write("notify.plan", [target = targets_[index].settings, news = std::move(seen.news),
                                            overdue = std::move(seen.overdue), known_to](store::Writer& writer) {
        auto state = store::alert_target(writer, target.name).value_or(AlertTarget{target.name, 0, 0, {}, {}});
        for (const auto& one : news) plan_one(writer, target, one);
        for (const auto ticket : overdue) plan_reminder(writer, target, ticket);
        state.known_to = known_to;
        store::put_alert_target(writer, state);
        return Result<void>();
      });
  co_return planned;
}

Task<Notifier::Batch> Notifier::gather(NotifyTarget target, std::vector<Alert> waiting) {
  auto batch = co_await store_.read(
      [target = std::move(target), waiting = std::move(waiting), now = clock_.now()](store::Reader& reader) {
        Batch all;
        const auto timeline = store::timeline(reader);
        for (const auto& group : by_ticket(waiting)) {
          if (all.facts.size() == kFacts) break;
          const auto& told = told_of(group);
          const auto ticket = store::find_ticket(reader, told.ticket);
          const bool is_dropped = !ticket || is_needless(target, told, *ticket, now);
          // It is the sending that quiet hours put off, not the happening.
          if (!is_dropped && due_of(target, ticket->severity, now) > now) continue;
          for (const auto& alert : group) (is_dropped ? all.dropped : all.events).push_back(alert.event);
          if (is_dropped) continue;
          const bool is_reminder = told.what == TicketNews::What::overdue;
          const auto reminders = is_reminder ? store::reminders_of(reader, *ticket, target.name).count : 0;
          all.facts.push_back({name_of(group.back(), timeline), told.what, told.at, *ticket, reminders});
        }
        return Result<Batch>(std::move(all));
      });
  co_return batch;
}

Task<bool> Notifier::send(std::size_t index, Look seen) {
  if (seen.waiting.empty()) co_return false;
  const auto& target = targets_[index].settings;
  auto batch = co_await gather(target, std::move(seen.waiting));
  if (!batch) co_return batch.error();
  if (auto dropped = co_await drop(target.name, std::move(batch->dropped)); !dropped) co_return dropped.error();
  if (batch->facts.empty()) co_return false;
  auto message = compose(configuration_, target, batch->facts, clock_.now());
  auto taken = co_await carrier_.carry(target, std::move(message));
  if (!taken && taken.error().recovery == Recovery::stopped) co_return taken.error();
  if (!taken) {
    say(LogLevel::warning, "notify " + target.name + ": " + sentence(taken.error()));
    auto kept = co_await keep_refused(index, taken.error());
    if (!kept) co_return kept.error();
    co_return false;
  }
  targets_[index].unrecorded = Taken{std::move(batch->events), std::move(*taken)};
  auto kept = co_await keep_taken(index);
  // Said when it is known here too: who has read the line may kill us, and nobody hears it twice.
  say(LogLevel::info, "notify " + target.name + ": told of " + std::to_string(batch->facts.size()) +
                          (batch->facts.size() == 1 ? " ticket" : " tickets"));
  if (!kept) co_return kept.error();
  co_return true;
}

Task<void> Notifier::drop(std::string name, std::vector<std::int64_t> events) {
  if (events.empty()) co_return Result<void>();
  auto dropped = co_await store_.write("notify.dropped", [name, events = std::move(events)](store::Writer& writer) {
    store::mark_told(writer, name, events);
    return Result<void>();
  });
  co_return dropped;
}

// A store that cannot be written for hours is no reason to send the same again every half minute.
Task<void> Notifier::keep_taken(std::size_t index) {
  if (!targets_[index].unrecorded) co_return Result<void>();
  auto kept = co_await store_.write("notify.told", [name = targets_[index].settings.name,
                                                    taken = *targets_[index].unrecorded](store::Writer& writer) {
    keep_success(writer, store::alert_target(writer, name).value_or(AlertTarget{name, 0, 0, {}, {}}), taken.events);
    keep_addresses(writer, name, taken.receipt);
    return Result<void>();
  });
  if (kept) targets_[index].unrecorded.reset();
  co_return kept;
}

Task<void> Notifier::keep_refused(std::size_t index, Error why) {
  auto kept = co_await store_.write(
      "notify.refused", [name = targets_[index].settings.name,
                         cause = sentence(why, present::language_of(configuration_))](store::Writer& writer) {
        keep_refusal(writer, store::alert_target(writer, name).value_or(AlertTarget{name, 0, 0, {}, {}}), cause);
        return Result<void>();
      });
  co_return kept;
}

boost::asio::awaitable<void> Notifier::run(std::size_t index, std::chrono::milliseconds between) {
  for (;;) {
    auto pause = between;
    const auto more = co_await step(index);
    if (!more) {
      pause = kPauseAfterFailure;
      if (more.error().recovery != Recovery::stopped)  // a clean stop; the sleep below says so
        say(LogLevel::error, "notify " + name(index) + ": " + sentence(more.error()));
    } else if (*more) {
      continue;
    }
    co_await clock_.sleep_until(clock_.boot() + pause);
  }
}

}  // namespace calloff::notify
