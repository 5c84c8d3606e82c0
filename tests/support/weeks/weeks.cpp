#include "support/weeks/weeks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/hash.hpp"
#include "inbound/outcome.hpp"
#include "simulator/china_time.hpp"
#include "store/states.hpp"
#include "support/weeks/weeks_config.hpp"

namespace calloff::test {

using namespace std::chrono_literals;

namespace {

/// The last midnight: the days before it are two workdays, whatever the length.
Instant end_of_all() { return simulator::china_instant(std::chrono::year(2026) / 3 / 28, 0h); }

constexpr int kSheetsADay = 2;

Worlds make_worlds(const WeeksOptions& options, Instant start) {
  Worlds worlds;
  for (int number = 0; number < options.accounts; ++number)
    worlds.push_back(std::make_unique<AccountWorld>(account_name(number), site_of(number, options.accounts),
                                                    options.seed * 1000 + std::uint64_t(number), start, kSheetsADay));
  return worlds;
}

std::string told(const Result<store::RunRecord>& run) {
  if (!run) return run.error().code;
  return fmt::format("{} {} documents={} records={}{}", run->id, store::to_string(*run->outcome), run->documents,
                     run->records, run->cause ? " " + run->cause->code : "");
}

PollEnd end_of(const Result<store::RunRecord>& run) {
  using enum PollEnd::How;
  // The host wants to be left alone: nothing was asked yet.
  if (!run) return {run.error().code == "accounts/asked_to_wait" ? put_off : refused, run.error().code};
  if (run->outcome == store::RunOutcome::stopped) return {cut, {}};
  const bool may_come_good =
      run->outcome != store::RunOutcome::partial && run->cause && inbound::may_come_good(*run->cause);
  return {may_come_good ? failed_for_a_while : whole, {}};
}

}  // namespace

std::string WeeksOptions::words() const {
  return fmt::format(
      "--seed {} --accounts {} --days {} --calm-days {} --faults {} --crashes {} --stops {} --people {} --plants {}",
      seed, accounts, days, calm_days, fault_percent, crashes_a_day, stops_a_day, people_a_day, plant_a_day);
}

Weeks::Weeks(WeeksOptions options)
    : options_(options),
      dice_(options.seed, "weeks"),
      prepared_(prepare_accounts(folder_.path() / "config", options.accounts)),
      start_(end_of_all() - std::chrono::days(options.days)),
      end_(end_of_all()),
      clock_(start_),
      worlds_(make_worlds(options, start_)),
      slots_(
          app::scheduled_feeds(prepared_), start_,
          [this](std::size_t feed, Instant from) {
            return slot_notes(process_->kept(), prepared_.feeds[feed].key, from);
          },
          [this](std::string what) { broken(what); }),
      checks_(prepared_.feeds, [this](std::string what) { broken(what); }),
      prune_checks_([this](std::string what) { broken(what); }),
      told_(options.seed, clock_, [this](std::string what) { broken(what); }) {}

void Weeks::event(const std::string& what) {
  ++result_.events;
  const auto line = to_string(clock_.now()) + " " + what;
  result_.hash = sha256(result_.hash + line);
  if (options_.prints_events) fmt::print("#{} {}\n", result_.events, line);
}

void Weeks::broken(const std::string& what) {
  result_.violations.push_back(fmt::format("event #{} at {}: {}", result_.events, to_string(clock_.now()), what));
  if (options_.prints_events) fmt::print("BROKEN {}\n", result_.violations.back());
}

void Weeks::check_after_event() {
  checks_.after_event(process_->kept());
  slots_.look(clock_.now());
  for (const auto& world : worlds_)
    for (const auto& excess : world->take_excesses()) broken(excess);
}

/// What leaves is judged by what is so when it does: a moment later the customer may list it again.
void Weeks::written(const std::string& job) {
  if (job == "store.prune_marked") prune_checks_.after_write(process_->kept(), clock_.now());
  if (job == "notify.told") told_.noted();
}

/// Mostly while the portals publish and everybody polls.
Instant Weeks::at_work(int day) {
  const auto from = start_ + std::chrono::days(day);
  return dice_.chance(60) ? from + 11h + 10min + std::chrono::seconds(dice_.between(0, 7000))
                          : from + 8h + std::chrono::seconds(dice_.between(0, 11 * 3600));
}

void Weeks::add_often(std::vector<Planned>& plan, Doing doing, int a_day, int days) {
  for (int day = 0; day < days; ++day)
    for (int i = 0; i < a_day; ++i) plan.push_back({at_work(day), doing});
}

std::vector<Weeks::Planned> Weeks::plan() {
  std::vector<Planned> plan;
  const auto trouble = options_.days - options_.calm_days;
  add_often(plan, Doing::crash, options_.crashes_a_day, trouble);
  add_often(plan, Doing::stop, options_.stops_a_day, trouble);
  add_often(plan, Doing::person, options_.people_a_day, trouble);
  add_often(plan, Doing::plant, options_.plant_a_day, trouble);
  plan.push_back({start_ + std::chrono::days(trouble), Doing::calm});
  std::sort(plan.begin(), plan.end());
  return plan;
}

std::uint64_t Weeks::free_on_disk() const {
  return disk_full_until_ && clock_.now() < *disk_full_until_ ? 0 : std::numeric_limits<std::uint64_t>::max();
}

void Weeks::start() {
  const auto data = folder_.path() / fmt::format("data-{}", lives_);
  process_ = std::make_unique<SimulatedProcess>(
      ProcessSurroundings{prepared_, clock_, worlds_, *this, told_, [this] { return std::optional(free_on_disk()); }},
      data);
}

void Weeks::is_ready() {
  slots_.process_up(clock_.now());
  event("up");
  check_after_event();
}

/// A process that died: what it left is what the next one finds.
void Weeks::bury() {
  slots_.process_down(clock_.now());
  ++result_.counts["crashes"];
  const auto& at = process_->life().ended_at();
  result_.died_at.insert(at);
  event("killed at " + at);
  process_->die();
  const auto left = process_->data();
  leave_to_next(left, folder_.path() / fmt::format("data-{}", ++lives_));
  process_.reset();
  std::filesystem::remove_all(left);
}

/// Mostly a supervisor does it at once; now and then nobody notices for hours.
void Weeks::restart_later() {
  const auto pause = dice_.chance(80) ? std::chrono::seconds(dice_.between(1, 30))
                                      : std::chrono::seconds(dice_.between(600, 4 * 3600));
  const auto at =
      std::min<Instant>(clock_.now() + pause, start_ + std::chrono::days(options_.days - options_.calm_days));
  boost::asio::io_context nobody;
  clock_.run_until(nobody, std::max(at, clock_.now()), [] { return false; });
  start();
}

void Weeks::live_until(Instant until) {
  while (clock_.now() < until) {
    process_->run_until(until);
    if (!process_->is_dead()) return;
    bury();
    restart_later();
  }
}

void Weeks::stop() {
  event("told to stop");
  slots_.process_down(clock_.now());
  process_->life().live_on();
  process_->stop();
  process_.reset();
  ++result_.counts["stops"];
}

void Weeks::act(Doing doing) {
  switch (doing) {
    case Doing::crash:
      return process_->life().end_at(dice_.between(1, 80));
    case Doing::stop:
      stop();
      return restart_later();
    case Doing::person:
      return act_as_person();
    case Doing::plant:
      return act_as_plant();
    case Doing::calm:
      return calm_down();
  }
}

void Weeks::type(std::vector<std::string> words) {
  ++result_.counts["verbs"];
  process_->type(std::move(words));
}

void Weeks::verb_ended(const std::vector<std::string>& words, int exit) {
  event(fmt::format("`{}` exit {}", fmt::join(words, " "), exit));
  check_after_event();
}

void Weeks::poll_begins(std::size_t index, Instant planned) {
  slots_.poll_begins(index, planned, clock_.now());
  if (!is_calm_) world_of(prepared_.feeds[index]).roll_faults(options_.fault_percent);
}

void Weeks::poll_ended(std::size_t index, Instant planned, const Result<store::RunRecord>& run) {
  const auto& feed = prepared_.feeds[index];
  const auto ended = end_of(run);
  slots_.poll_ended(index, clock_.now(), ended);
  event(store::to_string(feed.key) + ": " + told(run));
  ++result_.counts["polls"];
  if (!run) {
    if (run.error().code != "feed/held" && ended.how != PollEnd::How::put_off)
      broken(store::to_string(feed.key) + ": " + sentence(run.error()));
    return;
  }
  if (run->planned != planned) broken("I10 " + run->id + " was planned for another slot");
  check_after_event();
  const auto shown = world_of(feed).take_shown(feed.key.feed);
  const bool is_good = run->outcome == store::RunOutcome::ok || run->outcome == store::RunOutcome::unchanged;
  if (is_good) ++result_.counts["good polls"];
  if (is_good && shown) checks_.after_good_poll(process_->kept(), feed, *shown);
}

void Weeks::calm_down() {
  event("calm");
  is_calm_ = true;
  told_.calm_down();
  disk_full_until_.reset();
  process_->life().live_on();
  for (auto& world : worlds_) world->end_faults();
  for (const auto& feed : prepared_.feeds) {
    auto words = feed_words(feed);
    words.insert(words.begin(), {"feed", "release"});
    type(words);
  }
  for (const auto& customer : prepared_.configuration.customers) type({"account", "release", customer.customer, "a"});
}

void Weeks::end() {
  event("the end");
  auto& store = process_->kept();
  slots_.close(clock_.now());
  for (const auto& feed : prepared_.feeds) checks_.compare(store, feed, world_of(feed), clock_.now() - 9h);
  checks_.all_is_well(store, worlds_);
  checks_.in_the_end(store, 0);
  prune_checks_.in_the_end(store);
  told_.in_the_end(store);
  stop();
}

void Weeks::live_all() {
  start();
  for (const auto& [at, doing] : plan()) {
    live_until(at);
    act(doing);
  }
  live_until(end_);
  end();
}

WeeksResult Weeks::live() {
  // Whatever cannot be gone on from is broken after the event at which it was met, and can be lived again.
  try {
    live_all();
  } catch (const std::exception& defect) {
    broken(std::string("cut off: ") + defect.what());
  }
  const auto& slots = slots_.counts();
  auto& counts = result_.counts;
  counts["slots run"] = slots.run;
  counts["slots passed: down"] = slots.passed_down;
  counts["slots passed: busy"] = slots.passed_busy;
  counts["polls cut"] = slots.cut;
  counts["slots tried again"] = slots.tried_again;
  counts["slots made up for"] = slots.made_up;
  counts["slots noted as skipped"] = slots.noted;
  counts["documents decoded again"] = checks_.redecoded();
  counts["documents pruned"] = prune_checks_.documents();
  counts["files pruned"] = prune_checks_.files();
  counts["facts told"] = told_.facts();
  counts["wakes"] = clock_.wakes();
  for (const auto& world : worlds_) {
    counts["requests"] += world->requests;
    counts["bytes"] += world->bytes;
    counts["log-ins"] += world->log_ins();
    result_.faults.insert(world->faults().begin(), world->faults().end());
  }
  return std::move(result_);
}

}  // namespace calloff::test
