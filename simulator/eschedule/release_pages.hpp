// The HTML of a site's weekly releases: list, detail, and the table behind detail and files.
#pragma once
#include "simulator/call.hpp"
#include "simulator/eschedule/releases.hpp"
#include "simulator/grid.hpp"

namespace calloff::simulator::eschedule {

/// releases: newest first
Response release_list_page(const Site& site, const Call& call, const std::vector<Release>& releases);

Response release_page(const Site& site, const Call& call, const Release& release);

/// Labels and values, two pairs a row.
Grid release_head(const Site& site, const Call& call, const Release& release);

/// Two header rows, a row for each part and dock, the total row.
Grid release_table(const Site& site, const Call& call, const Release& release);

}  // namespace calloff::simulator::eschedule
