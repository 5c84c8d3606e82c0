#include "accounts/password_age.hpp"

namespace calloff::accounts {

std::optional<LocalDate> password_expires(const settings::Account& account) {
  if (!account.password_age) return std::nullopt;
  return add_days(account.password_age->changed, int(account.password_age->lives.count()));
}

std::optional<Error> password_trouble(const settings::Account& account, LocalDate today) {
  const auto expires = password_expires(account);
  if (!expires) return std::nullopt;
  const auto days = (std::chrono::sys_days(*expires) - std::chrono::sys_days(today)).count();
  if (days > account.password_age->remind.count()) return std::nullopt;
  const std::pair<std::string, std::string> who{"account", account.customer + "/" + account.name};
  const std::pair<std::string, std::string> on{"on", to_string(*expires)};
  if (days > 0) return Error(Recovery::ask_person, "accounts/password_due", {who, on, {"days", std::to_string(days)}});
  return Error(Recovery::ask_person, "accounts/password_over",
               {who, on, {"lives", std::to_string(account.password_age->lives.count())}});
}

}  // namespace calloff::accounts
