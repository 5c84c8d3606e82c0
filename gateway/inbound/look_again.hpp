// An archived document looked at again, with today's mapping and under today's guard: after a crash, and when a person
// asks for it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "inbound/publish.hpp"
#include "model/actor.hpp"

namespace calloff::inbound {

/// outcome: published, unchanged (it says what stands already), stopped (by the guard), apart (not understood),
/// waits_for_list (its whole list was stopped: a later list, or `drift accept`, settles it), superseded (a newer
/// document of its entry is there), settled (nothing of it waits), no_mapping (its feed has none, or is not configured)
/// records: lines new or changed; reason: of stopped and apart, and of what a newer one overtook while it was looked at
struct LookedAgain {
  std::string document;
  store::FeedKey feed;
  std::string entry, outcome;
  std::int64_t records = 0;
  std::optional<Error> reason{};
};

/// Publishes what was understood of an archived document, or keeps it apart with its first error, or with what keeps
/// its records from the store. errors: only a store that fails
Task<LookedAgain> publish_again(PollWith with, const PolledFeed& feed, std::shared_ptr<const mapping::Plan> plan,
                                store::DocumentRecord document, Understood understood);

/// What a person names of the documents kept apart, or all that wait, understood and published anew; each is an event
/// with the actor and the outcome. document: empty: all. errors: quarantine quarantine/unknown (document); store/...
Task<std::vector<LookedAgain>> retry_apart(PollWith with, const std::vector<PolledFeed>& feeds, std::string document,
                                           model::Actor actor);

}  // namespace calloff::inbound
