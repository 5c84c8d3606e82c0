// An import by hand as a run of its own: what a poll does with documents, with files that a person brings.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "inbound/import.hpp"
#include "inbound/poll.hpp"
#include "model/actor.hpp"

namespace calloff::inbound {

/// What became of a file or document. outcome: published, unchanged, stopped (by the guard, document says where it is
/// kept), superseded (a poll brought a newer one meanwhile), refused (not understood; nothing of it is kept but the
/// file in the run)
struct Imported {
  std::string entry, document, outcome;
  std::vector<std::string> files;
  std::int64_t records = 0;  ///< lines new or changed
  std::vector<Error> errors;
};

struct ImportRun {
  std::string run;
  std::vector<Imported> imported;
};

/// How the feed's files are read.
ImportPlans import_plans(const PolledFeed& feed);

/// Reads, judges, publishes. One bad file never stops the others; only a store that fails gives an error.
Task<ImportRun> import_files(PollWith with, PolledFeed feed, std::vector<ImportFile> files, model::Actor actor);

/// The plan that a document of this feed is read with, told by its parts: a sheet brought by hand may have its own.
std::shared_ptr<const mapping::Plan> plan_of(const PolledFeed& feed, const std::vector<store::DocumentPart>& parts);

}  // namespace calloff::inbound
