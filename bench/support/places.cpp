#include "bench/support/places.hpp"

namespace calloff::bench {

std::filesystem::path source_folder() { return CALLOFF_SOURCE_DIR; }
std::filesystem::path binary_folder() { return CALLOFF_BINARY_DIR; }

}  // namespace calloff::bench
