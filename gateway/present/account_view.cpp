#include <algorithm>

#include "base/dates.hpp"
#include "present/views.hpp"
#include "store/states.hpp"

namespace calloff::present {
namespace {

const std::vector<Column> kColumns{{"customer", "CUSTOMER"},       {"account", "ACCOUNT"},
                                   {"adapter", "ADAPTER"},         {"plant", "PLANT"},
                                   {"last_login", "LAST SIGN-IN"}, {"logins_today", "", false, true},
                                   {"failures", "", false, true},  {"held_since", "HELD SINCE"},
                                   {"held", "WHY HELD"},           {"tls_exception_until", "UNVERIFIED UNTIL"}};

/// The last day of the exception from verifying its certificate, while there is one.
Value exception_value(const settings::Account& account, Instant now) {
  const auto& exception = account.way_out.tls_exception;
  if (!exception || now >= settings::end_of(*exception, account.zone)) return {};
  return to_string(exception->until);
}

}  // namespace

Listing account_view(const ViewOf& of) {
  Listing listing{kColumns, {}};
  const auto language = of.configuration.gateway.language == "zh" ? Language::zh : Language::en;
  for (const auto& customer : of.configuration.customers)
    for (const auto& account : customer.accounts) {
      if (!of.actor.scope.covers(customer.customer, account.plant)) continue;
      const auto state = store::account_state(of.reader, {customer.customer, account.name});
      auto value = Value::object();
      value.add("customer", customer.customer)
          .add("account", account.name)
          .add("adapter", account.adapter)
          .add("plant", text_or_null(account.plant))
          .add("last_login", state.last_login ? Value(to_string(*state.last_login)) : Value())
          .add("logins_today", state.logins_on == local_date(of.now, account.zone) ? state.logins : 0)
          .add("failures", state.failures)
          .add("held_since", state.hold ? Value(to_string(state.hold->since)) : Value())
          .add("held", state.hold ? Value(sentence(state.hold->reason, language)) : Value())
          .add("tls_exception_until", exception_value(account, of.now));
      listing.rows.push_back(std::move(value));
    }
  // Hardly ever there: a table shows the column only then.
  listing.columns.back().is_csv_only = std::ranges::none_of(
      listing.rows, [](const Value& row) { return row.find("tls_exception_until")->kind == Value::Kind::text; });
  return listing;
}

}  // namespace calloff::present
