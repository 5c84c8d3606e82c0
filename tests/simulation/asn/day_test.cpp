// Days of faults and crashes, many seeds: none lost, none sent twice, every proof kept.
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>

#include "support/asn/asn_day.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::test;
using asn::Phase;

namespace {

/// In memory where the machine has such a place: it is crashes of the process that are tried here, not of the disk.
std::filesystem::path quick_place() {
  const std::filesystem::path memory = "/dev/shm";
  return std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
}

/// An empty folder that is gone afterwards.
class Folder {
 public:
  explicit Folder(std::uint64_t seed)
      : path_(quick_place() /
              ("calloff-asn-day-" + std::to_string(std::random_device{}()) + "-" + std::to_string(seed))) {
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

DayResult day(DayOptions options) {
  const Folder folder(options.seed);
  return AsnDay(options, folder.path()).live();
}

/// How many seeds: CALLOFF_SIM_SEEDS asks for more.
std::uint64_t seeds(std::uint64_t usual) {
  const auto* wanted = std::getenv("CALLOFF_SIM_SEEDS");
  return wanted ? std::strtoull(wanted, nullptr, 10) : usual;
}

struct Totals {
  std::map<Phase, int> ended;
  std::map<std::string, int> crashes;
  int decisions = 0, resends = 0;

  void add(const DayResult& result) {
    for (const auto& [phase, count] : result.ended) ended[phase] += count;
    for (const auto& place : result.crashes) ++crashes[place];
    decisions += result.decisions;
    resends += result.resends;
  }
};

Totals live(DayOptions options, std::uint64_t count) {
  Totals totals;
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    options.seed = seed;
    const auto result = day(options);
    INFO("seed " << seed);
    for (const auto& violation : result.violations) FAIL_CHECK(violation);
    totals.add(result);
  }
  return totals;
}

}  // namespace

TEST_CASE("a calm hour: everything is accepted at once") {
  DayOptions options;
  options.fault_percent = 0;
  options.has_crashes = false;
  const auto totals = live(options, 2);
  CHECK(totals.ended.size() == 1);
  CHECK(totals.ended.at(Phase::accepted) == 10);
}

TEST_CASE("days of faults and crashes at a customer that can be queried") {
  const auto totals = live({}, seeds(60));
  CHECK(totals.ended.at(Phase::accepted) > 120);
  CHECK(totals.resends > 5);    // attempts were repeated after proof
  CHECK(totals.decisions > 5);  // people were needed
  // The process died at every durable write of an attempt's way, on both sides of it, and around the customer's doing.
  for (const std::string job : {"asn.sending", "asn.outcome", "asn.look_up"}) {
    CHECK(totals.crashes.count("before:" + job) == 1);
    CHECK(totals.crashes.count("after:" + job) == 1);
  }
  CHECK(totals.crashes.count("after the customer had it") == 1);
}

TEST_CASE("days without a control in the list, and at a customer where nothing is repeated") {
  DayOptions first;
  first.has_control = false;
  live(first, seeds(10));
  DayOptions never;
  never.resend = adapter_api::ResendClass::never;
  live(never, seeds(10));
}
