// Which archived files the store knows.
#pragma once
#include "store/archive.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// Once per content; a file that is known already stays as it is.
void register_file(Writer& writer, const RawRef& file);

}  // namespace calloff::store
