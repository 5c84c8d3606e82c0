// How long things take here, side by side: absolute times on a shared machine are worth little, ratios taken in turn
// are. Threading: one thread.
#pragma once
#include <functional>
#include <vector>

namespace calloff::bench {

/// Processor time of this thread, in seconds. What others do to the machine is hardly in it.
double thread_seconds();
/// Time as it passes, in seconds.
double wall_seconds();

/// Keeps this thread on the processor it runs on; false where the system does not let us.
bool pin_to_one_processor();

double median(std::vector<double> values);

/// Two things measured in turn, A B A B.
struct Pairs {
  std::vector<double> a, b;    ///< seconds a call
  std::vector<double> ratios;  ///< a/b, pair by pair
};

/// Each measurement repeats its call until it has taken `least` seconds; one pair is run before and not counted.
Pairs measure_in_turn(const std::function<void()>& a, const std::function<void()>& b, int pairs, double least);

}  // namespace calloff::bench
