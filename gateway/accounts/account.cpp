#include "accounts/account.hpp"

#include <boost/asio/this_coro.hpp>

#include "accounts/account_ticket.hpp"
#include "accounts/asking.hpp"
#include "accounts/context.hpp"
#include "accounts/keeping_off.hpp"
#include "accounts/session_life.hpp"
#include "base/dates.hpp"
#include "base/stopping.hpp"
#include "store/event_log.hpp"
#include "store/runs.hpp"
#include "store/steward.hpp"
#include "transport/record/wire_record_json.hpp"

namespace calloff::accounts {
namespace {

namespace asio = boost::asio;
using store::AccountState;

std::string name_of(const store::AccountKey& key) { return key.customer + "/" + key.account; }

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + '\n';
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end == text.npos ? text.size() : end + 1;
  }
  return lines;
}

/// A sign-in whose end nobody knows, since the gateway died, is tried once more; after that a person is asked.
constexpr std::int64_t kMostOpenLogins = 2;

/// Where no password has left us, this is no sign-in which the customer's system could count.
bool never_tried(const Error& error) {
  return error.recovery == Recovery::stopped || error.code == "wire/refused" || error.code == "wire/resolve" ||
         error.code == "wire/tls" || error.code == "wire/connect_timed_out" || error.code == "wire/proxy_password" ||
         error.code == "wire/proxy_refused" || error.code == "accounts/no_answer" || error.code == "accounts/yielded";
}

void give_back_login(AccountState& state, const AccountState& before) {
  state.last_login = before.last_login;
  state.logins_on = before.logins_on;
  state.logins = before.logins;
  state.reserve_logins = before.reserve_logins;
}

store::WireRow row_of(const std::string& run, const transport::WireRecord& record, const store::RawRef& kept) {
  store::WireRow row;
  row.run = run;
  row.step = record.step;
  row.method = record.request.method;
  row.url = record.request.url;
  row.started = record.started;
  row.took = record.took;
  row.status = record.status;
  row.departure = record.departure == transport::Departure::nothing ? "nothing" : "perhaps";
  row.error_code = record.error_code;
  row.record = kept;
  row.retention =
      record.request.intent == transport::Intent::write ? store::Retention::proof : store::Retention::routine;
  return row;
}

}  // namespace

Account::Account(asio::any_io_executor io, AccountSetup setup, Surroundings surroundings)
    : setup_(std::move(setup)),
      with_(std::move(surroundings)),
      turnstile_(io),
      poll_lane_(io),
      adapter_(setup_.module.create()),
      host_(host_name(setup_.settings["base_url"])) {}

Account::~Account() = default;

void Account::say(LogLevel level, const std::string& run, std::string text) const {
  with_.log({with_.clock.now(), level, run, name_of(setup_.key), {}, std::move(text)});
}

Result<std::string> Account::credentials_mark() const {
  const auto user = setup_.secret("user"), password = setup_.secret("password");
  if (!user) return user.error();
  if (!password) return password.error();
  return with_.keyring.mark(*user + '\x1f' + *password);
}

Task<AccountState> Account::load_state() {
  auto state = co_await with_.store.read(
      [key = setup_.key](store::Reader& r) -> Result<AccountState> { return store::account_state(r, key); });
  co_return state;
}

/// errors: retry accounts/yielded: a person works in the portal; retry accounts/asked_to_wait: the host is left alone
Task<AccountState> Account::load_state_unless_kept_off(bool heeds_wait) {
  auto state = co_await with_.store.read(
      [key = setup_.key, now = with_.clock.now(), host = host_, heeds_wait](store::Reader& r) -> Result<AccountState> {
        if (auto free = check_not_kept_off(r, key, heeds_wait ? host : std::string(), now); !free) return free.error();
        return store::account_state(r, key);
      });
  co_return state;
}

std::optional<Instant> Account::free_from(store::Reader& reader, Instant now) const {
  auto from = wait_of(reader, host_, now);
  const auto state = store::account_state(reader, setup_.key);
  if (state.last_login && now >= *state.last_login && !has_session(state, setup_.idle, now))
    from = std::max(*state.last_login + setup_.logins.min_gap, from.value_or(now));
  return from;
}

Task<void> Account::operate(Operation operation) {
  if (operation.place && turnstile_.is_full()) operation.place->leave();
  const auto pass = co_await turnstile_.enter(operation.priority);
  if (auto made = make_session(); !made) co_return made.error();
  // A stop must not lose what has happened at the customer: an answer, a sign-in, a refusal are written first.
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  if (operation.place) co_await operation.place->take();
  last_used_ = with_.clock.now();
  auto done = co_await check_proxy();
  if (done) done = co_await operate_in_turn(std::move(operation));
  last_used_ = with_.clock.now();
  co_await asio::this_coro::throw_if_cancelled(throws);
  co_return done;
}

Task<void> Account::operate_in_turn(Operation operation) {
  Context context(*this, operation.run, operation.place, operation.by_person);
  for (int attempt = 0;; ++attempt) {
    auto done = co_await run_once(context, operation, attempt == 0 ? operation.reason : LoginReason::session_lost);
    if (auto kept = co_await keep_exchanges(context); !kept && done) done = kept.error();
    if (done || done.error().recovery != Recovery::sign_in) co_return done;
    is_signed_in_ = false;
    session_->forget_cookies();
    if (auto forgotten = co_await forget_session(); !forgotten) co_return forgotten;
    if (!operation.may_repeat) co_return done;
    if (attempt == 1)
      co_return Error(Recovery::retry, "accounts/session_keeps_ending", {{"account", name_of(setup_.key)}});
    say(LogLevel::info, operation.run, "the session had ended; signing in once more");
  }
}

/// Signs in and runs the body. A refusal that the body meets holds the account like one at the door.
Task<void> Account::run_once(Context& context, Operation operation, LoginReason reason) {
  const bool heeds_wait = operation.priority == Priority::poll && !operation.by_person;
  auto done = co_await sign_in(context, reason, heeds_wait);
  const bool is_signed_in = done.has_value();
  if (is_signed_in) done = co_await or_stopped(operation.body(*adapter_, context, *session_));
  session_->allow_writes(false);
  if (is_signed_in && !done && done.error().recovery == Recovery::hold_account) {
    auto state = co_await load_state();
    if (state) (void)co_await refuse(*state, done.error(), context.id());
  }
  co_return done;
}

Task<void> Account::sign_in(Context& context, LoginReason reason, bool heeds_wait) {
  auto state = co_await load_state_unless_kept_off(heeds_wait);
  if (!state) co_return state.error();
  if (unkept_hold_ && !state->hold) {
    state->hold = unkept_hold_->hold;
    state->credentials_mark = unkept_hold_->credentials_mark;
  }
  if (state->hold) {
    const auto mark = credentials_mark();
    if (!mark || *mark == state->credentials_mark)
      co_return Error(Recovery::hold_account, "accounts/held",
                      {{"account", name_of(setup_.key)},
                       {"customer", setup_.key.customer},
                       {"name", setup_.key.account},
                       {"since", to_string(state->hold->since)},
                       {"reason", sentence(state->hold->reason)},
                       {"code", state->hold->reason.code}});
  }
  if (is_signed_in_) co_return Result<void>();
  // The customer has just ended the session we remember: only a new one helps.
  if (reason != LoginReason::session_lost) {
    if (auto restored = co_await restore_session(*state); restored) co_return restored;
  }
  auto opened = co_await open_session(context, std::move(*state), reason);
  co_return opened;
}

Task<void> Account::restore_session(AccountState state) {
  const Error none(Recovery::sign_in, "accounts/no_session");
  if (!has_session(state, setup_.idle, with_.clock.now())) co_return none;
  const auto plain = with_.keyring.unseal(state.cookies, name_of(setup_.key));
  if (!plain) co_return plain.error();
  session_->restore_cookies(lines_of(*plain));
  is_signed_in_ = true;
  signed_in_ = *state.session_since;
  co_return Result<void>();
}

Task<void> Account::open_session(Context& context, AccountState state, LoginReason reason) {
  if (co_await is_told_to_stop()) co_return Error(Recovery::stopped, "run/stopped");
  const auto now = with_.clock.now();
  const auto today = local_date(now, setup_.zone);
  const auto mark = credentials_mark();
  if (!mark) co_return mark.error();
  if (state.credentials_mark != *mark) state.open_logins = 0;
  if (state.open_logins >= kMostOpenLogins) {
    const Error unknown(
        Recovery::hold_account, "accounts/sign_in_unfinished",
        {{"account", name_of(setup_.key)}, {"customer", setup_.key.customer}, {"name", setup_.key.account}});
    auto refused = co_await refuse(std::move(state), unknown, context.id());
    co_return refused ? Result<void>(unknown) : refused;
  }
  const auto granted = grant_login(setup_.logins, state, reason, now, today);
  if (!granted) co_return granted.error();
  const auto before = state;
  state = count_login(std::move(state), *granted, now, today);
  state.hold.reset();
  state.credentials_mark = *mark;
  state.cookies.clear();
  ++state.open_logins;
  const auto key = setup_.key;
  auto counted = co_await with_.store.write("account.login", [state, key](store::Writer& w) -> Result<void> {
    store::put_account_state(w, state);
    return {};
  });
  if (!counted) co_return counted.error();
  unkept_hold_.reset();
  session_->forget_cookies();
  say(LogLevel::info, context.id(), "signing in");
  auto opened = co_await or_stopped(adapter_->open(context));
  if (!opened) {
    if (never_tried(opened.error()) && !context.may_have_shown_secrets()) give_back_login(state, before);
    auto refused = co_await refuse(std::move(state), opened.error(), context.id());
    co_return refused ? opened : refused;
  }
  is_signed_in_ = true;
  state.failures = 0;
  state.open_logins = 0;
  signed_in_ = with_.clock.now();
  state.session_since = state.session_used = signed_in_;
  state.cookies = with_.keyring.seal(joined(session_->cookies()), name_of(key));
  auto told = context.take_told();
  for (const auto& what : told) say(LogLevel::warning, context.id(), sentence(what));
  auto kept = co_await with_.store.write(
      "account.session",
      [state, key, told, run = context.id()](store::Writer& w) -> Result<std::optional<store::Yield>> {
        store::put_account_state(w, state);
        store::close_ticket(w, hold_ticket(key), "gateway", "signed in");
        store::close_ticket(w, store::question_ticket(key), "gateway", "signed in");
        for (const auto& what : told) raise_for(w, notice_ticket(key), key, what, run);
        if (told.empty()) store::close_ticket(w, notice_ticket(key), "gateway", "no longer said at a sign-in");
        const auto yield = store::account_yield(w, key);
        return yield && yield->is_in_force(w.now()) ? yield : std::nullopt;
      });
  if (!kept) co_return kept.error();
  if (!*kept) co_return Result<void>();
  // A person asked for the portal while we signed in: theirs at once.
  (void)co_await leave(context);
  co_return store::yielded(**kept);
}

/// Counts a failed sign-in; one that the customer refused holds the account until its credentials change or a person
/// releases it. Durable before anything else is tried.
Task<void> Account::refuse(AccountState state, Error error, std::string run) {
  if (error.recovery != Recovery::stopped && error.code != "accounts/yielded") ++state.failures;
  state.open_logins = 0;
  const bool is_held = error.recovery == Recovery::hold_account;
  const auto key = setup_.key;
  const auto now = with_.clock.now();
  if (is_held) {
    state.hold = store::Hold{error, now};
    state.cookies.clear();
    is_signed_in_ = false;
    if (const auto mark = credentials_mark()) state.credentials_mark = *mark;
    unkept_hold_ = UnkeptHold{*state.hold, state.credentials_mark};
    say(LogLevel::error, {}, "held: " + sentence(error));
  }
  auto kept =
      co_await with_.store.write(is_held ? "account.hold" : "account.failure", [=](store::Writer& w) -> Result<void> {
        store::put_account_state(w, state);
        if (!is_held) return {};
        store::Event event;
        event.actor = "gateway";
        event.kind = "account.held";
        event.subject = name_of(key);
        event.why = error.code;
        store::append_event(w, event);
        raise_for(w, hold_ticket(key), key, error, run);
        return {};
      });
  if (kept) unkept_hold_.reset();
  co_return kept;
}

Task<void> Account::keep_exchanges(Context& context) {
  const auto exchanges = context.take_exchanges();
  if (exchanges.empty()) co_return Result<void>();
  // One file: each that is made durable costs more than what stands in it.
  std::string lines;
  for (const auto& exchange : exchanges) lines += transport::to_json_line(exchange) + '\n';
  auto kept = co_await with_.store.keep(std::move(lines));
  if (!kept) co_return kept.error();
  std::vector<store::WireRow> rows;
  for (const auto& exchange : exchanges) rows.push_back(row_of(context.id(), exchange, *kept));
  const bool is_taken_by_proxy = proxy_ && std::ranges::any_of(rows, [](const auto& row) { return row.status != 0; });
  auto written = co_await with_.store.write(
      "wire.record",
      [rows = std::move(rows), key = setup_.key, host = host_, wait = context.wait_until(), proxy = proxy_,
       is_taken_by_proxy, is_refused = context.is_refused_by_proxy()](store::Writer& w) -> Result<void> {
        for (const auto& row : rows) store::put_wire_row(w, row);
        store::touch_session(w, key);
        if (wait) note_wait(w, host, *wait, w.now());
        if (proxy && is_refused)
          note_refused(w, proxy->name, name_of(key), proxy->mark);
        else if (is_taken_by_proxy)
          forget_refused(w, proxy->name, name_of(key), proxy->mark);
        return {};
      });
  co_return written;
}

}  // namespace calloff::accounts
