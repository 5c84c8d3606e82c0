// The house rules that a text search can prove. Each is a function over text, tested with a text that breaks it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "support/house/source.hpp"

namespace calloff::test::house {

/// Questions to a clock of the machine, and sleeps, outside `allowed`.
std::vector<Offence> clock_offences(const std::vector<SourceFile>& files, const std::set<std::string>& allowed);

/// Files of more than 500 lines.
std::vector<Offence> length_offences(const std::vector<SourceFile>& files);

/// Headers whose first line that is neither empty nor a comment is not `#pragma once`.
std::vector<Offence> guard_offences(const std::vector<SourceFile>& files);

/// Folders of somebody's machine.
std::vector<Offence> machine_path_offences(const std::vector<SourceFile>& files);

/// Marks of unfinished work, and file names that say nothing.
std::vector<Offence> leftover_offences(const std::vector<SourceFile>& files);

/// Adapter folders without adapter.cpp, spec.cpp or README.md.
std::vector<Offence> adapter_offences(const std::vector<SourceFile>& files);

/// Coroutines that take a parameter by reference, Run& apart, which outlives them: a caller's value may be gone by the
/// time they go on.
std::vector<Offence> coroutine_offences(const std::vector<SourceFile>& files);

/// Relative links in Markdown that lead to no file or folder. exists: answers for a path from the root of the checkout
std::vector<Offence> link_offences(const std::vector<SourceFile>& files, bool (*exists)(const std::string& path));

}  // namespace calloff::test::house
