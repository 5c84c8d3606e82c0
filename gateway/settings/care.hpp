// What keeps an unwatched gateway well, and lets others see it: `log`, `retention`, `disk` and `dead_man` in
// calloff.yaml. Threading: values.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "settings/document.hpp"

namespace calloff::settings {

/// automatic: lines for people on a terminal, JSON anywhere else
enum class LogFormat { automatic, text, json };

/// folder: where `serve` also keeps its log, a file a day; empty: on stderr alone
struct LogSettings {
  LogFormat format = LogFormat::automatic;
  std::string folder;
};

/// How long what is no proof is kept: documents and what came with them, exchanges that only read, log files.
struct RetentionSettings {
  std::chrono::seconds documents{std::chrono::days(3650)}, exchanges{std::chrono::days(90)},
      logs{std::chrono::days(30)};
};

/// low: bytes free on the store's disk below which nothing new is polled by schedule
struct DiskSettings {
  std::uint64_t low = std::uint64_t{1} << 30;
};

/// A monitor that raises an alarm when it is not asked any more. url: may be env:NAME; ca_file: PEM, empty: the
/// system's
struct DeadManSettings {
  std::string url, ca_file;
  std::chrono::seconds every{300};
  Place place;
};

/// What is asked. It may be a secret: no error shows it. errors: fix_config secrets/not_set (name), those of
/// bad_address
Result<std::string> address_of(const DeadManSettings& monitor);
/// fix_config dead_man/bad_url (name: the variable, or `url`)
Error bad_address(const DeadManSettings& monitor);

}  // namespace calloff::settings
