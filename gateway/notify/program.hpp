// A program that is told: started with a message on its standard input, and given so much time. Private to notify/.
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/task.hpp"

namespace calloff::notify {

/// command: the program (absolute, or found in PATH) and its arguments; target: what CALLOFF_TARGET says.
/// It gets PATH, HOME, USER, LOGNAME, LANG, LC_ALL, TZ and CALLOFF_TARGET, and nothing else of our environment, which
/// may hold secrets; what it prints on stderr goes to ours. When its time is over, or we are told to stop, it is killed
/// with all it started.
struct Order {
  std::vector<std::string> command;
  std::string target, input;
  std::chrono::seconds limit{30};
};

/// clock outlives the task.
/// errors: fix_config notify/program_not_started (program, reason); retry notify/program_failed (program, status),
///         notify/program_killed (program, signal), notify/program_timed_out (program, limit_s)
Task<void> run_program(Clock* clock, Order order);

}  // namespace calloff::notify
