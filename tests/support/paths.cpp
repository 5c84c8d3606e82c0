#include "support/paths.hpp"

namespace calloff::test {

std::filesystem::path source_folder() { return CALLOFF_SOURCE_DIR; }

std::filesystem::path build_folder() { return CALLOFF_BINARY_DIR; }

}  // namespace calloff::test
