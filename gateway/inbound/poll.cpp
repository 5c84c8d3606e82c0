#include "inbound/poll.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <utility>

#include "accounts/account_ticket.hpp"
#include "accounts/keeping_off.hpp"
#include "base/stopping.hpp"
#include "inbound/poll_run.hpp"
#include "schedule/again.hpp"
#include "schedule/catch_up.hpp"
#include "store/states.hpp"
#include "store/steward.hpp"

namespace calloff::inbound {

namespace asio = boost::asio;
using adapter_api::Adapter;
using adapter_api::Run;

namespace {

/// A person did it, or has a ticket of the account about it.
bool is_known_of(std::string_view code) {
  return code == "accounts/yielded" || code == "accounts/no_answer" || code == "accounts/asked_to_wait" ||
         code == "accounts/proxy_refused" || code == "wire/proxy_password";
}

schedule::Timetable timetable_of(const PolledFeed& feed, const accounts::Account& account) {
  return {feed.feed.schedule, feed.feed.calendar, feed.feed.zone, account.setup().hours};
}

/// What came of beginning a run: its id, or until when the host is not to be asked.
struct Begun {
  std::string run;
  std::optional<Instant> kept_off_until;
};

/// All feeds of a host, or of an account, are kept off until the same moment: they come back as their slots would.
schedule::NotBefore spread(const schedule::Timetable& timetable, const store::FeedKey& feed, Instant planned,
                           std::optional<Instant> until) {
  return {until, schedule::jitter_of(timetable.schedule, store::to_string(feed), planned)};
}

/// A slot, or the try of one, that the host's wish keeps off is polled when that is over; it does not count as a try.
void put_off(store::Writer& writer, store::FeedState state, Instant planned, const schedule::Timetable& timetable,
             Instant until) {
  const auto tries = state.again && state.again->planned == planned ? state.again->tries : 0;
  const auto at = schedule::again_at(timetable, 0, writer.now(), spread(timetable, state.feed, planned, until));
  if (!at) return;
  state.again = store::Again{planned, *at, tries};
  store::put_feed_state(writer, state);
}

/// A slot that failed for a while is tried again, also after a restart; a good poll, whoever began it, ends that.
/// free_from: before that the account is not polled
void note_again(store::FeedState& state, const store::RunRecord& run, const schedule::Timetable& timetable,
                std::optional<Instant> free_from) {
  if (!run.planned) {
    if (is_good(*run.outcome)) state.again.reset();
    return;
  }
  // The try that a stop cut short is made after it.
  if (run.cause && run.cause->recovery == Recovery::stopped && state.again && state.again->planned == *run.planned)
    return;
  const auto tries = state.again && state.again->planned == *run.planned ? state.again->tries : 0;
  state.again.reset();
  if (!run.cause || *run.outcome == store::RunOutcome::partial || !may_come_good(*run.cause)) return;
  const auto not_before = spread(timetable, state.feed, *run.planned, free_from);
  if (const auto at = schedule::again_at(timetable, tries, *run.ended, not_before))
    state.again = store::Again{*run.planned, *at, tries + 1};
}

/// The feed's ticket says why a run ended badly, unless another one says it: the account's that is held, or those of
/// what was kept apart or does not come. A held account is told of at each poll, also when somebody resolved its
/// ticket. apart: codes of what was kept apart
void tell_feed(store::Writer& writer, const store::RunRecord& run, const store::FeedKey& feed,
               const std::set<std::string>& apart) {
  const auto ticket = "feed/" + feed.customer + "/" + feed.plant + "/" + feed.feed;
  if (is_good(*run.outcome)) return store::close_ticket(writer, ticket, "gateway", "polled well");
  // A run that came to its end and left out single documents: each kind has its own ticket.
  if (*run.outcome == store::RunOutcome::partial || (run.cause && apart.contains(run.cause->code)))
    return store::close_ticket(writer, ticket, "gateway", "polled, and what is wrong has a ticket of its own");
  if (!run.cause || run.cause->recovery == Recovery::stopped || is_known_of(run.cause->code)) return;
  if (run.cause->recovery != Recovery::hold_account) {
    store::raise_ticket(writer, ticket, *run.cause, run.id);
    return;
  }
  const store::AccountKey account{run.customer, run.account};
  const auto hold = store::account_state(writer, account).hold;
  if (run.cause->code == "accounts/held" && hold)
    accounts::raise_for(writer, accounts::hold_ticket(account), account, hold->reason, run.id);
}

}  // namespace

void Poll::keep_apart(const Error& reason) {
  ++tally_.quarantined;
  told_apart_.insert(reason.code);
  if (!first_left_out_) first_left_out_ = reason;
}

void Poll::pass_over(const adapter_api::Entry& entry, Error reason) {
  ++tally_.unfetched;
  reason.where = {feed_.key.customer, feed_.key.plant, feed_.key.feed, entry.id, std::nullopt, {}};
  say(LogLevel::warning, "passed over: " + sentence(reason));
  if (!first_left_out_) first_left_out_ = reason;
  unfetched_.insert_or_assign(entry.id, std::move(reason));
}

void Poll::say(LogLevel level, std::string text) const {
  with_.log({with_.clock.now(), level, run_.id, account_.name(), store::to_string(feed_.key), std::move(text)});
}

accounts::Operation Poll::operation(std::function<Task<void>(Adapter&, Run&, transport::Session&)> body) {
  accounts::Operation operation;
  operation.place = &place_;
  operation.by_person = !run_.planned;
  operation.run = run_.id;
  operation.body = std::move(body);
  return operation;
}

Task<void> Poll::start(std::optional<Instant> planned) {
  const auto& manifest = *account_.setup().module.manifest;
  run_.adapter = manifest.name;
  run_.adapter_version = manifest.version;
  run_.customer = feed_.key.customer;
  run_.plant = feed_.key.plant;
  run_.feed = feed_.key.feed;
  run_.account = account_.setup().key.account;
  run_.planned = planned;
  run_.started = with_.clock.now();
  const auto& setup = account_.setup();
  // It may have waited for its turn until the hours were over.
  if (planned && !schedule::is_permitted(setup.hours, setup.zone, run_.started))
    co_return schedule::outside_hours(setup.hours);
  auto begun = co_await with_.store.write(
      "run.start",
      [run = run_, key = feed_.key, holds = holds_, host = account_.host(),
       timetable = timetable_of(feed_, account_)](store::Writer& w) -> Result<Begun> {
        auto state = store::feed_state(w, key);
        if (state.hold && holds == Holds::respected) return store::held(state);
        const store::AccountKey account{run.customer, run.account};
        if (const auto yield = store::account_yield(w, account); yield && yield->is_in_force(run.started))
          return store::yielded(*yield);
        if (const auto until = run.planned ? accounts::wait_of(w, host, run.started) : std::nullopt) {
          put_off(w, std::move(state), *run.planned, timetable, *until);
          return Begun{{}, until};
        }
        const auto given = store::start_run(w, run);
        state.last_started = run.started;
        state.last_run = given;
        store::put_feed_state(w, state);
        return Begun{given, std::nullopt};
      });
  if (!begun) co_return begun.error();
  if (begun->kept_off_until) co_return accounts::asked_to_wait(account_.host(), *begun->kept_off_until);
  run_.id = begun->run;
  co_return Result<void>();
}

Task<void> Poll::finish() {
  run_.ended = with_.clock.now();
  run_.outcome = outcome_of(tally_);
  run_.documents = tally_.documents;
  run_.records = tally_.records;
  run_.cause = tally_.cause ? tally_.cause : first_left_out_;
  const auto timetable = timetable_of(feed_, account_);
  auto written = co_await with_.store.write("run.finish",
                                            [run = run_, key = feed_.key, apart = told_apart_, timetable,
                                             &account = account_](store::Writer& w) -> Result<void> {
                                              auto closing = run;
                                              closing.requests = std::int64_t(store::wire_rows(w, run.id).size());
                                              auto state = store::feed_state(w, key);
                                              if (is_good(*run.outcome)) {
                                                state.last_good = run.ended;
                                                state.failures = 0;
                                              } else {
                                                ++state.failures;
                                              }
                                              note_again(state, run, timetable, account.free_from(w, *run.ended));
                                              tell_feed(w, run, key, apart);
                                              store::put_feed_state(w, state);
                                              return store::finish_run(w, closing);
                                            });
  co_return written;
}

Task<void> Poll::poll() {
  auto listing = co_await list();
  if (!listing) co_return listing.error();
  auto done = co_await go_through(std::move(*listing));
  co_return done;
}

Task<store::RunRecord> Poll::run(std::optional<Instant> planned) {
  co_await place_.take();
  if (auto started = co_await start(planned); !started) co_return started.error();
  try {  // not or_stopped: whoever is told to stop by now throws at this co_await, before that could catch it
    auto polled = co_await poll();
    if (!polled) tally_.cause = polled.error();
  } catch (const boost::system::system_error&) {
    if (!is_cancellation(std::current_exception())) throw;
    tally_.cause = Error(Recovery::stopped, "run/stopped");
  }
  // We were told to stop: how the run ended is written all the same.
  co_await asio::this_coro::throw_if_cancelled(false);
  if (tally_.cause) {
    auto& where = tally_.cause->where;
    where.customer = feed_.key.customer;
    where.plant = feed_.key.plant;
    where.feed = feed_.key.feed;
  }
  if (auto finished = co_await finish(); !finished) co_return finished.error();
  co_await asio::this_coro::throw_if_cancelled(true);
  co_return run_;
}

Task<store::RunRecord> poll_feed(PollWith with, accounts::Account& account, PolledFeed feed,
                                 std::optional<Instant> planned, Holds holds) {
  Poll poll(with, account, feed, holds);
  auto run = co_await poll.run(planned);
  co_return run;
}

}  // namespace calloff::inbound
