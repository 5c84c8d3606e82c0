#include <algorithm>

#include "store/columns.hpp"
#include "store/delivery_schedules.hpp"

namespace calloff::store {

std::int64_t next_commit(Writer& writer, std::string_view run) {
  auto& session = writer.session();
  const auto last = session.query("select at from commit_seq order by seq desc limit 1");
  // A clock that was set back must not put a later commit before an earlier one.
  const auto at = std::max(column_of(writer.now()), last.empty() ? INT64_MIN : last[0].integer(0));
  return session.query("insert into commit_seq (at, run) values ($1, $2) returning seq", {at, std::string(run)})
      .at(0)
      .integer(0);
}

std::int64_t commit_at(Reader& reader, Instant at) {
  const auto rows = reader.session().query(
      "select seq from commit_seq where at <= $1 order by at desc, seq desc limit 1", {column_of(at)});
  return rows.empty() ? 0 : rows[0].integer(0);
}

}  // namespace calloff::store
