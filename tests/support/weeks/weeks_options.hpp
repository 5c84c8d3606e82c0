// What a simulated stretch of time is made of; the same options give the same stretch.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace calloff::test {

struct WeeksOptions {
  std::uint64_t seed = 1;
  int accounts = 40;
  int days = 14;
  int calm_days = 2;       ///< of them, at the end: no faults, no crashes, nobody holds anything
  int fault_percent = 20;  ///< of polls that meet a new fault
  int crashes_a_day = 3;   ///< of workdays, each between two durable writes
  int stops_a_day = 1;     ///< the gateway is told to stop, and started again
  int people_a_day = 8;    ///< what people do: hold, release, poll, retry, take up tickets, send ASNs
  int plant_a_day = 4;     ///< sheets that the customers change
  bool prints_events = false;

  /// As words for the program, with which it does the same again.
  std::string words() const;
};

}  // namespace calloff::test
