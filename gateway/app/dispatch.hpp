// From a parsed command line to an exit status: which clock, which store, which process does it.
#pragma once
#include "app/command.hpp"
#include "app/output.hpp"

namespace calloff::app {

/// Carries the command out. Data goes to output.out, talk to output.err.
Exit run_command(const Command& command, Output& output);

/// One sentence, as people read it on stderr; and the status it asks for.
Exit report(const Error& error, Output& output, Language language = Language::en);

/// Every sentence of a list, one a line, and how many there are.
Exit report_all(const std::vector<Error>& errors, Output& output);

}  // namespace calloff::app
