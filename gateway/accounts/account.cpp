#include "accounts/account.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include "accounts/account_ticket.hpp"
#include "accounts/asking.hpp"
#include "accounts/context.hpp"
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

/// Nobody's user and password reached the customer's system: that is no sign-in which it could count.
bool never_tried(const Error& error) {
  return error.code == "wire/refused" || error.code == "wire/resolve" || error.code == "wire/tls" ||
         error.code == "wire/connect_timed_out" || error.code == "wire/proxy_password" ||
         error.code == "wire/proxy_refused" || error.code == "accounts/no_answer";
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
      adapter_(setup_.module.create()) {}

Account::~Account() = default;

void Account::say(LogLevel level, const std::string& run, std::string text) const {
  with_.log({with_.clock.now(), level, run, name_of(setup_.key), {}, std::move(text)});
}

Result<void> Account::make_session() {
  if (session_) return {};
  auto transport = with_.transport();
  if (!transport) return transport.error();
  auto settings = setup_.session;
  if (setup_.add_secrets)
    if (auto added = setup_.add_secrets(settings); !added) return added.error();
  session_ = (*transport)->open_session(std::move(settings));
  return {};
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

/// errors: retry accounts/yielded: a person works in the portal
Task<AccountState> Account::load_state_unless_yielded() {
  auto state =
      co_await with_.store.read([key = setup_.key, now = with_.clock.now()](store::Reader& r) -> Result<AccountState> {
        if (const auto yield = store::account_yield(r, key); yield && yield->is_in_force(now))
          return store::yielded(*yield);
        return store::account_state(r, key);
      });
  co_return state;
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
  auto done = co_await operate_in_turn(std::move(operation));
  last_used_ = with_.clock.now();
  co_await asio::this_coro::throw_if_cancelled(throws);
  co_return done;
}

Task<void> Account::operate_in_turn(Operation operation) {
  Context context(*this, operation.run, operation.place);
  for (int attempt = 0;; ++attempt) {
    auto done = co_await run_once(context, operation, attempt == 0 ? operation.reason : LoginReason::session_lost);
    if (auto kept = co_await keep_exchanges(context); !kept && done) done = kept.error();
    if (done || done.error().recovery != Recovery::sign_in) co_return done;
    is_signed_in_ = false;
    session_->forget_cookies();
    if (!operation.may_repeat) co_return done;
    if (attempt == 1)
      co_return Error(Recovery::retry, "accounts/session_keeps_ending", {{"account", name_of(setup_.key)}});
    say(LogLevel::info, operation.run, "the session had ended; signing in once more");
  }
}

/// Signs in and runs the body. A refusal that the body meets holds the account like one at the door.
Task<void> Account::run_once(Context& context, Operation operation, LoginReason reason) {
  Result<void> done;
  bool is_signed_in = false;
  try {
    done = co_await sign_in(context, reason);
    is_signed_in = done.has_value();
    if (is_signed_in) done = co_await operation.body(*adapter_, context, *session_);
  } catch (const boost::system::system_error& error) {  // an adapter that slept
    if (error.code() != asio::error::operation_aborted) throw;
    done = Error(Recovery::stopped, "run/stopped");
  }
  session_->allow_writes(false);
  if (is_signed_in && !done && done.error().recovery == Recovery::hold_account) {
    auto state = co_await load_state();
    if (state) (void)co_await refuse(*state, done.error(), context.id());
  }
  co_return done;
}

Task<void> Account::sign_in(Context& context, LoginReason reason) {
  auto state = co_await load_state_unless_yielded();
  if (!state) co_return state.error();
  if (state->hold) {
    const auto mark = credentials_mark();
    if (!mark || *mark == state->credentials_mark)
      co_return Error(Recovery::hold_account, "accounts/held",
                      {{"account", name_of(setup_.key)},
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

/// Is there a session from before that may be gone on with?
bool Account::is_kept(const AccountState& state, Instant now) const {
  return !state.hold && !state.cookies.empty() && state.session_since && now >= *state.session_since &&
         now < *state.session_since + setup_.idle;
}

Task<void> Account::restore_session(AccountState state) {
  const Error none(Recovery::sign_in, "accounts/no_session");
  if (!is_kept(state, with_.clock.now())) co_return none;
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
  const auto granted = grant_login(setup_.logins, state, reason, now, today);
  if (!granted) co_return granted.error();
  const auto before = state;
  state = count_login(std::move(state), *granted, now, today);
  state.hold.reset();
  state.credentials_mark = *mark;
  state.cookies.clear();
  const auto key = setup_.key;
  auto counted = co_await with_.store.write("account.login", [state, key](store::Writer& w) -> Result<void> {
    store::put_account_state(w, state);
    return {};
  });
  if (!counted) co_return counted.error();
  session_->forget_cookies();
  say(LogLevel::info, context.id(), "signing in");
  auto opened = co_await adapter_->open(context);
  if (!opened) {
    if (never_tried(opened.error())) give_back_login(state, before);
    auto refused = co_await refuse(std::move(state), opened.error(), context.id());
    co_return refused ? opened : refused;
  }
  is_signed_in_ = true;
  state.failures = 0;
  signed_in_ = with_.clock.now();
  state.session_since = signed_in_;
  state.cookies = with_.keyring.seal(joined(session_->cookies()), name_of(key));
  auto told = context.take_told();
  for (const auto& what : told) say(LogLevel::warning, context.id(), sentence(what));
  auto kept = co_await with_.store.write(
      "account.session", [state, key, told, run = context.id()](store::Writer& w) -> Result<void> {
        store::put_account_state(w, state);
        store::close_ticket(w, hold_ticket(key), "gateway", "signed in");
        store::close_ticket(w, question_ticket(key), "gateway", "signed in");
        for (const auto& what : told) raise_for(w, notice_ticket(key), key, what, run);
        if (told.empty()) store::close_ticket(w, notice_ticket(key), "gateway", "no longer said at a sign-in");
        return {};
      });
  co_return kept;
}

/// Counts a failed sign-in; one that the customer refused holds the account until its credentials change or a person
/// releases it. Durable before anything else is tried.
Task<void> Account::refuse(AccountState state, Error error, std::string run) {
  if (error.recovery != Recovery::stopped) ++state.failures;
  const bool is_held = error.recovery == Recovery::hold_account;
  const auto key = setup_.key;
  const auto now = with_.clock.now();
  if (is_held) {
    state.hold = store::Hold{error, now};
    state.cookies.clear();
    is_signed_in_ = false;
    if (const auto mark = credentials_mark()) state.credentials_mark = *mark;
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
  auto written = co_await with_.store.write("wire.record", [rows = std::move(rows)](store::Writer& w) -> Result<void> {
    for (const auto& row : rows) store::put_wire_row(w, row);
    return {};
  });
  co_return written;
}

Task<bool> Account::has_session() {
  if (is_signed_in_) co_return true;
  const auto state = co_await load_state();
  if (!state) co_return state.error();
  co_return is_kept(*state, with_.clock.now());
}

bool Account::is_idle(Instant now) const {
  return is_signed_in_ && now >= last_used_ + setup_.idle && now >= signed_in_ + setup_.logins.min_gap;
}

Task<void> Account::sign_out(std::string run) {
  stop_asking();
  const auto pass = co_await turnstile_.enter(Priority::submit);
  if (!is_signed_in_) {
    auto state = co_await load_state();
    if (!state) co_return state.error();
    if (!is_kept(*state, with_.clock.now())) co_return Result<void>();
    if (auto made = make_session(); !made) co_return made.error();
    if (auto restored = co_await restore_session(std::move(*state)); !restored) co_return restored;
  }
  Context context(*this, std::move(run));
  auto closed = co_await close_in_time(context);
  is_signed_in_ = false;
  session_->forget_cookies();
  auto kept = co_await keep_exchanges(context);
  auto forgotten = co_await forget_session();
  if (!closed) co_return closed;
  if (!kept) co_return kept;
  co_return forgotten;
}

/// A portal that does not answer ends the session by itself: nobody waits longer for it.
Task<void> Account::close_in_time(Context& context) {
  using namespace asio::experimental::awaitable_operators;
  auto first = co_await (adapter_->close(context) || with_.clock.sleep_until(with_.clock.boot() + setup_.close_within));
  if (auto* closed = std::get_if<0>(&first)) co_return std::move(*closed);
  co_return Error(Recovery::retry, "accounts/sign_out_timed_out",
                  {{"account", name_of(setup_.key)}, {"limit_s", std::to_string(setup_.close_within.count())}});
}

Task<void> Account::forget_session() {
  auto state = co_await load_state();
  if (!state) co_return state.error();
  state->cookies.clear();
  state->session_since.reset();
  auto written = co_await with_.store.write("account.sign_out", [state = *state](store::Writer& w) -> Result<void> {
    store::put_account_state(w, state);
    return {};
  });
  co_return written;
}

}  // namespace calloff::accounts
