// When a person is told that an account's password has to be changed, as far as its file says when it was. Pure.
#pragma once
#include <optional>

#include "base/error.hpp"
#include "settings/configuration.hpp"

namespace calloff::accounts {

/// The first day on which the password is no longer good; none where the file does not say.
std::optional<LocalDate> password_expires(const settings::Account& account);

/// What a person is to be told of today: ask_person accounts/password_due (account, on, days) some days ahead,
/// accounts/password_over (account, on, lives) from the day itself; none: nothing
std::optional<Error> password_trouble(const settings::Account& account, LocalDate today);

}  // namespace calloff::accounts
