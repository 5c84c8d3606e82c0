// How an account reaches its customer: its session's settings, and a proxy that wants a password.
#include "accounts/account.hpp"
#include "accounts/keeping_off.hpp"

namespace calloff::accounts {

Result<transport::SessionSettings> Account::session_settings() const {
  auto settings = setup_.session;
  if (setup_.add_secrets)
    if (auto added = setup_.add_secrets(settings); !added) return added.error();
  return settings;
}

std::string Account::proxy() const {
  const auto settings = session_settings();
  return settings && !settings->proxy.url.empty() ? shown_to(settings->proxy, with_.keyring).name : std::string();
}

Result<void> Account::make_session() {
  if (session_) return {};
  auto transport = with_.transport();
  if (!transport) return transport.error();
  auto settings = session_settings();
  if (!settings) return settings.error();
  proxy_.reset();
  if (!settings->proxy.url.empty()) proxy_ = shown_to(settings->proxy, with_.keyring);
  session_ = (*transport)->open_session(std::move(*settings));
  return {};
}

Task<bool> Account::is_refused_by_proxy() {
  if (!proxy_) co_return false;
  auto refused = co_await with_.store.read(
      [shown = *proxy_](store::Reader& r) -> Result<bool> { return is_refused(r, shown.name, shown.mark); });
  co_return refused;
}

/// What the proxy refused once is not shown to it again. Credentials that were mended meanwhile are: they are read
/// anew, for a session of their own.
Task<void> Account::check_proxy() {
  const auto refused = co_await is_refused_by_proxy();
  if (!refused) co_return refused.error();
  if (!*refused) co_return Result<void>();
  const auto settings = session_settings();
  if (!settings) co_return settings.error();
  if (shown_to(settings->proxy, with_.keyring).mark == proxy_->mark) co_return proxy_refused(proxy_->name);
  session_.reset();
  is_signed_in_ = false;
  co_return make_session();
}

}  // namespace calloff::accounts
