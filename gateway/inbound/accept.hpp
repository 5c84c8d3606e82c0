// A person has looked at a page that the guard stopped, and says that it is right.
#pragma once
#include <string>
#include <vector>

#include "inbound/import_run.hpp"
#include "model/actor.hpp"

namespace calloff::inbound {

/// A list is not published itself: the next poll takes it.
struct Accepted {
  std::string document;
  std::int64_t records = 0;  ///< lines new or changed
  bool is_list = false;
};

/// The document is understood and published with the guard waived; how it looks is what later ones are compared with.
/// errors: quarantine drift/unknown, drift/not_stopped (state), drift/newer_page (entry, document), drift/no_mapping
///         (feed), and what its mapping finds; store/...
Task<Accepted> accept_document(PollWith with, const std::vector<PolledFeed>& feeds, std::string document,
                               model::Actor actor, std::string reason);

}  // namespace calloff::inbound
