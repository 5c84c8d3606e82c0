// Commands as whole processes: from the shell's fork to their end.
#include <fmt/format.h>

#include "base/dates.hpp"
#include "bench/schedule/parts.hpp"
#include "bench/support/site.hpp"
#include "bench/support/timing.hpp"
#include "store/runs.hpp"
#include "store/store.hpp"
#include "support/paths.hpp"

namespace calloff::bench {
namespace {

constexpr int kRounds = 31, kRuns = 2000;
constexpr double kVersionLimit_ms = 10, kListLimit_ms = 20;
const std::string kNow = "2026-03-10T11:35:00+08:00";

void fill(const std::filesystem::path& data, Clock& clock) {
  auto store = store::Store::open(data, store::Mode::write, clock);
  if (!store) throw std::runtime_error(sentence(store.error()));
  const auto kept = (*store)->write_now("bench.runs", [&](store::Writer& w) -> Result<void> {
    for (int i = 0; i < kRuns; ++i) {
      store::RunRecord run;
      run.adapter = "sgm_eschedule";
      run.customer = "c0001";
      run.plant = "JQ";
      run.feed = "daily";
      run.account = "jq";
      run.started = w.now() + std::chrono::minutes(i - kRuns);
      run.id = store::start_run(w, run);
      run.ended = run.started;
      run.outcome = store::RunOutcome::unchanged;
      if (auto finished = store::finish_run(w, run); !finished) return finished;
    }
    return {};
  });
  if (!kept) throw std::runtime_error(sentence(kept.error()));
}

void must_go_well(const test::process::Start& start) {
  const auto ended = test::process::run(start);
  if (ended.exit != 0 || ended.signal != 0) throw std::runtime_error(start.program + " went wrong: " + ended.err);
}

double milliseconds_of(const test::process::Start& start) {
  const auto began = wall_seconds();
  must_go_well(start);
  return 1000 * (wall_seconds() - began);
}

}  // namespace

std::vector<Finding> measure_commands() {
  const Site site({1, "http://127.0.0.1:9", {}, {}, kNow});
  const auto clock = frozen_clock(parse_instant(kNow).value());
  fill(site.folder() / "data", *clock);
  const auto program = (test::build_folder() / "bin/calloff").string();
  const test::process::Start nothing{"/bin/true", {}, {}, {}}, version{program, {"--version"}, {}, {}};
  const test::process::Start list{program,
                                  {"--config", (site.folder() / "config").string(), "--data",
                                   (site.folder() / "data").string(), "--now", kNow, "run", "list"},
                                  {{"BENCH_USER_0001", "SIM-JQ-0001"}, {"BENCH_PASSWORD", "sim-jq-2026"}},
                                  {}};
  std::vector<std::vector<double>> took(3);
  for (int round = -1; round < kRounds; ++round)
    for (std::size_t i = 0; const auto* each : {&nothing, &version, &list})
      if (const auto ms = milliseconds_of(*each); round >= 0)
        took[i++].push_back(ms);
      else
        ++i;
  const auto base = median(took[0]), of_version = median(took[1]), of_list = median(took[2]);
  auto first = at_most("commands: calloff --version", of_version, kVersionLimit_ms, 1, " ms");
  auto second = at_most("commands: calloff run list", of_list, kListLimit_ms, 1, " ms");
  first.note += fmt::format("; {:.1f} times /bin/true", of_version / base);
  second.note += fmt::format("; {:.1f} times /bin/true; the newest 100 of {} runs", of_list / base, kRuns);
  return {figure("commands: /bin/true, started the same way", fmt::format("{:.1f} ms", base),
                 fmt::format("median of {}, in turn with the others, from fork to end", kRounds)),
          first, second};
}

}  // namespace calloff::bench
