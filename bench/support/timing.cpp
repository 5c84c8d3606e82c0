#include "bench/support/timing.hpp"

#include <sched.h>
#include <time.h>

#include <algorithm>
#include <chrono>

namespace calloff::bench {
namespace {

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

double seconds_a_call(const std::function<void()>& call, double least) {
  const auto begun = thread_seconds();
  for (int calls = 1;; ++calls) {
    call();
    if (const auto taken = thread_seconds() - begun; taken >= least) return taken / calls;
  }
}

}  // namespace

double thread_seconds() { return seconds_of(CLOCK_THREAD_CPUTIME_ID); }
double process_seconds() { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

bool pin_to_one_processor() {
  const int processor = sched_getcpu();
  if (processor < 0) return false;
  cpu_set_t only;
  CPU_ZERO(&only);
  CPU_SET(processor, &only);
  return sched_setaffinity(0, sizeof only, &only) == 0;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const auto middle = values.size() / 2;
  return values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::vector<std::vector<double>> measure_in_turn(const std::vector<std::function<void()>>& calls, int rounds,
                                                 double least) {
  std::vector<std::vector<double>> figures(calls.size());
  for (int round = -1; round < rounds; ++round)
    for (std::size_t i = 0; i < calls.size(); ++i)
      if (const auto took = seconds_a_call(calls[i], least); round >= 0) figures[i].push_back(took);
  return figures;
}

}  // namespace calloff::bench
