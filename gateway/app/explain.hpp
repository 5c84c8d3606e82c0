// explain: from a record back to the mapping's line, the place in the archived bytes, the run, and the bytes there.
#pragma once
#include "app/command.hpp"
#include "app/gateway.hpp"
#include "app/output.hpp"
#include "present/views.hpp"

namespace calloff::app {

/// source: docs/schemas/explain.json
Exit explain(const Command& command, const present::ViewOf& of, store::Store& store, const Prepared& prepared,
             Output& output);

}  // namespace calloff::app
