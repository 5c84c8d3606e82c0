// How long things take here, side by side: absolute times on a shared machine are worth little, ratios taken in turn
// are. Threading: one thread.
#pragma once
#include <functional>
#include <vector>

namespace calloff::bench {

/// Processor time of this thread, in seconds. What others do to the machine is hardly in it.
double thread_seconds();
/// Processor time of all threads, in seconds.
double process_seconds();
/// Time as it passes, in seconds.
double wall_seconds();

/// Keeps this thread on the processor it runs on; false where the system does not let us.
bool pin_to_one_processor();

double median(std::vector<double> values);

/// Several things measured in turn, A B C A B C: for each of them one figure a round, in seconds a call.
/// Each measurement repeats its call until it has taken `least` seconds; one round is run before and not counted.
std::vector<std::vector<double>> measure_in_turn(const std::vector<std::function<void()>>& calls, int rounds,
                                                 double least);

}  // namespace calloff::bench
