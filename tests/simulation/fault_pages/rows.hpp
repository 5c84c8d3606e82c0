// Faults of what is on pages, of what is published and of files, by theme.
#pragma once
#include "support/faults/live_all.hpp"

namespace calloff::test {

const std::vector<FaultRow>& content_faults();
const std::vector<FaultRow>& publication_faults();
const std::vector<FaultRow>& file_faults();

}  // namespace calloff::test
