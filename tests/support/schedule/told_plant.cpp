#include <algorithm>

#include "support/schedule/told.hpp"

namespace calloff::test::told {
namespace {

using std::chrono::days;

constexpr std::string_view kZone = "Asia/Shanghai";

std::string text_of(Day day) { return to_string(LocalDate(day)); }

Day today_at(Instant now) { return Day(local_date(now, kZone)); }

std::string bucket_word(char bucket) {
  return bucket == 'd' ? "day" : bucket == 'w' ? "week" : bucket == 'm' ? "month" : "past_due";
}

}  // namespace

bool is_workday(Day day) {
  using namespace std::chrono_literals;
  const auto is_from = [&](Day from, Day until) { return day >= from && day <= until; };
  const auto year = std::chrono::year(2026);
  if (is_from(year / 4 / 4, year / 4 / 6) || is_from(year / 5 / 1, year / 5 / 5) ||
      is_from(year / 6 / 19, year / 6 / 21))
    return false;
  return day == Day(year / 5 / 9) || std::chrono::weekday(day).iso_encoding() <= 5;
}

Day workday_before(Day day) {
  do day -= days(1);
  while (!is_workday(day));
  return day;
}

Day last_day(const Slot& slot) {
  const auto& [start, bucket] = slot;
  if (bucket == 'w') return start + days(6);
  if (bucket == 'd') return start;
  auto last = start;
  while (LocalDate(last + days(1)).month() == LocalDate(start).month()) last += days(1);
  return last;
}

void Plant::hear(const Release& release) {
  const std::pair rank(release.issued, release.version);
  if (rank < newest_) return;  // late
  newest_ = rank;
  std::set<Key> named;
  for (const auto& told : release.parts) named.insert(told.part + " " + told.dock + " " + told.uom);
  for (auto& [key, part] : parts_) {
    if (named.contains(key)) continue;
    part.is_dropped = true;
    for (auto& [slot, figure] : part.figures) figure.is_over |= last_day(slot) >= release.from;
  }
  for (const auto& told : release.parts) {
    auto& part = parts_[told.part + " " + told.dock + " " + told.uom];
    std::erase_if(part.figures,
                  [&](const auto& each) { return each.second.is_over || last_day(each.first) >= release.from; });
    part.release = release.name;
    part.behind = told.behind;
    part.is_dropped = false;
    for (const auto& [slot, qty] : told.figures) part.figures[slot] = {qty, release.name};
  }
}

void Plant::polled(Instant at) {
  std::map<Day, std::string> contents;
  for (const auto& [number, sheet] : sheets_) {
    if (sheet.is_cancelled() || sheet.pickup < today_at(at)) continue;
    for (const auto& line : sheet.lines)
      contents[sheet.pickup] += number + " " + line.part + " " + std::to_string(line.required) + " " +
                                (line.committed ? std::to_string(*line.committed) : "-") + "\n";
  }
  for (const auto& [day, content] : contents) {
    auto& set = sets_[day];
    if (set.content != content) set = {content, at, at};
    set.last = at;
  }
}

/// Seen twice, ten minutes apart, or once from 13:00 on of the day on which the sheets come out.
bool Plant::is_complete(Day day) const {
  const auto set = sets_.find(day);
  if (set == sets_.end()) return false;
  const auto one_o_clock = to_instant({LocalDate(workday_before(day)), std::chrono::hours(13)}, kZone);
  return set->second.last - set->second.first >= std::chrono::minutes(10) || set->second.last >= one_o_clock;
}

bool Plant::has_sheet(const std::string& part, Day day) const {
  for (const auto& [number, sheet] : sheets_)
    if (!sheet.is_cancelled() && sheet.pickup == day)
      for (const auto& line : sheet.lines)
        if (line.part == part) return true;
  return false;
}

std::map<Plant::Key, std::vector<Plant::Asked>> Plant::called_off(Day today) const {
  std::map<Key, std::vector<Asked>> all;
  for (const auto& [number, sheet] : sheets_) {
    if (sheet.is_cancelled() || sheet.is_over() || sheet.pickup < today) continue;
    for (const auto& line : sheet.lines)
      all[line.part + " " + sheet.dock + " " + line.uom].push_back({sheet.pickup,
                                                                    sheet.pickup,
                                                                    'd',
                                                                    sheet.quantity(line),
                                                                    "call_off",
                                                                    number,
                                                                    true,
                                                                    is_complete(sheet.pickup),
                                                                    {}});
  }
  return all;
}

/// Days as they are told; weeks what days leave of them; months what both leave of them.
std::vector<Plant::Asked> Plant::by_day(const Part& part) {
  std::vector<Asked> all;
  std::set<Day> told;
  std::optional<Day> first;
  for (const auto& [slot, figure] : part.figures)
    if (slot.second != 'm' && (!first || slot.first < *first)) first = slot.first;
  for (const char bucket : {'d', 'w', 'm'}) {
    std::set<Day> told_now;
    for (const auto& [slot, figure] : part.figures) {
      if (slot.second != bucket) continue;
      const auto last = last_day(slot);
      int rest = figure.qty;
      for (const auto& asked : all)
        if (asked.day >= slot.first && asked.day <= last) rest -= asked.qty;
      std::vector<Day> untold, worked;
      for (auto day = bucket == 'm' && first ? std::max(slot.first, std::min(*first, last)) : slot.first; day <= last;
           day += days(1)) {
        if (told.contains(day)) continue;
        untold.push_back(day);
        if (bucket == 'd' || is_workday(day)) worked.push_back(day);
      }
      for (auto day = slot.first; day <= last; day += days(1)) told_now.insert(day);
      if (worked.empty() && untold.size() == std::size_t((last - slot.first).count() + 1)) worked = {slot.first};
      if (worked.empty() || rest < 0) continue;
      for (std::size_t i = 0; i < worked.size(); ++i) {
        const auto n = int(worked.size());
        const int share = rest / n + (int(i) < rest % n ? 1 : 0);
        if (share > 0 || (i == 0 && figure.qty == 0))
          all.push_back({worked[i], last, bucket, share, bucket == 'm' ? "forecast_month" : "forecast_week",
                         figure.release, false, true, slot});
      }
    }
    told.insert(told_now.begin(), told_now.end());
  }
  return all;
}

std::map<Plant::Key, std::vector<Plant::Asked>> Plant::forecast(Day today) const {
  std::map<Key, std::vector<Asked>> all;
  for (const auto& [key, part] : parts_) {
    std::map<Day, int> overridden;
    if (!part.is_dropped && part.behind != 0)
      all[key].push_back(
          {today - days(1), today - days(1), 'p', part.behind, "forecast_week", part.release, true, true, {}});
    for (const auto& asked : by_day(part)) {
      if (asked.day < today) continue;
      if (is_complete(asked.day))
        overridden[asked.day] += asked.qty;
      else
        all[key].push_back(asked);
    }
    for (const auto& [day, qty] : overridden)
      if (qty > 0 && !has_sheet(key.substr(0, key.find(' ')), day))
        all[key].push_back({day, day, 'd', 0, "call_off", "-", true, true, {}});
  }
  return all;
}

std::vector<std::string> Plant::rows(Instant now) const {
  std::vector<std::string> rows;
  const auto today = today_at(now);
  for (const auto& by_part : {called_off(today), forecast(today)})
    for (const auto& [key, asked] : by_part) {
      std::map<Slot, Asked> stretched;
      std::vector<Asked> all;
      for (const auto& each : asked) {
        if (each.bucket != 'w' && each.bucket != 'm') {
          all.push_back(each);
          continue;
        }
        const auto [at, is_new] = stretched.emplace(each.slot, each);
        if (!is_new) at->second.qty += each.qty;
      }
      for (const auto& [slot, each] : stretched) all.push_back(each);
      for (const auto& each : all)
        rows.push_back(key + " " + bucket_word(each.bucket) + " " + text_of(each.day) + " " + text_of(each.bucket_end) +
                       " " + std::to_string(each.qty) + (each.is_firm ? " firm " : " forecast ") + each.source + " " +
                       each.release + (each.is_complete ? " yes" : " no"));
    }
  std::ranges::sort(rows);
  return rows;
}

std::vector<std::string> Plant::rows_by_day(Instant now) const {
  std::vector<std::string> rows;
  const auto today = today_at(now);
  for (const auto& by_part : {called_off(today), forecast(today)})
    for (const auto& [key, asked] : by_part) {
      std::map<std::tuple<Day, char, std::string, bool, bool>, int> sums;
      for (const auto& each : asked)
        sums[{each.day, each.bucket, each.source, each.is_firm, each.is_complete}] += each.qty;
      for (const auto& [of, qty] : sums) {
        const auto& [day, bucket, source, is_firm, is_complete] = of;
        rows.push_back(key + (bucket == 'p' ? " past_due " : " day ") + text_of(day) + " " + text_of(day) + " " +
                       std::to_string(qty) + (is_firm ? " firm " : " forecast ") + source +
                       (is_complete ? " yes" : " no"));
      }
    }
  std::ranges::sort(rows);
  return rows;
}

}  // namespace calloff::test::told
