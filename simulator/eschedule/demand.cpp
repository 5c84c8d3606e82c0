#include "simulator/eschedule/demand.hpp"

#include <fmt/format.h>

#include "simulator/dice.hpp"

namespace calloff::simulator {
namespace {

using std::chrono::sys_days;

constexpr int kWeekOfTheWorld = 7;  // ids and weeks count from a Monday

int week_number(LocalDate date) { return day_number(date) / kWeekOfTheWorld; }

LocalDate month_after(LocalDate first) {
  return LocalDate(sys_days((first.year() / first.month() + std::chrono::months(1)) / 1));
}

enum class Habit { steady, varying, every_third_week, begins_later, runs_out };

/// One part's need at one dock of one site, as seen by one release.
class Need {
 public:
  Need(const Site& site, std::uint64_t seed, const Part& part, std::string_view dock, LocalDate world_week,
       const Release& release)
      : key_(fmt::format("{}/{}/{}", site.code, part.number, dock)), seed_(seed), pack_(part.pack), release_(release) {
    Dice dice(seed, "need/" + key_);
    const int throw_of_100 = dice.between(1, 100);
    habit_ = throw_of_100 <= 40   ? Habit::steady
             : throw_of_100 <= 75 ? Habit::varying
             : throw_of_100 <= 87 ? Habit::every_third_week
             : throw_of_100 <= 94 ? Habit::begins_later
                                  : Habit::runs_out;
    boxes_ = dice.between(2, 12);
    phase_ = dice.between(0, 2);
    turning_week_ = week_number(world_week) + dice.between(2, 5);
    // Most forecasts stay as they were a week ago; some are raised or lowered from the second week on.
    Dice change(seed, fmt::format("need/{}/{}/{}", key_, to_string(release.first_day), release.version));
    if (change.chance(release.version > 1 ? 35 : 12)) change_percent_ = change.between(0, 1) ? 125 : 75;
  }

  Habit habit() const { return habit_; }

  /// None: not known yet, or not any more.
  std::optional<int> of_day(LocalDate date) const {
    const int week = week_number(date);
    if (habit_ == Habit::begins_later && week < turning_week_) return std::nullopt;
    if (habit_ == Habit::runs_out && week > turning_week_) return std::nullopt;
    if (!is_workday(date) || (habit_ == Habit::every_third_week && week % 3 != phase_)) return 0;
    int boxes = boxes_;
    if (habit_ == Habit::varying) {
      Dice dice(seed_, fmt::format("need/{}/{}", key_, to_string(date)));
      boxes += dice.between(-1, 2);
    }
    if (date >= release_.week(1)) boxes = boxes * change_percent_ / 100;
    return boxes * pack_;
  }

  /// Of all days from `first` to before `end`; none if no day of them is known.
  std::optional<int> of_days(LocalDate first, LocalDate end) const {
    std::optional<int> sum;
    for (auto date = first; date < end; date = add_days(date, 1)) {
      if (const auto day = of_day(date)) sum = sum.value_or(0) + *day;
    }
    return sum;
  }

  int pack() const { return pack_; }

 private:
  std::string key_;
  std::uint64_t seed_;
  int pack_;
  const Release& release_;
  Habit habit_ = Habit::steady;
  int boxes_ = 0, phase_ = 0, turning_week_ = 0, change_percent_ = 100;
};

ReleaseLine line_of(const Site& site, std::uint64_t seed, const Part& part, std::string_view dock, LocalDate world_week,
                    const Release& release) {
  const Need need(site, seed, part, dock, world_week, release);
  ReleaseLine line;
  line.part = &part;
  line.dock = dock;
  for (std::size_t i = 0; i < kDays; ++i) line.days[i] = need.of_day(add_days(release.first_day, static_cast<int>(i)));
  for (std::size_t i = 0; i < kWeeks; ++i) line.weeks[i] = need.of_days(release.week(i), add_days(release.week(i), 7));
  for (std::size_t i = 0; i < kMonths; ++i)
    line.months[i] = need.of_days(release.month(i), month_after(release.month(i)));
  const auto today = china_date(release.published);
  if (need.habit() == Habit::begins_later) line.remark = site.words->new_part;
  if (need.habit() == Habit::runs_out) line.remark = site.words->phase_out;
  if (need.habit() == Habit::begins_later && !need.of_day(today)) return line;  // nothing was ever received
  Dice dice(seed, fmt::format("behind/{}/{}/{}/{}", site.code, part.number, dock, to_string(release.first_day)));
  line.behind = dice.chance(20) ? need.pack() * dice.between(1, 3) : 0;
  line.received = std::max(0, need.of_days(today.year() / 1 / 1, today).value_or(0) - *line.behind);
  return line;
}

}  // namespace

std::vector<ReleaseLine> release_lines(const Site& site, std::uint64_t seed, LocalDate world_week,
                                       const Release& release) {
  std::vector<ReleaseLine> lines;
  for (const auto& part : parts()) {
    Dice dice(seed, fmt::format("parts/{}/{}", site.code, part.number));
    if (!dice.chance(75)) continue;  // another plant's part
    const auto home = static_cast<std::size_t>(dice.between(0, 3));
    lines.push_back(line_of(site, seed, part, site.docks[home], world_week, release));
    if (dice.chance(10)) lines.push_back(line_of(site, seed, part, site.docks[(home + 1) % 4], world_week, release));
  }
  return lines;
}

}  // namespace calloff::simulator
