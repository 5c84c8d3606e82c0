// What a benchmark found, as the table it ends with. Threading: plain values.
#pragma once
#include <string>
#include <vector>

namespace calloff::bench {

/// One line. target empty: a figure for the reader, nothing to meet.
struct Finding {
  std::string what, measured, target;
  bool is_met = true;
  std::string note;  ///< what limits it, or how far it is off
};

/// `measured` against "at most `limit`"; the note says how much room is left, or how much is missing.
Finding at_most(std::string what, double measured, double limit, int decimals, std::string_view unit = {});

Finding figure(std::string what, std::string measured, std::string note = {});

/// One thing that a benchmark measures, by the name that picks it.
struct Part {
  const char* name;
  std::vector<Finding> (*measure)();
};

/// A benchmark's main: measures all parts, or the one that the command line names, and prints the table.
/// returns: 0 if all targets are met, 1 if not, 2 if something kept it from measuring
int run(const char* program, const std::vector<Part>& parts, int argc, char** argv);

}  // namespace calloff::bench
