// The schema's history: numbered, each applied once, in one transaction, its text's checksum kept.
#pragma once
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "store/database.hpp"

namespace calloff::store {

/// ddl: with {key} {blob} {instant} {clustered} where the engines' words differ
struct Migration {
  int number = 0;
  std::string_view name, ddl;
};

/// All there are, in order, from 1.
const std::vector<Migration>& migrations();

/// Applies what is missing. errors: fix_config store/newer_schema (have, known), fix_code store/migration_changed
/// (number)
Result<void> migrate(Session& session, Instant now, const std::vector<Migration>& known);
/// Is it exactly at the last one? errors: as migrate, and fix_config store/older_schema (have, known)
Result<void> check_schema(Session& session, const std::vector<Migration>& known);

}  // namespace calloff::store
