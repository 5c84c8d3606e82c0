// From a parsed command line to an exit status: which clock, which store, which process does it.
#pragma once
#include <memory>

#include "app/command.hpp"
#include "app/output.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace calloff::app {

/// Carries the command out. Data goes to output.out, talk to output.err.
Exit run_command(const Command& command, Output& output);

/// The instant a command acts at: --now stands still for one verb and runs on in serve; a demo's store keeps its
/// offset. errors: usage of --now; those of the store, but for verbs that look at broken ones
Result<std::unique_ptr<Clock>> clock_for(const Command& command);

/// One sentence, as people read it on stderr; and the status it asks for.
Exit report(const Error& error, Output& output, Language language = Language::en);

/// Every sentence of a list, one a line, and how many there are.
Exit report_all(const std::vector<Error>& errors, Output& output);

}  // namespace calloff::app
