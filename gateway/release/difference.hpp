// What changed between two states of one part's demand: two releases, or the delivery schedule of then and of now. Both
// are laid beside each other in the finest stretches of days that both know; what only one of them looks at (days that
// have passed since, days that came into view) is not a change. Pure.
#pragma once
#include <optional>
#include <span>
#include <vector>

#include "release/spread.hpp"

namespace calloff::release {

/// What is asked for in some days, both ends included. is_firm: somebody has called it off, or may not change it freely
struct Asked {
  Day from{}, until{};
  Decimal qty;
  bool is_firm = false;
};

/// One state of a part. from, until: the days that the whole document looks at, not this part alone
struct PartState {
  std::span<const Asked> asked;  ///< in order of from
  Day from{}, until{};
  std::optional<Decimal> pack_size;
};

/// How far ahead a change is, from the first day that both look at: what is firm, the first two weeks, the six after
/// them, what is later.
enum class Zone { firm, near, middle, far };

/// From which change on a person should look, in percent of what stood. near: a pack's worth is enough too. What is
/// firm, and what was nothing or becomes nothing, counts whatever it is.
struct Thresholds {
  int near = 10, middle = 20, far = 30;
};

/// pulled_in, pushed_out, moved: as much as before, sooner, later, or some of it sooner and some later
enum class ChangeKind { added, dropped, increased, decreased, pulled_in, pushed_out, moved, pack_size };

/// One stretch of days that says otherwise. is_notable: over the thresholds
struct DayChange {
  Day from{}, until{};
  Decimal before, after;
  Zone zone = Zone::near;
  bool is_notable = false;
};

struct PartChange {
  ChangeKind kind = ChangeKind::moved;
  Decimal before, after;  ///< over all days that both look at
  std::vector<DayChange> days;
  bool is_notable = false;
};

/// before, after: none where the part was not there, or is not there any more
/// returns: none where nothing changed
std::optional<PartChange> difference(const std::optional<PartState>& before, const std::optional<PartState>& after,
                                     const Thresholds& thresholds);

/// What a release asks for of one part, laid out: see lay_out.
std::vector<Asked> asked_of(const Layout& layout, std::span<const Figure> figures);

}  // namespace calloff::release
