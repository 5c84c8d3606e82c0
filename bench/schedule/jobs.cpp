// One scheduler with the jobs of a thousand gateways: a real store, real time, polls that do nothing.
#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <cmath>

#include "app/task_group.hpp"
#include "base/dates.hpp"
#include "bench/schedule/parts.hpp"
#include "bench/support/timing.hpp"
#include "schedule/scheduler.hpp"
#include "store/database.hpp"
#include "support/temporary_folder.hpp"

namespace calloff::bench {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr std::size_t kJobs = 100'000;
constexpr auto kRest = 60s;    ///< a whole minute: what looks at the clock does so once in it
constexpr auto kJitter = 30s;  ///< over which they come due
constexpr double kIdleLimit_percent = 1;

std::vector<schedule::ScheduledFeed> feeds(const Calendar& calendar) {
  settings::PollSchedule every;
  every.when = std::vector<std::chrono::minutes>{0min};
  every.on_every_day = true;
  every.jitter = kJitter;
  std::vector<schedule::ScheduledFeed> all;
  for (std::size_t i = 0; i < kJobs; ++i)
    all.push_back({{fmt::format("c{:05}", i), "JQ", "daily"}, {every, calendar, "Asia/Shanghai", {0min, 1440min}}});
  return all;
}

std::size_t heap_bytes() { return mallinfo2().uordblks; }

double percentile(std::vector<double>& values, double part) {
  std::ranges::sort(values);
  return values.at(std::min(values.size() - 1, std::size_t(part * double(values.size()))));
}

/// What was seen of them.
struct Seen {
  std::vector<double> lags_ms;
  double start_s = 0, idle_percent = 0, fire_cpu_s = 0, bytes = 0;
};

class Jobs {
 public:
  /// clock: an instant, a while before all of them are due
  Jobs(store::Store& store, Clock& clock, asio::io_context& io, Instant due)
      : store_(store),
        clock_(clock),
        due_(due),
        heap_(heap_bytes()),
        scheduler_(
            store, clock, [](const LogLine&) {}, feeds(Calendar()),
            [this](std::size_t feed, Instant planned) { return fire(feed, planned); }),
        tasks_(io.get_executor(), [this](const std::string&, std::exception_ptr failure) { defect_ = failure; }) {}

  asio::awaitable<void> watch() {
    const auto began = wall_seconds();
    for (std::size_t i = 0; i < scheduler_.size(); ++i) tasks_.spawn("job", scheduler_.run(i));
    while (co_await remembered() < kJobs) co_await clock_.sleep_until(clock_.boot() + 500ms);
    seen_.start_s = wall_seconds() - began;
    if (clock_.now() + kRest > due_) throw std::runtime_error("the jobs are due before they have rested");
    seen_.bytes = double(heap_bytes() - heap_) / double(kJobs);
    const auto cpu = process_seconds();
    const auto rested = wall_seconds();
    co_await clock_.sleep_until(clock_.boot() + kRest);
    seen_.idle_percent = 100 * (process_seconds() - cpu) / (wall_seconds() - rested);
    const auto before = process_seconds();
    while (seen_.lags_ms.size() < kJobs && !defect_) co_await clock_.sleep_until(clock_.boot() + 1s);
    seen_.fire_cpu_s = process_seconds() - before;
    tasks_.stop();
    co_await tasks_.wait();
    if (defect_) std::rethrow_exception(defect_);
  }

  Seen& seen() { return seen_; }

 private:
  asio::awaitable<std::optional<Error>> fire(std::size_t feed, Instant planned) {
    settings::PollSchedule schedule;
    schedule.jitter = kJitter;
    const auto due = planned + schedule::jitter_of(schedule, fmt::format("c{:05} JQ daily", feed), planned);
    seen_.lags_ms.push_back(double((clock_.now() - due).count()));
    co_return std::nullopt;
  }

  asio::awaitable<std::size_t> remembered() {
    auto count = co_await store_.read([](store::Reader& r) -> Result<std::size_t> {
      return std::size_t(r.session().query("select count(*) from feed_state").at(0).integer(0));
    });
    co_return count.value();
  }

  store::Store& store_;
  Clock& clock_;
  Instant due_;
  std::size_t heap_;
  schedule::Scheduler scheduler_;
  app::TaskGroup tasks_;
  Seen seen_;
  std::exception_ptr defect_;
};

}  // namespace

std::vector<Finding> measure_jobs() {
  const test::TemporaryFolder folder;
  const auto real = system_clock();
  // Plant-local midnight comes in a while: long enough to begin, and to rest.
  const auto due = parse_instant("2026-03-11T00:00:00+08:00").value();
  const auto clock = system_clock(due - 240s - real->now());
  auto store = store::Store::open(folder.path() / "data", store::Mode::write, *clock);
  if (!store) throw std::runtime_error(sentence(store.error()));
  asio::io_context io(1);
  Seen seen;
  {
    Jobs jobs(**store, *clock, io, due);
    std::exception_ptr defect;
    asio::co_spawn(io, jobs.watch(), [&](std::exception_ptr failure) {
      defect = failure;
      io.stop();
    });
    io.run();
    if (defect) std::rethrow_exception(defect);
    seen = std::move(jobs.seen());
  }
  auto idle =
      at_most(fmt::format("jobs: {} at rest, of one processor", kJobs), seen.idle_percent, kIdleLimit_percent, 2, " %");
  return {figure("jobs: all begun, each durable", fmt::format("{:.1f} s", seen.start_s), "a read and a write each"),
          idle,
          figure("jobs: bytes each", fmt::format("{:.0f}", seen.bytes), "timetable and what waits for its time"),
          figure("jobs: firing lag p50", fmt::format("{:.0f} ms", percentile(seen.lags_ms, 0.5)),
                 fmt::format("{} due within {} s of each other", kJobs, kJitter.count())),
          figure("jobs: firing lag p99", fmt::format("{:.0f} ms", percentile(seen.lags_ms, 0.99)),
                 "each writes what is due next"),
          figure("jobs: processor time of that", fmt::format("{:.1f} s", seen.fire_cpu_s))};
}

}  // namespace calloff::bench
