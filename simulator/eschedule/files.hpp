// A site's files for download: what calls itself a Word document or a workbook.
#pragma once
#include "simulator/call.hpp"
#include "simulator/eschedule/releases.hpp"

namespace calloff::simulator::eschedule {

/// The release as a `.doc` or `.xls`: HTML, as the portal writes them.
Response release_document(const Site& site, const Call& call, const Release& release);
Response release_workbook(const Site& site, const Call& call, const Release& release);

}  // namespace calloff::simulator::eschedule
