// How replayed documents are shown: by `replay` itself, and by its sessions.
#pragma once
#include <vector>

#include "app/command.hpp"
#include "app/output.hpp"
#include "inbound/replay.hpp"
#include "present/value.hpp"

namespace calloff::app {

/// Columns of a listing of such rows.
const std::vector<present::Column>& replayed_columns();
present::Value replayed_value(const inbound::Replayed& done, Language language);

/// The differences of one document, the first of them, for people.
void print_changes(const inbound::Replayed& done, Output& output);

}  // namespace calloff::app
