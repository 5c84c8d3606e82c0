#include "simulator/eschedule/publication.hpp"

#include <algorithm>

namespace calloff::simulator::eschedule {
namespace {

using namespace std::chrono_literals;

constexpr auto kLate = 11h + 40min;
constexpr auto kBetweenBatches = 40min;

/// The sheet that faults of one sheet are about: of the newest day listed, the lowest number that is not picked up.
const Sheet* chosen(const std::vector<Sheet*>& listed, Instant now) {
  const Sheet* best = nullptr;
  for (const auto* each : listed) {
    if (now >= each->pickup) continue;
    if (!best || each->target > best->target || (each->target == best->target && each->number < best->number))
      best = each;
  }
  return best;
}

/// A sheet that was due before 11:40 comes then, and as long after it as it was after the day's first.
void come_late(std::vector<Sheet>& sheets) {
  for (auto& sheet : sheets) {
    const auto day = china_date(sheet.published);
    if (sheet.published < china_instant(day, 11h) || sheet.published >= china_instant(day, kLate)) continue;
    auto first = sheet.published;
    for (const auto& other : sheets) {
      if (other.target == sheet.target) first = std::min(first, other.published);
    }
    sheet.published = china_instant(day, kLate) + (sheet.published - first);
  }
}

/// Every second sheet of what came out by itself around 11:00 comes 40 minutes later.
void come_in_two_batches(std::vector<Sheet>& sheets) {
  for (auto& sheet : sheets) {
    const auto day = china_date(sheet.published);
    if (sheet.published < china_instant(day, 11h) || sheet.published >= china_instant(day, kLate)) continue;
    if ((sheet.number.back() - '0') % 2 == 0) sheet.published += kBetweenBatches;
  }
}

/// Half at most is left, but for a single one.
template <class Each>
void keep_every_second(std::vector<Each>& list) {
  std::size_t index = 0;
  if (list.size() > 1) std::erase_if(list, [&](const Each&) { return index++ % 2 == 0; });
}

void ask_a_box_more(Sheet& sheet) {
  for (auto& line : sheet.lines) {
    line.required += line.part->pack;
    line.committed += line.part->pack;
    ++line.boxes;
  }
}

void ask_a_box_more(Release& release) {
  const auto add = [](std::optional<int>& quantity, int pack) {
    if (quantity && *quantity > 0) *quantity += pack;
  };
  for (auto& line : release.lines) {
    for (auto& day : line.days) add(day, line.part->pack);
    for (auto& week : line.weeks) add(week, line.part->pack);
    for (auto& month : line.months) add(month, line.part->pack);
  }
}

bool shifts_times(const Publication& how) { return how.late || how.two_batches; }

}  // namespace

std::vector<Sheet> shown_sheets(SheetBook& book, const Publication& how, Instant now) {
  const auto at =
      how.yesterday ? now - (china_instant(china_date(now), 0h) - china_instant(previous_workday(china_date(now)), 0h))
                    : now;
  const auto listed = book.listed(at);
  const auto* one = chosen(listed, at);
  std::vector<Sheet> shown;
  for (const auto* each : listed) {
    if (how.withdrawn && each == one) continue;
    shown.push_back(*each);
    if (how.new_content && each == one) {
      ask_a_box_more(shown.back());
      shown.back().changed = true;
    }
  }
  if (how.late) come_late(shown);
  if (how.two_batches) come_in_two_batches(shown);
  if (shifts_times(how)) {
    std::erase_if(shown, [&](const Sheet& sheet) { return sheet.published > at; });
    std::sort(shown.begin(), shown.end(), [](const Sheet& a, const Sheet& b) {
      return a.published != b.published ? a.published > b.published : a.number < b.number;
    });
  }
  if (how.half) keep_every_second(shown);
  return shown;
}

std::optional<Sheet> shown_sheet(SheetBook& book, const Sheet& sheet, const Publication& how, Instant now) {
  auto shown = sheet;
  const auto* one = chosen(book.listed(now), now);
  if (one && one->sid == sheet.sid) {
    if (how.withdrawn) return std::nullopt;
    if (how.new_content || how.silent_revision) ask_a_box_more(shown);
    if (how.new_content) shown.changed = true;
  }
  if (how.half) keep_every_second(shown.lines);
  return shown;
}

std::vector<Release> shown_releases(ReleaseBook& book, const Publication& how, Instant now) {
  std::vector<Release> shown;
  for (const auto* each : book.listed(now)) shown.push_back(*each);
  if (how.withdrawn && !shown.empty()) shown.erase(shown.begin());
  if (how.half) keep_every_second(shown);
  return shown;
}

std::optional<Release> shown_release(ReleaseBook& book, const Release& release, const Publication& how, Instant now) {
  auto shown = release;
  const auto newest = book.listed(now).front();
  if (how.withdrawn && newest->id == release.id) return std::nullopt;
  if (how.new_content || how.silent_revision) ask_a_box_more(shown);
  if (how.half) keep_every_second(shown.lines);
  return shown;
}

}  // namespace calloff::simulator::eschedule
