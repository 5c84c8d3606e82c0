#include "store/migrations.hpp"

#include "folder.hpp"
#include "store/sqlite.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

const Instant kNow = at("2026-03-10T03:12:00Z");

}  // namespace

TEST_CASE("every schema there was comes up to the newest, with the same tables as a new store") {
  const Folder folder;
  const auto& all = migrations();
  const auto tables = [](Session& session) {
    std::string text;
    for (const auto& row : session.query("select coalesce(sql, name) from sqlite_master order by name"))
      text += row.text(0) + "\n";
    return text;
  };
  const auto fresh = open_sqlite(folder.path() / "fresh.db", Access::read_write);
  REQUIRE(migrate(*fresh, kNow, all));
  for (std::size_t from = 0; from <= all.size(); ++from) {
    INFO("from schema " << from);
    const auto old = open_sqlite(folder.path() / (std::to_string(from) + ".db"), Access::read_write);
    REQUIRE(migrate(*old, kNow, {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(from)}));
    CHECK(check_schema(*old, all).has_value() == (from == all.size()));
    REQUIRE(migrate(*old, kNow, all));
    CHECK(check_schema(*old, all));
    CHECK(tables(*old) == tables(*fresh));
  }
}

TEST_CASE("a store of a newer program is refused, and so is a migration that was edited") {
  const Folder folder;
  const auto session = open_sqlite(folder.path() / "calloff.db", Access::read_write);
  auto newer = migrations();
  newer.push_back({static_cast<int>(newer.size()) + 1, "later", "create table later (id {key})"});
  REQUIRE(migrate(*session, kNow, newer));
  CHECK(migrate(*session, kNow, migrations()).error().code == "store/newer_schema");
  CHECK(Store::open(folder.path(), Mode::write, morning()).error().code == "store/newer_schema");
  CHECK(Store::open(folder.path(), Mode::read, morning()).error().code == "store/newer_schema");
  newer.back().ddl = "create table other (id {key})";
  CHECK(migrate(*session, kNow, newer).error().code == "store/migration_changed");
}

TEST_CASE("a migration that fails leaves the schema as it was") {
  const Folder folder;
  auto broken = migrations();
  const auto file = folder.path() / "calloff.db";
  {
    const auto session = open_sqlite(file, Access::read_write);
    REQUIRE(migrate(*session, kNow, broken));
    broken.push_back({static_cast<int>(broken.size()) + 1, "broken", "create table half (id {key}); create nonsense"});
    CHECK_THROWS_AS(migrate(*session, kNow, broken), DatabaseFailure);
  }
  const auto session = open_sqlite(file, Access::read_write);
  CHECK(!session->has_table("half"));
  CHECK(check_schema(*session, migrations()));
}

TEST_CASE("a file that is no database is damaged, not empty") {
  const Folder folder;
  {
    std::FILE* file = std::fopen((folder.path() / "calloff.db").c_str(), "w");
    std::fputs(std::string(4096, 'x').c_str(), file);
    std::fclose(file);
  }
  CHECK(Store::open(folder.path(), Mode::write, morning()).error().code == "store/damaged");
}
