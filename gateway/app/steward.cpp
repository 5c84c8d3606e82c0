#include "app/steward.hpp"

#include "accounts/account_ticket.hpp"
#include "accounts/password_age.hpp"

namespace calloff::app {

boost::asio::awaitable<void> Steward::run() {
  for (;;) {
    co_await look();
    co_await gateway_.clock().sleep_until(gateway_.clock().boot() + std::chrono::minutes(1));
  }
}

boost::asio::awaitable<void> Steward::look() {
  co_await give_up_idle();
  for (const auto& customer : gateway_.prepared().configuration.customers)
    for (const auto& account : customer.accounts) co_await remind(account);
}

/// So that a person can log in where the portal allows one session.
boost::asio::awaitable<void> Steward::give_up_idle() {
  for (auto* account : gateway_.accounts().used())
    if (account->is_idle(gateway_.clock().now()))
      (void)co_await gateway_.sign_out(*account, accounts::Account::Leaving::if_idle);
}

/// Once a day: the ticket counts days, and closes when the file has a later date.
boost::asio::awaitable<void> Steward::remind(const settings::Account& account) {
  const store::AccountKey key{account.customer, account.name};
  const auto today = local_date(gateway_.clock().now(), account.zone);
  if (const auto last = reminded_.find(key); last != reminded_.end() && last->second == today) co_return;
  const auto trouble = accounts::password_trouble(account, today);
  const auto told =
      co_await gateway_.store().write("account.password", [key, trouble](store::Writer& w) -> Result<void> {
        if (trouble)
          accounts::raise_for(w, accounts::password_ticket(key), key, *trouble, {});
        else
          store::close_ticket(w, accounts::password_ticket(key), "gateway", "changed");
        return {};
      });
  if (told) reminded_[key] = today;
}

}  // namespace calloff::app
