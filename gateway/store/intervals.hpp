// Closing what stands in an interval-versioned table.
#pragma once
#include <string>
#include <vector>

#include "store/database.hpp"

namespace calloff::store {

/// Ends the standing row `where` names at `commit`; one that began with this very commit never stood and is removed.
/// table: the table; where: its key's condition over $2...; key: those values
inline void close_interval(Session& session, const std::string& table, const std::string& where,
                           const std::vector<Value>& key, std::int64_t commit) {
  std::vector<Value> values{commit};
  values.insert(values.end(), key.begin(), key.end());
  session.execute("delete from " + table + " where from_seq = $1 and to_seq is null and " + where, values);
  session.execute("update " + table + " set to_seq = $1 where to_seq is null and " + where, values);
}

}  // namespace calloff::store
