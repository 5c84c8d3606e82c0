// What the gateway says while it works. Lines are for people and machines alike; no secret is ever in one.
// Threading: a sink may be called from any thread.
#pragma once
#include <functional>
#include <string>

#include "base/clock.hpp"

namespace calloff {

enum class LogLevel { debug, info, warning, error };

/// run, account, feed: what the line is about; each may be empty.
struct LogLine {
  Instant at;
  LogLevel level = LogLevel::info;
  std::string run, account, feed, text;
};

using LogSink = std::function<void(const LogLine&)>;

}  // namespace calloff
