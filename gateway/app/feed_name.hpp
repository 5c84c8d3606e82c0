// Feeds by the names that people use for them.
#pragma once
#include <string>
#include <vector>

#include "app/gateway.hpp"
#include "model/actor.hpp"

namespace calloff::app {

/// The one feed that is meant. words: customer, plant and feed, in one word or several (`sgm JQ daily`,
/// `sgm/JQ/daily`); what is not needed to tell it from the others may be left out, its own name may not.
/// errors: ask_person feed/unknown (feed, feeds), feed/ambiguous (feeds); feeds outside the actor's scope are neither
/// found nor named
Result<const inbound::PolledFeed*> find_feed(const Prepared& prepared, const model::Scope& scope,
                                             const std::vector<std::string>& words);

/// The feeds in that scope by name, for who named none of them; `-` where there is none.
std::string known_feeds(const Prepared& prepared, const model::Scope& scope);

}  // namespace calloff::app
