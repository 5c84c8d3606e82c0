// replay --sessions: a past day's polls asked again from their recordings, with today's adapters and mappings.
#pragma once
#include "app/command.hpp"
#include "app/gateway.hpp"
#include "app/output.hpp"

namespace calloff::app {

/// Goes through the day's polls in their order and prints what differs from what the store got. Writes nothing, asks
/// nobody. source: docs/schemas/replay_sessions.json
Exit rerun_day(const Command& command, const Prepared& prepared, store::Store& store, const model::Actor& actor,
               Output& output);

}  // namespace calloff::app
