#include "accounts/account_ticket.hpp"

namespace calloff::accounts {

std::string hold_ticket(const store::AccountKey& account) {
  return "account/" + account.customer + "/" + account.account;
}

std::string notice_ticket(const store::AccountKey& account) { return hold_ticket(account) + "/notice"; }

std::string password_ticket(const store::AccountKey& account) { return hold_ticket(account) + "/password"; }

void raise_for(store::Writer& writer, const std::string& ticket, const store::AccountKey& account, Error reason,
               std::string_view run) {
  reason.where.customer = account.customer;
  if (reason.where.position.empty()) reason.where.position = account.account;
  store::raise_ticket(writer, ticket, reason, run);
}

}  // namespace calloff::accounts
