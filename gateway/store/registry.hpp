// Which archived files the store knows.
#pragma once
#include "store/archive.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// Once per content; a file that is known already stays as it is.
/// errors (thrown, as an engine's): retry store/pruned_meanwhile (hash): its bytes went between their being archived
/// and now; to be archived again, with what it came with
void register_file(Writer& writer, const RawRef& file);
/// One that no row will name for long: it goes when old exchanges do.
void register_passing_file(Writer& writer, const RawRef& file);

}  // namespace calloff::store
