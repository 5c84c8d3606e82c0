// What a plant needs of each part, day by day: the one story behind the days, weeks and months of every release.
#pragma once
#include <vector>

#include "simulator/eschedule/releases.hpp"

namespace calloff::simulator {

/// The lines of the release for the week that begins on `monday`; each version has figures of its own for some parts.
/// Steady parts need as much every day; others skip weeks, begin later (blank until then) or run out (blank after).
/// world_week: the Monday of the world's first release
std::vector<ReleaseLine> release_lines(const Site& site, std::uint64_t seed, LocalDate world_week,
                                       const Release& release);

}  // namespace calloff::simulator
