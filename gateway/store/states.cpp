#include "store/states.hpp"

#include "store/columns.hpp"

namespace calloff::store {
namespace {

constexpr std::string_view kFeedColumns =
    "customer, plant, feed, last_good, last_started, next_run, last_run, failures, hold, held_since, "
    "again_at, again_planned, again_tries";
constexpr std::string_view kAccountColumns =
    "customer, account, hold, held_since, failures, logins_on, logins, reserve_logins, last_login, session_since, "
    "cookies, "
    "credentials_mark, lease_owner, lease_until, epoch, session_used, open_logins";

std::optional<Hold> hold_of(const Row& row, std::size_t column) {
  const auto reason = maybe_error_of(row, column);
  if (!reason) return std::nullopt;
  return Hold{*reason, instant_of(row.integer(column + 1))};
}

Value reason_column(const std::optional<Hold>& hold) { return hold ? Value(error_column(hold->reason)) : Value(); }
Value since_column(const std::optional<Hold>& hold) { return hold ? Value(column_of(hold->since)) : Value(); }

FeedState feed_of(const Row& row) {
  FeedState state;
  state.feed = {row.text(0), row.text(1), row.text(2)};
  state.last_good = maybe_of(row, 3, instant_of);
  state.last_started = maybe_of(row, 4, instant_of);
  state.next_run = maybe_of(row, 5, instant_of);
  state.last_run = row.text(6);
  state.failures = row.integer(7);
  state.hold = hold_of(row, 8);
  if (!row.is_null(10)) state.again = Again{instant_of(row.integer(11)), instant_of(row.integer(10)), row.integer(12)};
  return state;
}

AccountState account_of(const Row& row) {
  AccountState state;
  state.account = {row.text(0), row.text(1)};
  state.hold = hold_of(row, 2);
  state.failures = row.integer(4);
  state.logins_on = maybe_of(row, 5, date_of);
  state.logins = row.integer(6);
  state.reserve_logins = row.integer(7);
  state.last_login = maybe_of(row, 8, instant_of);
  state.session_since = maybe_of(row, 9, instant_of);
  state.cookies = row.blob(10);
  state.credentials_mark = row.text(11);
  state.lease_owner = row.text(12);
  state.lease_until = maybe_of(row, 13, instant_of);
  state.epoch = row.integer(14);
  state.session_used = maybe_of(row, 15, instant_of);
  state.open_logins = row.integer(16);
  return state;
}

}  // namespace

FeedState feed_state(Reader& reader, const FeedKey& feed) {
  static const auto sql =
      "select " + std::string(kFeedColumns) + " from feed_state where customer = $1 and plant = $2 and feed = $3";
  const auto rows = reader.session().query(sql, {feed.customer, feed.plant, feed.feed});
  if (!rows.empty()) return feed_of(rows[0]);
  FeedState fresh;
  fresh.feed = feed;
  return fresh;
}

std::vector<FeedState> feed_states(Reader& reader) {
  static const auto sql = "select " + std::string(kFeedColumns) + " from feed_state order by customer, plant, feed";
  std::vector<FeedState> states;
  for (const auto& row : reader.session().query(sql)) states.push_back(feed_of(row));
  return states;
}

void put_feed_state(Writer& writer, const FeedState& state) {
  static const auto sql =
      "insert into feed_state (" + std::string(kFeedColumns) +
      ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, " +
      "$12, $13) "
      "on conflict (customer, plant, feed) do update set last_good = excluded.last_good, "
      "last_started = excluded.last_started, next_run = excluded.next_run, last_run = excluded.last_run, "
      "failures = excluded.failures, hold = excluded.hold, held_since = excluded.held_since, again_at = "
      "excluded.again_at, again_planned = excluded.again_planned, again_tries = excluded.again_tries";
  const auto again = state.again.value_or(Again{});
  const auto if_again = [&](Instant at) { return state.again ? Value(column_of(at)) : Value(); };
  writer.session().execute(
      sql, {state.feed.customer, state.feed.plant, state.feed.feed, maybe(state.last_good), maybe(state.last_started),
            maybe(state.next_run), state.last_run, state.failures, reason_column(state.hold), since_column(state.hold),
            if_again(again.at), if_again(again.planned), again.tries});
}

AccountState account_state(Reader& reader, const AccountKey& account) {
  static const auto sql =
      "select " + std::string(kAccountColumns) + " from account_state where customer = $1 and account = $2";
  const auto rows = reader.session().query(sql, {account.customer, account.account});
  if (!rows.empty()) return account_of(rows[0]);
  AccountState fresh;
  fresh.account = account;
  return fresh;
}

std::vector<AccountState> account_states(Reader& reader) {
  static const auto sql = "select " + std::string(kAccountColumns) + " from account_state order by customer, account";
  std::vector<AccountState> states;
  for (const auto& row : reader.session().query(sql)) states.push_back(account_of(row));
  return states;
}

void put_account_state(Writer& writer, const AccountState& state) {
  static const auto sql =
      "insert into account_state (" + std::string(kAccountColumns) +
      ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) "
      "on conflict (customer, account) do update set hold = excluded.hold, held_since = excluded.held_since, "
      "failures = excluded.failures, logins_on = excluded.logins_on, logins = excluded.logins, "
      "reserve_logins = excluded.reserve_logins, last_login = excluded.last_login, session_since = "
      "excluded.session_since, "
      "cookies = excluded.cookies, credentials_mark = excluded.credentials_mark, lease_owner = excluded.lease_owner, "
      "lease_until = excluded.lease_until, epoch = excluded.epoch, session_used = excluded.session_used, "
      "open_logins = excluded.open_logins";
  writer.session().execute(
      sql, {state.account.customer, state.account.account, reason_column(state.hold), since_column(state.hold),
            state.failures, maybe(state.logins_on), state.logins, state.reserve_logins, maybe(state.last_login),
            maybe(state.session_since), Blob{state.cookies}, state.credentials_mark, state.lease_owner,
            maybe(state.lease_until), state.epoch, maybe(state.session_used), state.open_logins});
}

void touch_session(Writer& writer, const AccountKey& account) {
  writer.session().execute(
      "update account_state set session_used = $3 where customer = $1 and account = $2 and session_since is not null",
      {account.customer, account.account, column_of(writer.now())});
}

}  // namespace calloff::store
