// What the core lends an adapter for one run: the wire, secrets, settings, log, clock.
#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/task.hpp"
#include "transport/wire.hpp"

namespace calloff::adapter_api {

using Level = LogLevel;

/// Something only a person can answer.
struct Challenge {
  std::string kind;                       ///< captcha, one_time_code
  std::string prompt, image, image_type;  ///< image: as served, of this media type; empty if there is none
};

class Run {
 public:
  virtual ~Run() = default;
  virtual const std::string& id() const = 0;
  virtual transport::Wire& wire() = 0;
  virtual Clock& clock() = 0;

  /// The account's setting `key` (declared in the adapter's spec), its default where the file has none; in an object by
  /// its path, `words.locked`; of a list one item a line.
  virtual std::string setting(std::string_view key) const = 0;
  /// The plant whose feed is polled, e.g. JQ; empty for accounts without plants.
  virtual const std::string& plant() const = 0;
  virtual const std::string& zone() const = 0;

  /// errors: fix_config secrets/... (variable not set, file missing, file readable by others)
  virtual Result<std::string> secret(std::string_view name) const = 0;
  /// text must not hold a secret; known secrets are masked anyway.
  virtual void log(Level level, std::string text) = 0;
  /// While signing in: something a person should know and that stops nothing, e.g. a password that will expire. A
  /// ticket of the account until a sign-in says nothing any more.
  virtual void tell(Error what) = 0;
  /// Waits for a person. errors: ask_person accounts/no_answer; hold_account sign_in/captcha where nobody can be asked
  virtual Task<std::string> ask(Challenge challenge) = 0;
};

}  // namespace calloff::adapter_api
