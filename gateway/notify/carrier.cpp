#include "notify/carrier.hpp"

#include <algorithm>

#include "notify/program.hpp"
#include "settings/address.hpp"
#include "transport/mail.hpp"
#include "transport/wire.hpp"

namespace calloff::notify {
namespace {

using settings::NotifyKind;
using settings::NotifyTarget;

constexpr std::size_t kAnswerBytes = 1u << 20;

transport::LetterSecurity security_of(settings::MailSecurity security) {
  switch (security) {
    case settings::MailSecurity::starttls:
      return transport::LetterSecurity::starttls;
    case settings::MailSecurity::tls:
      return transport::LetterSecurity::tls;
    case settings::MailSecurity::none:
      break;
  }
  return transport::LetterSecurity::none;
}

Result<std::vector<std::string>> keys_of(const NotifyTarget& target) {
  std::vector<std::string> keys;
  for (const auto* source : {&target.secret, &target.old_secret}) {
    if (!source->is_given()) continue;
    const auto text = source->read();
    if (!text) return text.error();
    keys.push_back(text->reveal());
  }
  return keys;
}

Result<transport::Request> request_of(const NotifyTarget& target, const Message& message, Instant now) {
  const auto url = settings::address_of(target);
  if (!url) return url.error();
  const auto keys = keys_of(target);
  if (!keys) return keys.error();
  const auto signature = signature_of(message, now, *keys);
  if (!signature) return settings::error_at(target.secret.place, signature.error().code, {{"key", target.secret.key}});
  transport::Request request("POST", *url, "notify");
  request.intent = transport::Intent::write;
  request.headers = {{"Content-Type", "application/json"}, {"User-Agent", "calloff"}};
  for (const auto& [name, value] : *signature) request.headers.push_back({name, value});
  request.body = message.json;
  request.secrets = *keys;
  if (settings::is_environment_reference(target.url)) request.secrets.push_back(*url);
  return request;
}

Result<transport::Letter> letter_of(const NotifyTarget& target, const Message& message) {
  transport::Letter letter;
  letter.server = target.server;
  letter.security = security_of(target.security);
  if (target.user.is_given()) {
    const auto user = target.user.read(), password = target.password.read();
    if (!user) return user.error();
    if (!password) return password.error();
    letter.user = user->reveal();
    letter.password = password->reveal();
  }
  letter.from = target.from;
  letter.to = target.to;
  letter.text = mail_of(target, message);
  letter.ca_file = target.ca_file;
  letter.limit = target.time_limit;
  return letter;
}

class WiredCarrier final : public Carrier {
 public:
  WiredCarrier(Clock& clock, Ways ways) : clock_(clock), ways_(std::move(ways)) {}

  Task<Receipt> carry(NotifyTarget target, Message message) override {
    if (target.kind == NotifyKind::smtp) {
      auto done = co_await mail(std::move(target), std::move(message));
      co_return done;
    }
    Result<void> done;
    if (target.kind == NotifyKind::program) {
      Order order{target.command, target.name, message.json, target.time_limit};
      done = co_await run_program(&clock_, std::move(order));
    } else {
      done = co_await post(std::move(target), std::move(message));
    }
    if (!done) co_return done.error();
    co_return Receipt();
  }

 private:
  Task<void> post(NotifyTarget target, Message message) {
    auto request = request_of(target, message, clock_.now());
    if (!request) co_return request.error();
    const auto transport = ways_.transport();
    if (!transport) co_return transport.error();
    transport::SessionSettings settings;
    settings.account = "notify/" + target.name;
    settings.ca_file = target.ca_file;
    settings.limits.total = target.time_limit;
    settings.limits.body_bytes = kAnswerBytes;
    const std::string host(settings::host_of(request->url));
    const auto session = (*transport)->open_session(std::move(settings));
    session->allow_writes(true);
    const auto status_seen = std::make_shared<int>(0);
    session->record_to([status_seen](const transport::WireRecord& record) { *status_seen = record.status; });
    const auto exchange = co_await session->exchange(std::move(*request));
    const auto status = exchange.response ? exchange.response->status : *status_seen;
    if (!exchange.response) {
      const auto& why = exchange.response.error();
      if (why.code == "wire/bad_url") co_return settings::bad_address(target);
      // A status is an answer, whatever came behind it.
      if (status == 0 || why.recovery == Recovery::stopped) co_return why;
    }
    if (status >= 200 && status < 300) co_return Result<void>();
    co_return Error(Recovery::retry, "notify/http_status", {{"host", host}, {"status", std::to_string(status)}});
  }

  Task<Receipt> mail(NotifyTarget target, Message message) {
    auto letter = letter_of(target, message);
    if (!letter) co_return letter.error();
    const auto mailer = ways_.mailer();
    if (!mailer) co_return mailer.error();
    auto done = co_await (*mailer)->send(std::move(*letter));
    if (!done) co_return done.error();
    co_return Receipt{std::move(done->refused), std::move(done->reason)};
  }

  Clock& clock_;
  Ways ways_;
};

}  // namespace

Error address_refused(const std::string& target, const Receipt& receipt) {
  std::string addresses;
  for (const auto& one : receipt.refused) addresses += (addresses.empty() ? "" : ", ") + one;
  Where where;
  where.position = target;
  return {Recovery::ask_person,
          "notify/address_refused",
          {{"target", target}, {"addresses", addresses}, {"reason", receipt.reason}},
          where};
}

std::unique_ptr<Carrier> make_carrier(Clock& clock, Ways ways) {
  return std::make_unique<WiredCarrier>(clock, std::move(ways));
}

}  // namespace calloff::notify
