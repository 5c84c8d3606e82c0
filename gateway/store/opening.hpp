// What is put right before anybody uses the store.
#pragma once
#include "store/archive.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// Migrates; gives the store its timeline; after a crash: sweeps half-written files, adopts archived files that no row
/// knows, closes the runs that were open. Marks the store as in use. errors: as migrate
Result<void> put_in_order(Session& session, const Archive& archive, Instant now);

/// The next opening need not look for what a crash left.
void mark_closed(Writer& writer);

}  // namespace calloff::store
