// Where the checkout and what was built of it are.
#pragma once
#include <filesystem>

namespace calloff::bench {

std::filesystem::path source_folder();
std::filesystem::path binary_folder();

}  // namespace calloff::bench
