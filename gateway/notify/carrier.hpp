// Brings a message to a target. The notifier sees only this; programs, webhooks and mail servers stand behind it.
#pragma once
#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "notify/message.hpp"

namespace calloff::transport {
class Mailer;
class Transport;
}  // namespace calloff::transport

namespace calloff::notify {

class Carrier {
 public:
  virtual ~Carrier() = default;
  /// Until the target has taken the message.
  /// errors: retry notify/... (a program, an HTTP status), wire/..., mail/...; fix_config notify/..., secrets/...;
  ///         stopped wire/cancelled. No secret is in any of them.
  virtual Task<void> carry(settings::NotifyTarget target, Message message) = 0;
};

/// The ways out, each asked for when it is first needed.
struct Ways {
  std::function<Result<transport::Transport*>()> transport;
  std::function<Result<transport::Mailer*>()> mailer;
};

/// clock outlives the carrier.
std::unique_ptr<Carrier> make_carrier(Clock& clock, Ways ways);

}  // namespace calloff::notify
