// Named places where a test kills the process. Always compiled in, active only by environment:
//   CALLOFF_CRASH_AT=NAME[#N]  SIGKILL at the N-th (default first) passing of NAME
//   CALLOFF_CRASH_LIST=FILE    appends every name passed, one a line
// A write job named J passes `before:J` when it is done but not committed, and `after:J` when it is durable but nobody
// has been told. Threading: from any thread.
#pragma once
#include <string_view>

namespace calloff::store {

void crash_point(std::string_view name);

}  // namespace calloff::store
