// What a release says of one part, laid along the plant's workdays. Days stand as they are told; a week is what its
// days leave of it; a month is what its days and weeks leave of it. Nothing is lost or doubled: the shares of a figure
// add up to what is left of it. Pure.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "base/quantity.hpp"
#include "model/records.hpp"
#include "release/workdays.hpp"

namespace calloff::release {

/// One quantity of a release. start: the bucket's first day; a week is any seven days, a month the calendar's
struct Figure {
  model::Bucket bucket = model::Bucket::week;
  Day start{};
  Decimal qty;
  model::Commitment commitment = model::Commitment::forecast;
};
/// The bucket's last day, included.
Day last_day(model::Bucket bucket, Day start);

/// What falls on one day. figure: which of the figures it is of, by place
struct Share {
  Day day{};
  Decimal qty;
  std::uint32_t figure = 0;
};

/// What a person should know of how figures fit together.
/// placed_exceeds: days and weeks say more than the week or month that holds them; nothing is left of that
/// placed_differs: days and weeks cover all its workdays, and say less than it does; they stand
/// no_workday: the plant works on no day of the bucket; all of it stands on its first day
enum class Mismatch { placed_exceeds, placed_differs, no_workday };
struct Finding {
  Mismatch kind = Mismatch::placed_exceeds;
  std::uint32_t figure = 0;
  Decimal placed;  ///< by finer figures, inside the bucket
};

/// What is left of a figure, and for which days: both ends included, without those before or after that finer figures
/// speak for.
struct Stretch {
  Day from{}, until{};
  Decimal qty;
  std::uint32_t figure = 0;
};

struct Layout {
  std::vector<Share> shares;       ///< in order of day; of a figure without quantity one, of nothing
  std::vector<Stretch> stretches;  ///< in order of from; of each figure that something is left of, or that says nothing
  std::vector<Finding> findings;
};

/// figures: of one part, dock and unit, of what stands together (a full release and the partial ones after it), in any
/// order; no two of the same bucket and start. past_due figures are left out: they fall on no day.
/// workdays: of the plant, over all buckets
/// source: weekly day buckets, then weeks spread over workdays, later months less the weeks already placed in them;
/// largest remainder, ties to the earlier workday
Layout lay_out(std::span<const Figure> figures, const Workdays& workdays);

/// `total` over `count` days in whole units: equal shares, what is over to the earlier days, a part of a unit to the
/// first day that got no more than its equal share. A negative total (a correction) stands on the first day.
std::vector<Decimal> spread(Decimal total, std::size_t count);

}  // namespace calloff::release
