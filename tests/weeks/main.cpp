// calloff-sim: ./dev sim. Lives weeks, one seed after the other, and says which seeds break a promise.
#include <fmt/format.h>
#include <unistd.h>

#include <boost/lexical_cast.hpp>
#include <cstdio>
#include <exception>
#include <map>
#include <stdexcept>

#include "bench/support/timing.hpp"
#include "support/weeks/weeks.hpp"

namespace {

using calloff::test::Weeks;
using calloff::test::WeeksOptions;
using calloff::test::WeeksResult;

/// What every seed is lived with that is not called by its own options.
constexpr int kSmallAccounts = 6, kSmallDays = 4, kSmallCalmDays = 1;
constexpr std::size_t kShownViolations = 5;
/// What two weeks of 40 accounts may take of one processor: what else the machine does is not theirs.
constexpr double kLargeSeconds = 30;

struct Asked {
  WeeksOptions options;
  int seeds = 1;
  bool is_large = false;  ///< the first seed also for two weeks of 40 accounts
};

template <class T>
T number(const std::string& word, const char* text) {
  T value{};
  if (!boost::conversion::try_lexical_convert(text, value))
    throw std::runtime_error(fmt::format("{} without a number: {}", word, text));
  return value;
}

Asked read(int argc, char** argv) {
  Asked asked;
  auto& o = asked.options;
  o.accounts = kSmallAccounts;
  o.days = kSmallDays;
  o.calm_days = kSmallCalmDays;
  const std::map<std::string, int*> numbers{
      {"--seeds", &asked.seeds},     {"--accounts", &o.accounts},    {"--days", &o.days},
      {"--calm-days", &o.calm_days}, {"--faults", &o.fault_percent}, {"--crashes", &o.crashes_a_day},
      {"--stops", &o.stops_a_day},   {"--people", &o.people_a_day},  {"--plants", &o.plant_a_day}};
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--events") {
      o.prints_events = true;
    } else if (word == "--large") {
      asked.is_large = true;
    } else if (i + 1 == argc) {
      throw std::runtime_error(word + " is not known, or lacks its number");
    } else if (word == "--seed") {
      o.seed = number<std::uint64_t>(word, argv[++i]);
    } else if (const auto known = numbers.find(word); known != numbers.end()) {
      *known->second = number<int>(word, argv[++i]);
    } else {
      throw std::runtime_error(word + " is not known");
    }
  }
  if (o.accounts < 1 || o.calm_days < 1 || o.days <= o.calm_days || asked.seeds < 1)
    throw std::runtime_error("at least one account, one calm day, and one day before it");
  return asked;
}

/// All that was lived, for the last line.
struct Sum {
  std::map<std::string, std::uint64_t> counts;
  std::set<std::string> died_at, faults;
  std::uint64_t events = 0;
  int broken = 0;

  void add(const WeeksResult& one) {
    for (const auto& [what, count] : one.counts) counts[what] += count;
    died_at.insert(one.died_at.begin(), one.died_at.end());
    faults.insert(one.faults.begin(), one.faults.end());
    events += one.events;
    broken += one.violations.empty() ? 0 : 1;
  }
};

std::uint64_t count_of(const WeeksResult& result, const std::string& what) {
  const auto found = result.counts.find(what);
  return found == result.counts.end() ? 0 : found->second;
}

/// A seed that cannot even begin is broken like any other, and the next one is lived.
WeeksResult lived(const WeeksOptions& options) try { return Weeks(options).live(); } catch (const std::exception& e) {
  WeeksResult result;
  result.violations.push_back(std::string("did not begin: ") + e.what());
  return result;
}

/// returns: the processor's seconds that it took
double live(const WeeksOptions& options, const std::string& progress, Sum& sum) {
  const auto began = calloff::bench::wall_seconds(), used = calloff::bench::process_seconds();
  const auto result = lived(options);
  const auto took = calloff::bench::wall_seconds() - began;
  sum.add(result);
  const bool is_terminal = isatty(STDOUT_FILENO) != 0;
  fmt::print("{}{} seed {}: {} events, {} polls, {} crashes, {:.1f} s, events {}{}", is_terminal ? "\r\x1b[K" : "",
             progress, options.seed, result.events, count_of(result, "polls"), count_of(result, "crashes"), took,
             result.hash.substr(0, 16), is_terminal && result.violations.empty() ? "" : "\n");
  for (std::size_t i = 0; i < result.violations.size() && i < kShownViolations; ++i)
    fmt::print("  BROKEN {}\n", result.violations[i]);
  if (!result.violations.empty())
    fmt::print("  {} in all; to see every event:  ./dev sim {} --events\n", result.violations.size(), options.words());
  std::fflush(stdout);
  return calloff::bench::process_seconds() - used;
}

/// Is it quick enough? A run that broke a promise says nothing about that.
bool judge_large(double took, const Sum& sum) {
  if (sum.broken > 0) return true;
  const bool is_met = took <= kLargeSeconds;
  fmt::print("{}two weeks of 40 accounts take a processor {:.1f} s, {:.0f} s aimed at: {}\n",
             isatty(STDOUT_FILENO) ? "\r\x1b[K" : "", took, kLargeSeconds, is_met ? "met" : "NOT MET");
  std::fflush(stdout);
  return is_met;
}

int run(const Asked& asked) {
  const auto began = calloff::bench::wall_seconds();
  Sum sum;
  auto options = asked.options;
  bool is_quick = true;
  if (asked.is_large) {
    WeeksOptions large;
    large.seed = options.seed;
    const auto took = live(large, "two weeks of 40 accounts,", sum);
    is_quick = judge_large(took, sum);
  }
  for (int i = 0; i < asked.seeds; ++i, ++options.seed) live(options, fmt::format("[{}/{}]", i + 1, asked.seeds), sum);
  fmt::print("\n{} events in {:.0f} s; {} kinds of faults met, died at {} places\n", sum.events,
             calloff::bench::wall_seconds() - began, sum.faults.size(), sum.died_at.size());
  for (const auto& [what, count] : sum.counts) fmt::print("  {:26} {}\n", what, count);
  fmt::print("{}\n", sum.broken == 0 ? "No promise was broken." : fmt::format("{} seeds broke a promise.", sum.broken));
  if (!is_quick) fmt::print("Two weeks of 40 accounts took longer than {:.0f} s.\n", kLargeSeconds);
  return sum.broken == 0 && is_quick ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) try { return run(read(argc, argv)); } catch (const std::exception& failed) {
  fmt::print(stderr, "calloff-sim: {}\n", failed.what());
  return 2;
}
