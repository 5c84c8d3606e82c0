#include <algorithm>

#include "accounts/password_age.hpp"
#include "accounts/session_life.hpp"
#include "base/dates.hpp"
#include "present/freshness.hpp"
#include "present/views.hpp"
#include "store/states.hpp"
#include "store/steward.hpp"

namespace calloff::present {
namespace {

const std::vector<Column> kColumns{{"customer", "CUSTOMER"},
                                   {"account", "ACCOUNT"},
                                   {"state", "STATE"},
                                   {"since", "SINCE"},
                                   {"until", "UNTIL"},
                                   {"last_login", "LAST SIGN-IN"},
                                   {"logins_today", "SIGN-INS", true},
                                   {"why", "WHY"},
                                   {"adapter", "", false, true},
                                   {"plant", "", false, true},
                                   {"reserve_used", "", true, true},
                                   {"reserve_per_day", "", true, true},
                                   {"next_login", "", false, true},
                                   {"failures", "", true, true},
                                   {"held_since", "", false, true},
                                   {"held", "", false, true},
                                   {"session_since", "", false, true},
                                   {"session_until", "", false, true},
                                   {"yielded_until", "", false, true},
                                   {"yielded_by", "", false, true},
                                   {"question", "", false, true},
                                   {"password_changed", "", false, true},
                                   {"password_expires", "", false, true},
                                   {"tls_exception_until", "UNVERIFIED UNTIL"}};

/// What is known of one account.
struct Seen {
  const ViewOf& of;
  const settings::Account& account;
  store::AccountState state;
  std::optional<store::Yield> yield;
  std::optional<store::Question> question;
  std::optional<Instant> session_until;
  Language language;

  Value at(const std::optional<Instant>& when) const {
    return when ? Value(to_zoned_string(*when, account.zone)) : Value();
  }
};

Seen see(const ViewOf& of, const settings::Account& account) {
  const store::AccountKey key{account.customer, account.name};
  Seen seen{of,
            account,
            store::account_state(of.reader, key),
            store::account_yield(of.reader, key),
            store::account_question(of.reader, key),
            {},
            language_of(of.configuration)};
  if (seen.yield && !seen.yield->is_in_force(of.now)) seen.yield.reset();
  if (seen.question && seen.question->until <= of.now) seen.question.reset();
  if (accounts::has_session(seen.state, account.idle, of.now))
    seen.session_until = accounts::session_until(seen.state, account.idle);
  return seen;
}

/// One word, since when, until when, and why.
struct State {
  const char* word;
  Value since, until, why;
};

/// What stops the account goes before what it does.
State state_of(const Seen& seen) {
  if (seen.state.hold)
    return {"held", seen.at(seen.state.hold->since), {}, sentence(seen.state.hold->reason, seen.language)};
  if (seen.yield) return {"yielded", seen.at(seen.yield->since), seen.at(seen.yield->until), seen.yield->person};
  if (seen.question)
    return {"asked", seen.at(seen.question->asked), seen.at(seen.question->until), seen.question->kind};
  if (seen.session_until) return {"signed_in", seen.at(seen.state.session_since), seen.at(seen.session_until), {}};
  return {"signed_out", {}, {}, {}};
}

Value question_value(const Seen& seen) {
  if (!seen.question) return {};
  const auto& question = *seen.question;
  return Value::object()
      .add("kind", question.kind)
      .add("prompt", text_or_null(question.prompt))
      .add("number", question.number)
      .add("picture", question.picture ? Value(question.picture->sha256) : Value())
      .add("picture_type", text_or_null(question.picture_type))
      .add("run", question.run);
}

/// The last day of the exception from verifying its certificate, while there is one.
Value exception_value(const settings::Account& account, Instant now) {
  const auto& exception = account.way_out.tls_exception;
  if (!exception || now >= settings::end_of(*exception, account.zone)) return {};
  return to_string(exception->until);
}

Value row_value(const Seen& seen) {
  const auto& [account, state] = std::tie(seen.account, seen.state);
  const bool is_today = state.logins_on == local_date(seen.of.now, account.zone);
  const auto next = state.last_login ? std::optional(*state.last_login + account.login.min_gap) : std::nullopt;
  const auto& age = account.password_age;
  const auto expires = accounts::password_expires(account);
  auto now = state_of(seen);
  auto value = Value::object();
  value.add("customer", account.customer)
      .add("account", account.name)
      .add("state", now.word)
      .add("since", std::move(now.since))
      .add("until", std::move(now.until))
      .add("last_login", seen.at(state.last_login))
      .add("logins_today", is_today ? state.logins : 0)
      .add("why", std::move(now.why))
      .add("adapter", account.adapter)
      .add("plant", text_or_null(account.plant))
      .add("reserve_used", is_today ? state.reserve_logins : 0)
      .add("reserve_per_day", account.login.reserve_per_day)
      .add("next_login", next && *next > seen.of.now ? seen.at(next) : Value())
      .add("failures", state.failures)
      .add("held_since", state.hold ? seen.at(state.hold->since) : Value())
      .add("held", state.hold ? Value(sentence(state.hold->reason, seen.language)) : Value())
      .add("session_since", seen.session_until ? seen.at(state.session_since) : Value())
      .add("session_until", seen.at(seen.session_until))
      .add("yielded_until", seen.yield ? seen.at(seen.yield->until) : Value())
      .add("yielded_by", seen.yield ? Value(seen.yield->person) : Value())
      .add("question", question_value(seen))
      .add("password_changed", age ? Value(to_string(age->changed)) : Value())
      .add("password_expires", expires ? Value(to_string(*expires)) : Value())
      .add("tls_exception_until", exception_value(account, seen.of.now));
  return value;
}

}  // namespace

Listing account_view(const ViewOf& of) {
  Listing listing{kColumns, {}};
  for (const auto& customer : of.configuration.customers)
    for (const auto& account : customer.accounts)
      if (of.actor.scope.covers(customer.customer, account.plant)) listing.rows.push_back(row_value(see(of, account)));
  // Hardly ever there: a table shows the column only then.
  listing.columns.back().is_csv_only = std::ranges::none_of(
      listing.rows, [](const Value& row) { return row.find("tls_exception_until")->kind == Value::Kind::text; });
  return listing;
}

}  // namespace calloff::present
