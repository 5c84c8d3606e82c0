// Secrets that tests use are canaries: whatever a test run leaves is searched for them.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "support/process/child.hpp"

namespace calloff::test::process {

/// The values of what is named like a secret: ..._PASSWORD, ..._SECRET, ..._KEY, ..._TOKEN.
std::vector<std::string> canaries_of(const Environment& environment);

/// Where a secret stands: raw, percent-encoded, or in base64 however it is aligned. Files below `folder`, passed over:
/// what stands below `but`; compressed ones undone; databases also value by value, as a value may lie in several
/// pages. One line a find, and one for each database that cannot be read; empty when there is none.
std::string leaks_in(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& but,
                     const std::vector<std::string>& secrets);
/// The same of a text. where: what the line calls it
std::string leaks_in_text(const std::string& where, const std::string& text, const std::vector<std::string>& secrets);

}  // namespace calloff::test::process
