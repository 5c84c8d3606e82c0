#include "accounts/context.hpp"

#include "transport/record/retry_after.hpp"

namespace calloff::accounts {

boost::asio::awaitable<transport::Exchange> WireFromPlace::exchange(transport::Request request) {
  if (place_) place_->leave();
  const bool is_secret = !request.secrets.empty();
  auto done = co_await session_.exchange(std::move(request));
  heard_(done, is_secret);
  if (place_) co_await place_->take();
  co_return done;
}

Account::Context::Context(Account& account, std::string run, Place* place, bool by_person)
    : account_(account),
      setup_(account.setup_),
      with_(account.with_),
      session_(*account.session_),
      run_(std::move(run)),
      place_(place),
      by_person_(by_person),
      wire_(session_, place, [this](const transport::Exchange& done, bool is_secret) { heed(done, is_secret); }) {
  session_.record_to([this](transport::WireRecord record) { exchanges_.push_back(std::move(record)); });
}

Account::Context::~Context() {
  session_.record_to({});
  session_.allow_writes(false);
}

void Account::Context::heed(const transport::Exchange& exchange, bool is_secret) {
  if (is_secret && exchange.departure == transport::Departure::perhaps) may_have_shown_secrets_ = true;
  if (exchange.response) {
    const auto until = transport::retry_after(*exchange.response, with_.clock.now());
    if (until) wait_until_ = std::max(*until, wait_until_.value_or(*until));
  } else if (exchange.response.error().code == "wire/proxy_password") {
    is_refused_by_proxy_ = true;
  }
}

std::string Account::Context::setting(std::string_view key) const {
  const auto found = setup_.settings.find(std::string(key));
  return found == setup_.settings.end() ? std::string() : found->second;
}

void Account::Context::log(adapter_api::Level level, std::string text) {
  with_.log({with_.clock.now(), level, run_, setup_.key.customer + "/" + setup_.key.account, {}, std::move(text)});
}

/// A person takes minutes: others work meanwhile.
Task<std::string> Account::Context::ask(adapter_api::Challenge challenge) {
  if (place_) place_->leave();
  auto answer = co_await account_.ask(run_, std::move(challenge), by_person_);
  if (place_) co_await place_->take();
  co_return answer;
}

}  // namespace calloff::accounts
