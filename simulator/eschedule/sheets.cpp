#include "simulator/eschedule/sheets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "simulator/dice.hpp"

namespace calloff::simulator {
namespace {

using namespace std::chrono_literals;

constexpr int kHistoryADay = 3, kTodayAtStart = 5;
constexpr int kListedWorkdaysAfter = 2;  // of the arrival
constexpr int kSheetsADayLimit = 99;     // the sid has two digits for it

/// The same time of day on the next day that the plant works, if it does not work that day.
Instant on_a_workday(Instant instant) {
  const auto local = china(instant);
  const auto day = workday_from(local.date);
  return day == local.date ? instant : china_instant(day, std::chrono::floor<std::chrono::minutes>(local.of_day));
}

}  // namespace

int Sheet::boxes() const {
  int sum = 0;
  for (const auto& line : lines) sum += line.boxes;
  return sum;
}

SheetState state_of(const Sheet& sheet, Instant now) {
  if (sheet.cancelled) return SheetState::cancelled;
  if (now >= sheet.arrive + 1h) return SheetState::received;
  if (now >= sheet.pickup) return SheetState::shipped;
  if (sheet.changed) return SheetState::changed;
  if (sheet.accepted) return SheetState::accepted;
  return sheet.opened ? SheetState::read : SheetState::unread;
}

bool is_acceptable(const Sheet& sheet, Instant now) {
  const auto state = state_of(sheet, now);
  return state == SheetState::unread || state == SheetState::read || state == SheetState::changed;
}

void cancel(Sheet& sheet) { sheet.cancelled = true; }

void change(Sheet& sheet, std::size_t index, int quantity, Change how) {
  if (how == Change::silent && !sheet.listed_boxes) sheet.listed_boxes = sheet.boxes();
  auto& line = sheet.lines.at(index);
  line.required = line.committed = quantity;
  line.boxes = (quantity + line.part->pack - 1) / line.part->pack;
  if (how == Change::silent) return;
  sheet.changed = true;
  sheet.accepted = false;
  sheet.listed_boxes.reset();
}

SheetBook::SheetBook(const Site& site, std::uint64_t seed, Instant start, int sheets_a_day)
    : site_(site),
      seed_(seed),
      start_date_(china_date(start)),
      sheets_a_day_(std::min(sheets_a_day, kSheetsADayLimit)) {}

SheetLine SheetBook::make_line(Dice& dice, bool accepted) const {
  const auto& part = parts()[static_cast<std::size_t>(dice.between(0, static_cast<int>(parts().size()) - 1))];
  const int boxes = dice.between(1, 12);
  // A supplier that accepts may promise a box less than asked.
  const int promised = accepted && boxes > 1 && dice.chance(15) ? boxes - 1 : boxes;
  return {&part,
          boxes * part.pack,
          promised * part.pack,
          boxes,
          fmt::format("K{:05}", dice.between(1, 99999)),
          fmt::format("{}{}", dice.chance(50) ? "TRIM" : "CHAS", dice.between(1, 4))};
}

Sheet SheetBook::make(LocalDate target, int index, Instant published) const {
  Dice dice(seed_, fmt::format("sheet/{}/{}/{}", site_.code, to_string(target), index));
  Sheet sheet;
  sheet.sid = fmt::format("{:05}{:02}", 90000 + day_number(target), index + 1);
  sheet.number = fmt::format("{}{}{:03}", site_.code, six_digits(target), index + 1);
  sheet.target = target;
  sheet.published = published;
  sheet.pickup = china_instant(target, 6h + 15min * dice.between(0, 60));
  sheet.arrive = on_a_workday(sheet.pickup + std::chrono::hours(site_.transit_hours) + 15min * dice.between(0, 3));
  sheet.dock = site_.docks[static_cast<std::size_t>(dice.between(0, 3))];
  sheet.route = site_.routes[static_cast<std::size_t>(dice.between(0, 2))];
  sheet.carrier = site_.carriers[static_cast<std::size_t>(dice.between(0, 1))];
  sheet.accepted = target <= start_date_;
  const int lines = dice.between(1, 6);
  while (static_cast<int>(sheet.lines.size()) < lines) {
    auto line = make_line(dice, sheet.accepted);
    const auto same = [&](const SheetLine& other) { return other.part == line.part; };
    if (std::none_of(sheet.lines.begin(), sheet.lines.end(), same)) sheet.lines.push_back(std::move(line));
  }
  return sheet;
}

SheetBook::Day& SheetBook::day(LocalDate target) {
  auto [found, is_new] = days_.try_emplace(target);
  auto& day = found->second;
  if (!is_new) return day;
  Dice dice(seed_, fmt::format("publication/{}/{}", site_.code, to_string(target)));
  day.due = china_instant(previous_workday(target), 11h + std::chrono::minutes(dice.between(2, 8)));
  const int count = target < start_date_ ? kHistoryADay : target == start_date_ ? kTodayAtStart : sheets_a_day_;
  // The portal puts them out one after another, not at one stroke.
  for (int i = 0; i < std::min(count, sheets_a_day_); ++i) day.sheets.push_back(make(target, i, day.due + 5s * i));
  return day;
}

std::vector<Sheet*> SheetBook::listed(Instant now) {
  const auto today = workday_from(china_date(now));
  auto first = today;
  for (int i = 0; i < kListedWorkdaysAfter + site_.transit_hours / 24; ++i) first = previous_workday(first);
  for (auto target = first; target <= next_workday(today); target = next_workday(target)) day(target);
  std::vector<Sheet*> found;
  for (auto& [target, day] : days_) {
    for (auto& sheet : day.sheets) {
      if (target >= first && sheet.published <= now && !sheet.withdrawn) found.push_back(&sheet);
    }
  }
  std::sort(found.begin(), found.end(), [](const Sheet* a, const Sheet* b) {
    return a->published != b->published ? a->published > b->published : a->number < b->number;
  });
  return found;
}

Sheet* SheetBook::find(const std::string& sid, Instant now) {
  int number = 0;
  const auto [end, error] = std::from_chars(sid.data(), sid.data() + sid.size(), number);
  if (error != std::errc() || end != sid.data() + sid.size() || sid.size() != 7) return nullptr;
  const auto found = days_.find(day_of_number(number / 100 - 90000));
  if (found == days_.end()) return nullptr;
  for (auto& sheet : found->second.sheets) {
    if (sheet.sid == sid && sheet.published <= now && !sheet.withdrawn) return &sheet;
  }
  return nullptr;
}

Sheet* SheetBook::find_number(std::string_view number, Instant now) {
  listed(now);  // makes what has come out since
  for (auto& [target, day] : days_) {
    for (auto& sheet : day.sheets) {
      if (sheet.number == number && sheet.published <= now && !sheet.withdrawn) return &sheet;
    }
  }
  return nullptr;
}

int SheetBook::publish(LocalDate target, int extra, Instant now) {
  auto& [due, sheets] = day(target);
  if (due > now) {
    due = now;
    for (auto& sheet : sheets) sheet.published = now;
    return static_cast<int>(sheets.size());
  }
  int published = 0;
  while (published < extra && static_cast<int>(sheets.size()) < kSheetsADayLimit) {
    sheets.push_back(make(target, static_cast<int>(sheets.size()), now));
    ++published;
  }
  return published;
}

}  // namespace calloff::simulator
