// Where tests find the checkout and the programs that were built. The two paths are compiled into one file only, so
// that a second checkout finds all other objects in the compiler cache.
#pragma once

#include <filesystem>

namespace calloff::test {

/// The root of the checkout: fixtures/, config/, mappings/ lie there.
std::filesystem::path source_folder();

/// build/PRESET: bin/calloff, bin/calloff-simulator, lib/calloff/adapters/ lie there.
std::filesystem::path build_folder();

}  // namespace calloff::test
