#include "bench/support/timing.hpp"

#include <sched.h>
#include <time.h>

#include <algorithm>
#include <chrono>

namespace calloff::bench {
namespace {

double seconds_a_call(const std::function<void()>& call, double least) {
  const auto begun = thread_seconds();
  for (int calls = 1;; ++calls) {
    call();
    if (const auto taken = thread_seconds() - begun; taken >= least) return taken / calls;
  }
}

}  // namespace

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

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

Pairs measure_in_turn(const std::function<void()>& a, const std::function<void()>& b, int pairs, double least) {
  Pairs measured;
  for (int i = -1; i < pairs; ++i) {
    const auto took_a = seconds_a_call(a, least), took_b = seconds_a_call(b, least);
    if (i < 0) continue;
    measured.a.push_back(took_a);
    measured.b.push_back(took_b);
    measured.ratios.push_back(took_a / took_b);
  }
  return measured;
}

}  // namespace calloff::bench
