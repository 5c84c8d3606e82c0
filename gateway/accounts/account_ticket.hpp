// The tickets of accounts: one for why an account is held, one for what its portal says at the door.
#pragma once
#include <string>
#include <string_view>

#include "store/states.hpp"
#include "store/tickets.hpp"

namespace calloff::accounts {

/// What closes it: a sign-in that the customer takes, or a person who releases the account.
std::string hold_ticket(const store::AccountKey& account);
/// What closes it: a sign-in at which nothing is said.
std::string notice_ticket(const store::AccountKey& account);
/// What closes it: a later date of its last change.
std::string password_ticket(const store::AccountKey& account);

/// The reason with the account as its place. run: that met it
void raise_for(store::Writer& writer, const std::string& ticket, const store::AccountKey& account, Error reason,
               std::string_view run);

}  // namespace calloff::accounts
