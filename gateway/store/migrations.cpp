#include "store/migrations.hpp"

#include "base/hash.hpp"
#include "base/text.hpp"
#include "store/schema.hpp"

namespace calloff::store {
namespace {

// What SQLite calls the few things that engines call differently. {instant}: milliseconds since 1970, UTC.
std::string for_sqlite(std::string_view ddl) {
  auto text = replace_all(std::string(ddl), "{key}", "integer primary key");
  text = replace_all(std::move(text), "{blob}", "blob");
  text = replace_all(std::move(text), "{instant}", "bigint");
  return replace_all(std::move(text), "{clustered}", "without rowid");
}

/// The number of the last migration that was applied. errors: as migrate
Result<int> applied(Session& session, const std::vector<Migration>& known) {
  const auto rows = session.query("select number, checksum from migration order by number");
  for (const auto& row : rows) {
    const auto number = row.integer(0);
    if (number > static_cast<std::int64_t>(known.size()))
      return Error{Recovery::fix_config,
                   "store/newer_schema",
                   {{"have", std::to_string(rows.back().integer(0))}, {"known", std::to_string(known.size())}}};
    if (row.text(1) != sha256(known[static_cast<std::size_t>(number - 1)].ddl))
      return Error{Recovery::fix_code, "store/migration_changed", {{"number", std::to_string(number)}}};
  }
  return static_cast<int>(rows.size());
}

void apply(Session& session, Instant now, const Migration& migration) {
  session.script("begin immediate");
  session.script(for_sqlite(migration.ddl));
  session.execute("insert into migration (number, name, checksum, applied_at) values ($1, $2, $3, $4)",
                  {std::int64_t{migration.number}, std::string(migration.name), sha256(migration.ddl),
                   std::int64_t{now.time_since_epoch().count()}});
  session.script("commit");
}

}  // namespace

const std::vector<Migration>& migrations() {
  static const std::vector<Migration> all{{1, "first", schema_1()},       {2, "releases", schema_2()},
                                          {3, "page shapes", schema_3()}, {4, "found without history", schema_4()},
                                          {5, "tickets", schema_5()},     {6, "sheets by day", schema_6()},
                                          {7, "alerts", schema_7()},      {8, "pruning", schema_8()},
                                          {9, "steward", schema_9()}};
  return all;
}

Result<void> migrate(Session& session, Instant now, const std::vector<Migration>& known) {
  session.script(
      "create table if not exists migration (number bigint primary key, name text not null, "
      "checksum text not null, applied_at bigint not null)");
  const auto have = applied(session, known);
  if (!have) return have.error();
  for (auto i = static_cast<std::size_t>(*have); i < known.size(); ++i) apply(session, now, known[i]);
  return {};
}

Result<void> check_schema(Session& session, const std::vector<Migration>& known) {
  const auto have = applied(session, known);
  if (!have) return have.error();
  if (static_cast<std::size_t>(*have) < known.size())
    return Error{Recovery::fix_config,
                 "store/older_schema",
                 {{"have", std::to_string(*have)}, {"known", std::to_string(known.size())}}};
  return {};
}

}  // namespace calloff::store
