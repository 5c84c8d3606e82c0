#include "release/spread.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

namespace calloff::release {
namespace {

using model::Bucket;
constexpr std::chrono::days kOneDay{1};

/// The work of lay_out: which days are spoken for, and what has been placed.
class Laying {
 public:
  Laying(std::span<const Figure> figures, const Workdays& workdays) : figures_(figures), workdays_(workdays) {
    for (const auto& figure : figures) {
      if (figure.bucket == Bucket::past_due) continue;
      const auto last = last_day(figure.bucket, figure.start);
      from_ = begun_ ? std::min(from_, figure.start) : figure.start;
      until_ = begun_ ? std::max(until_, last) : last;
      begun_ = true;
      if (figure.bucket != Bucket::month && (!horizon_ || figure.start < *horizon_)) horizon_ = figure.start;
    }
    if (begun_) is_told_.resize(static_cast<std::size_t>((until_ - from_).count()) + 1);
  }

  Layout lay() {
    for (const auto bucket : {Bucket::day, Bucket::week, Bucket::month})
      for (const auto i : in_order(bucket)) {
        if (bucket == Bucket::day)
          place_day(i);
        else
          place_rest(i);
      }
    std::ranges::sort(layout_.shares, {}, [](const Share& share) { return std::tie(share.day, share.figure); });
    std::ranges::sort(layout_.stretches, {}, &Stretch::from);
    return std::move(layout_);
  }

 private:
  std::vector<std::uint32_t> in_order(Bucket bucket) const {
    std::vector<std::uint32_t> places;
    for (std::uint32_t i = 0; i < figures_.size(); ++i)
      if (figures_[i].bucket == bucket) places.push_back(i);
    std::ranges::sort(places, {}, [&](std::uint32_t i) { return figures_[i].start; });
    return places;
  }

  std::vector<bool>::reference told(Day day) { return is_told_[static_cast<std::size_t>((day - from_).count())]; }

  void place_day(std::uint32_t i) {
    const auto& figure = figures_[i];
    layout_.shares.push_back({figure.start, figure.qty, i});
    layout_.stretches.push_back({figure.start, figure.start, figure.qty, i});
    told(figure.start) = true;
  }

  /// A week or a month: what finer figures leave of it.
  void place_rest(std::uint32_t i) {
    const auto& figure = figures_[i];
    const auto last = last_day(figure.bucket, figure.start);
    // Of a month that had begun before the release looks ahead, the days that have gone are nobody's.
    const auto from = std::max(figure.start, std::min(horizon_.value_or(figure.start), last));
    Decimal placed;
    for (const auto& share : layout_.shares)
      if (share.day >= figure.start && share.day <= last) placed = placed + share.qty;
    std::vector<Day> open, worked;  // days of it that nothing finer speaks for
    for (auto day = from; day <= last; day += kOneDay) {
      if (told(day)) continue;
      open.push_back(day);
      if (workdays_.contains(day)) worked.push_back(day);
    }
    const bool is_finer_told = open.empty() || open.size() < static_cast<std::size_t>((last - from).count() + 1);
    const auto rest = figure.qty - placed;
    if (is_finer_told && rest.is_negative() && !figure.qty.is_negative()) {
      layout_.findings.push_back({Mismatch::placed_exceeds, i, placed});
    } else if (is_finer_told && worked.empty()) {
      if (!rest.is_zero() && from == figure.start) layout_.findings.push_back({Mismatch::placed_differs, i, placed});
    } else {
      if (worked.empty() && !rest.is_zero()) layout_.findings.push_back({Mismatch::no_workday, i, placed});
      place(worked.empty() ? std::vector<Day>{from} : worked, rest, i);
      if (!rest.is_zero() || figure.qty.is_zero()) layout_.stretches.push_back({open.front(), open.back(), rest, i});
    }
    for (auto day = figure.start; day <= last; day += kOneDay) told(day) = true;
  }

  void place(const std::vector<Day>& days, Decimal qty, std::uint32_t figure) {
    const auto shares = spread(qty, days.size());
    const bool is_nothing = figures_[figure].qty.is_zero();
    for (std::size_t d = 0; d < days.size(); ++d)
      if (!shares[d].is_zero() || (d == 0 && is_nothing)) layout_.shares.push_back({days[d], shares[d], figure});
  }

  std::span<const Figure> figures_;
  const Workdays& workdays_;
  Day from_{}, until_{};
  bool begun_ = false;
  std::optional<Day> horizon_;  ///< the first day or week told
  std::vector<bool> is_told_;   ///< by day from from_: by a figure finer than the one at hand
  Layout layout_;
};

}  // namespace

Day last_day(Bucket bucket, Day start) {
  if (bucket == Bucket::week) return start + std::chrono::days(6);
  if (bucket != Bucket::month) return start;
  const LocalDate date(start);
  return Day(date.year() / date.month() / std::chrono::last);
}

Layout lay_out(std::span<const Figure> figures, const Workdays& workdays) { return Laying(figures, workdays).lay(); }

std::vector<Decimal> spread(Decimal total, std::size_t count) {
  std::vector<Decimal> shares(count);
  if (count == 0) return shares;
  if (total.is_negative()) {
    shares.front() = total;
    return shares;
  }
  const auto units = total.thousandths / 1000, days = static_cast<std::int64_t>(count);
  const auto more = static_cast<std::size_t>(units % days);
  for (std::size_t i = 0; i < count; ++i) shares[i] = Decimal::whole(units / days + (i < more ? 1 : 0));
  shares[more].thousandths += total.thousandths % 1000;  // more < count
  return shares;
}

}  // namespace calloff::release
