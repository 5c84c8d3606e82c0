// An office that is told of tickets, move by move: a store, tickets that come and go, and targets that take messages or
// do not.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/dates.hpp"
#include "notify/notifier.hpp"
#include "support/asn/jumping_clock.hpp"
#include "support/temporary_folder.hpp"

namespace calloff::test {

/// Of the ticket's code: warn, error, critical.
inline const std::string kWarn = "page/http_status", kError = "map/missing", kCritical = "sign_in/rejected";

/// Keeps what it is given, and is of the mood it is told.
class FakeCarrier final : public notify::Carrier {
 public:
  /// dies: takes it, and we are killed before we know; hangs: until we are told to stop
  enum class Mood { takes, refuses, dies, hangs };
  Mood mood = Mood::takes;
  std::string down;  ///< the only target of that mood; empty: all
  std::vector<notify::Message> taken;
  int tries = 0;

  notify::Receipt receipt;  ///< of what it takes

  Task<notify::Receipt> carry(settings::NotifyTarget target, notify::Message message) override;
};

/// Moves: `raise KEY CODE`, `close KEY`, `ack ID`, `resolve ID`, `wait MINUTES`, `tell` (each target steps until it has
/// nothing more to do), `restart`.
class Office {
 public:
  Office() : Office({named("planners", "warn")}) {}
  explicit Office(std::vector<settings::NotifyTarget> targets);

  static settings::NotifyTarget named(const std::string& name, const std::string& severity = "warn");

  void go(const std::string& moves);

  /// What was taken since the last call: `planners: opened T-1 warn x1; `, a line each message.
  std::string told();

  std::optional<store::Ticket> ticket(const std::string& key);
  std::size_t waiting(const std::string& target);
  void restart();

  TemporaryFolder folder;
  JumpingClock clock{parse_instant("2026-03-10T03:12:00Z").value()};
  settings::Configuration configuration;
  std::string failing;  ///< jobs of this name fail
  std::unique_ptr<store::Store> store;
  FakeCarrier carrier;
  std::unique_ptr<notify::Notifier> notifier;
  std::string log;
  std::function<void(const std::string& line)> reads_log;  ///< called at each line of it

 private:
  void take(const std::string& word, const std::string& first, const std::string& second);
  void tell();
};

}  // namespace calloff::test
