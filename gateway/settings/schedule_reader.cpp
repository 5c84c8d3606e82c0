// A feed's `schedule` -> PollSchedule.
#include "settings/values.hpp"

namespace calloff::settings {
namespace {

Error bad_schedule(const Place& place, std::string reason) {
  return error_at(place, "settings/bad_schedule", {{"reason", std::move(reason)}});
}

CatchUp read_catch_up(std::string_view word) {
  if (word == "skip") return CatchUp::skip;
  return word == "all" ? CatchUp::all : CatchUp::run_once;
}

PollWindow read_window(const Values& schedule, std::vector<Error>& errors) {
  PollWindow window{schedule.seconds("every"), schedule.time("from").value_or(std::chrono::minutes(0)),
                    schedule.time("to").value_or(std::chrono::minutes(1440))};
  if (window.from >= window.to)
    errors.push_back(bad_schedule(schedule.value_place("to"), "'to' must be later than 'from' on the same day"));
  else if (window.every > window.to - window.from)
    errors.push_back(bad_schedule(schedule.value_place("every"), "'every' is longer than the window; use 'at'"));
  if (schedule.seconds("jitter") >= window.every && window.every.count() > 0)
    errors.push_back(bad_schedule(schedule.value_place("jitter"), "'jitter' must be shorter than 'every'"));
  return window;
}

std::vector<std::chrono::minutes> read_times(const Values& schedule, std::vector<Error>& errors) {
  std::vector<std::chrono::minutes> times;
  for (const auto* node : schedule.list("at")) {
    const auto time = parse_time_of_day(node->text);
    if (!time) continue;
    if (!times.empty() && *time <= times.back())
      errors.push_back(bad_schedule(node->place, "times must rise through the day, each once"));
    times.push_back(*time);
  }
  if (times.empty()) errors.push_back(bad_schedule(schedule.value_place("at"), "'at' names no time"));
  return times;
}

}  // namespace

PollSchedule read_schedule(const Values& schedule, std::vector<Error>& errors) {
  PollSchedule result{PollWindow{}};
  if (!schedule.node() || !schedule.node()->is_map()) return result;
  result.on_every_day = schedule.text("days") == "every_day";
  result.jitter = schedule.seconds("jitter");
  result.catch_up = read_catch_up(schedule.text("catch_up"));
  result.until_complete = schedule.text("until") == "complete";
  const bool by_cron = schedule.has("cron"), by_time = schedule.has("at"), by_window = schedule.has("every");
  if (int(by_cron) + int(by_time) + int(by_window) != 1) {
    errors.push_back(
        bad_schedule(schedule.node()->place, "exactly one of 'cron', 'at' and 'every' must stand in a schedule"));
    return result;
  }
  for (const auto* key : {"from", "to", "until"})
    if (!by_window && schedule.has(key))
      errors.push_back(bad_schedule(schedule.place(key), "'" + std::string(key) + "' goes with 'every' only"));
  if (by_cron && schedule.has("days"))
    errors.push_back(
        bad_schedule(schedule.place("days"), "'days' does not go with 'cron', whose weekday field says it"));
  if (by_window) result.when = read_window(schedule, errors);
  if (by_time) result.when = read_times(schedule, errors);
  if (by_cron)
    if (auto cron = Cron::parse(schedule.text("cron"))) result.when = std::move(*cron);
  return result;
}

ExpectedBy read_expected(const Values& values, std::vector<Error>& errors) {
  ExpectedBy expected;
  expected.warn = values.time("warn");
  expected.escalate = values.time("escalate");
  expected.weekdays = read_weekdays(values, "on");
  expected.ahead = int(values.integer("ahead"));
  if (values.has("numbers")) {
    const auto numbers = values.object("numbers");
    expected.numbers = Numbering{int(numbers.integer("digits")), std::nullopt};
    if (numbers.has("first")) expected.numbers->first = int(numbers.integer("first"));
  }
  if (expected.warn && expected.escalate && *expected.warn > *expected.escalate)
    errors.push_back(error_at(values.value_place("escalate"), "settings/escalates_early"));
  if (values.node() && values.node()->is_map() && !values.has("warn") && !values.has("escalate"))
    errors.push_back(error_at(values.node()->place, "settings/none_of", {{"key", "expected_by"}}));
  return expected;
}

}  // namespace calloff::settings
