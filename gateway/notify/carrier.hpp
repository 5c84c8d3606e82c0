// Brings a message to a target. The notifier sees only this; programs, webhooks and mail servers stand behind it.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "notify/message.hpp"

namespace calloff::transport {
class Mailer;
class Transport;
}  // namespace calloff::transport

namespace calloff::notify {

/// refused: addresses of a mail that the server did not take it for, with its reason for the last of them
struct Receipt {
  std::vector<std::string> refused;
  std::string reason;
};

/// ask_person notify/address_refused (target, addresses, reason), of a receipt that names some
Error address_refused(const std::string& target, const Receipt& receipt);

class Carrier {
 public:
  virtual ~Carrier() = default;
  /// Until the target has taken the message, a mail's server for at least one address.
  /// errors: retry notify/... (a program, an HTTP status), wire/..., mail/...; fix_config notify/..., secrets/...;
  ///         stopped wire/cancelled. No secret is in any of them.
  virtual Task<Receipt> carry(settings::NotifyTarget target, Message message) = 0;
};

/// The ways out, each asked for when it is first needed.
struct Ways {
  std::function<Result<transport::Transport*>()> transport;
  std::function<Result<transport::Mailer*>()> mailer;
};

/// clock outlives the carrier.
std::unique_ptr<Carrier> make_carrier(Clock& clock, Ways ways);

}  // namespace calloff::notify
