// What a site shows of its sheets and releases while it publishes badly: late, in part, old, altered. The books stay as
// they are. Threading: pure functions but for what the books make when they are asked.
#pragma once
#include <optional>
#include <vector>

#include "simulator/call.hpp"
#include "simulator/eschedule/releases.hpp"
#include "simulator/eschedule/sheets.hpp"

namespace calloff::simulator::eschedule {

/// The sheets that the list shows, newest publication first.
std::vector<Sheet> shown_sheets(SheetBook& book, const Publication& how, Instant now);

/// The sheet as its detail shows it; none: it is as if it had never been.
std::optional<Sheet> shown_sheet(SheetBook& book, const Sheet& sheet, const Publication& how, Instant now);

/// The releases that the list shows, newest first.
std::vector<Release> shown_releases(ReleaseBook& book, const Publication& how, Instant now);

/// The release as its detail and files show it; none: it is as if it had never been.
std::optional<Release> shown_release(ReleaseBook& book, const Release& release, const Publication& how, Instant now);

}  // namespace calloff::simulator::eschedule
