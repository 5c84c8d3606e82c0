#include "release/difference.hpp"

#include <algorithm>

namespace calloff::release {
namespace {

constexpr std::chrono::weeks kNear{2}, kMiddle{8};

/// What is asked for in a stretch of days that both sides know.
struct Cell {
  Day from{}, until{};
  Decimal before, after;
  bool is_firm = false;
};

/// Stretches that overlap are one cell, from whichever side they are: a week of one and the seven days of the other.
std::vector<Cell> cells_of(std::span<const Asked> before, std::span<const Asked> after) {
  std::vector<Cell> cells;
  auto b = before.begin();
  auto a = after.begin();
  while (b != before.end() || a != after.end()) {
    const bool is_before = a == after.end() || (b != before.end() && b->from <= a->from);
    const auto& next = is_before ? *b++ : *a++;
    if (cells.empty() || next.from > cells.back().until) cells.push_back({next.from, next.until, {}, {}, false});
    auto& cell = cells.back();
    cell.until = std::max(cell.until, next.until);
    cell.is_firm = cell.is_firm || next.is_firm;
    auto& sum = is_before ? cell.before : cell.after;
    sum = sum + next.qty;
  }
  return cells;
}

Zone zone_of(const Cell& cell, Day first) {
  if (cell.is_firm) return Zone::firm;
  if (cell.from < first + kNear) return Zone::near;
  return cell.from < first + kMiddle ? Zone::middle : Zone::far;
}

Decimal magnitude(Decimal value) { return value.is_negative() ? Decimal{} - value : value; }

bool is_over(Decimal change, Decimal before, int percent) {
  return magnitude(change).thousandths * 100 >= magnitude(before).thousandths * percent;
}

bool is_notable(const Cell& cell, Zone zone, const std::optional<Decimal>& pack_size, const Thresholds& limits) {
  const auto change = cell.after - cell.before;
  if (zone == Zone::firm || cell.before.is_zero() || cell.after.is_zero()) return true;
  if (zone == Zone::near)
    return is_over(change, cell.before, limits.near) || (pack_size && magnitude(change) >= *pack_size);
  return is_over(change, cell.before, zone == Zone::middle ? limits.middle : limits.far);
}

/// Of as much as before: sooner, later, or both.
ChangeKind way_of(const std::vector<DayChange>& days) {
  Decimal ahead;  // after less before, so far
  bool is_sooner = false, is_later = false;
  for (const auto& day : days) {
    ahead = ahead + day.after - day.before;
    is_sooner = is_sooner || ahead > Decimal{};
    is_later = is_later || ahead.is_negative();
  }
  if (is_sooner == is_later) return ChangeKind::moved;
  return is_sooner ? ChangeKind::pulled_in : ChangeKind::pushed_out;
}

/// added or dropped: everything that it asks for, or asked for.
PartChange one_sided(const PartState& only, bool is_added) {
  PartChange change;
  change.kind = is_added ? ChangeKind::added : ChangeKind::dropped;
  change.is_notable = true;
  for (const auto& cell : is_added ? cells_of({}, only.asked) : cells_of(only.asked, {})) {
    change.before = change.before + cell.before;
    change.after = change.after + cell.after;
    change.days.push_back({cell.from, cell.until, cell.before, cell.after, zone_of(cell, only.from), true});
  }
  return change;
}

}  // namespace

std::optional<PartChange> difference(const std::optional<PartState>& before, const std::optional<PartState>& after,
                                     const Thresholds& thresholds) {
  if (!before && !after) return std::nullopt;
  if (!before || !after) return one_sided(before ? *before : *after, !before);
  const auto first = std::max(before->from, after->from), last = std::min(before->until, after->until);
  PartChange change;
  for (const auto& cell : cells_of(before->asked, after->asked)) {
    if (cell.from < first || cell.until > last) continue;
    change.before = change.before + cell.before;
    change.after = change.after + cell.after;
    if (cell.before == cell.after) continue;
    const auto zone = zone_of(cell, first);
    change.days.push_back(
        {cell.from, cell.until, cell.before, cell.after, zone, is_notable(cell, zone, after->pack_size, thresholds)});
  }
  const bool is_repacked = before->pack_size != after->pack_size;
  if (change.days.empty() && !is_repacked) return std::nullopt;
  change.is_notable = is_repacked || std::ranges::any_of(change.days, &DayChange::is_notable);
  if (change.days.empty())
    change.kind = ChangeKind::pack_size;
  else if (change.before != change.after)
    change.kind = change.after > change.before ? ChangeKind::increased : ChangeKind::decreased;
  else
    change.kind = way_of(change.days);
  return change;
}

std::vector<Asked> asked_of(const Layout& layout, std::span<const Figure> figures) {
  std::vector<Asked> asked;
  for (const auto& stretch : layout.stretches)
    asked.push_back(
        {stretch.from, stretch.until, stretch.qty, figures[stretch.figure].commitment == model::Commitment::firm});
  return asked;
}

}  // namespace calloff::release
