// Quantities in whole packs. Pure.
#pragma once
#include <span>
#include <vector>

#include "release/consolidate.hpp"

namespace calloff::release {

/// What to provide for each entry so that whole packs are made and everything is there in time: a pack is opened when
/// it is needed, and what is over of it serves the next entry. What is firm is asked for as it stands, and never
/// rounded. entries: of one part, in order of day; pack_size: more than zero returns: a quantity for each entry; none
/// for those that are not counted
std::vector<Decimal> in_packs(std::span<const Entry> entries, Decimal pack_size);

}  // namespace calloff::release
