#include "store/intervals.hpp"

#include "store/columns.hpp"

namespace calloff::store {

void close_interval(Session& session, const std::string& table, const std::string& where, const std::vector<Value>& key,
                    std::int64_t commit) {
  std::vector<Value> values{commit};
  values.insert(values.end(), key.begin(), key.end());
  session.execute("delete from " + table + " where from_seq = $1 and to_seq is null and " + where, values);
  session.execute("update " + table + " set to_seq = $1 where to_seq is null and " + where, values);
}

Change change_of_head(Session& session, const std::string& table, const std::string& key, std::int64_t number,
                      std::string_view content) {
  const auto standing =
      session.query("select content from " + table + " where " + key + " = $1 and to_seq is null", {number});
  if (standing.empty()) return Change::first;
  return hash_of(standing[0].blob(0)) == content ? Change::unchanged : Change::changed;
}

}  // namespace calloff::store
