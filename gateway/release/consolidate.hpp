// One delivery schedule of what several documents say of a part: pick-up sheets where the customer has called off,
// the forecast where it has not. Says which figure counts, for which days, and from where it comes. Pure: what a clock
// changes (what is past, what is firm) is worked out from `today` each time, nothing of it is stored.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "release/spread.hpp"

namespace calloff::release {

/// One line of a pick-up sheet that was not cancelled. is_over: shipped or received, nobody waits for it;
/// has_left_list: the customer's list does not name its sheet any more, and nobody knows why
struct CallOff {
  Day day{};
  Decimal required, shipped;
  bool is_over = false, has_left_list = false;
};

/// One part of one customer's plant: dock and unit are the same throughout.
struct PartDemand {
  std::vector<CallOff> call_offs;
  std::vector<Figure> figures;      ///< of the forecast in force
  std::optional<Decimal> past_due;  ///< as the forecast tells it (欠交)
  std::vector<Day> named_on;        ///< for which any sheet names the part, at whatever dock; those of call_offs apart
};

/// What holds for all parts of a plant. complete: days whose sheets are all there, ascending
/// firm_days: forecast days less than so many workdays ahead are firm; 0: only what the release itself calls so
/// moved_by: workdays from the forecast's dates to the schedule's (transit; negative: earlier)
struct PlantRules {
  const Calendar& calendar;
  const Workdays& workdays;
  Day today{};
  std::span<const Day> complete;
  int firm_days = 0, moved_by = 0;
  bool has_forecast = true;  ///< some feed of the plant brings one
  bool has_set_rule = true;  ///< it is known when a day's sheets are all there; else a sheet counts for its part and day
};

/// order: of service parts; never consolidated, only shown beside the schedule
enum class Origin { past_due, call_off, order, forecast_day, forecast_week, forecast_month };

/// A quantity that is asked for, for a stretch of days. line: the place in call_offs or figures; none where several
/// were added up, or where it is a set of sheets that says nothing of the part
/// is_counted: part of totals; a sheet of a set that is not all there yet is not, the forecast still stands for its day
struct Entry {
  Day from{}, until{};
  model::Bucket bucket = model::Bucket::day;
  Origin origin = Origin::call_off;
  model::Commitment commitment = model::Commitment::forecast;
  Decimal required = {}, shipped = {};
  bool is_complete = true, is_counted = true;
  std::optional<std::uint32_t> line = {};

  /// Never below zero: what was shipped too much is not asked back.
  Decimal open() const { return std::max(Decimal{}, required - shipped); }
};

/// not_called_off: the forecast had this much for the day, the complete set has no sheet of the part: nothing stands
struct Quiet {
  Day day{};
  Decimal forecast;
};

struct Consolidated {
  std::vector<Entry> entries;  ///< in order of day; each in its own bucket: day, week or month, past due before all
  std::vector<Finding> findings;
  std::vector<Quiet> quiet;
};

/// is_all: also what is past, shipped or received
/// source: pick-up sheets only for dates whose set is complete, also when it says nothing; an incomplete set zeroes
/// nothing; firm is what is called off, then the profile's firm days; past due is a bucket of its own and not redated
Consolidated consolidate(const PartDemand& part, const PlantRules& rules, bool is_all = false);

/// The same entries by day, ISO week (from Monday) or month of the calendar: each stretch goes where its shares fall.
/// Entries of the same bucket, origin and commitment are added up; past due stays apart.
Consolidated consolidate_by(const PartDemand& part, const PlantRules& rules, model::Bucket bucket, bool is_all = false);

/// The bucket's first day that holds `day`: Monday, the first of the month, the day itself.
Day first_day(model::Bucket bucket, Day day);

}  // namespace calloff::release
