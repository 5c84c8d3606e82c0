// The search for secrets finds them, wherever a run could leave one. That no run does, every Site says at its end.
#include "support/process/canaries.hpp"

#include <sqlite3.h>

#include <fstream>

#include "base/base64.hpp"
#include "store/archive.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff::test::process;

namespace {

const std::vector<std::string> kSecrets{"tweety bird+0451"};

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::string found(const calloff::test::TemporaryFolder& folder) {
  return leaks_in(folder.path(), {folder.path() / "config"}, kSecrets);
}

}  // namespace

TEST_CASE("a secret is found in a file however it is spelled") {
  const std::string spellings[] = {
      "a=tweety bird+0451;", "user=x&pass=tweety%20bird%2B0451", "Basic " + calloff::to_base64("u:tweety bird+0451"),
      "Basic " + calloff::to_base64("us:tweety bird+0451"), "Basic " + calloff::to_base64("usr:tweety bird+0451@")};
  for (const auto& text : spellings) {
    INFO(text);
    const calloff::test::TemporaryFolder folder;
    write(folder.path() / "logs/calloff-2026-03-10.jsonl", "x " + text + " y");
    CHECK(found(folder).starts_with("logs/calloff-2026-03-10.jsonl: "));
  }
}

TEST_CASE("a secret is found in an archived file, and in a database's value that spans pages") {
  const calloff::test::TemporaryFolder folder;
  const calloff::store::Archive archive(folder.path() / "archive");
  REQUIRE(archive.prepare());
  REQUIRE(archive.put("an exchange with tweety bird+0451 in it, " + std::string(500, 'x')));
  CHECK(found(folder).find(" inside: tweety bird+0451") != std::string::npos);

  const calloff::test::TemporaryFolder other;
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((other.path() / "calloff.db").c_str(), &database) == SQLITE_OK);
  // Somewhere in there a page ends within the secret.
  std::string many;
  for (int i = 0; i < 2000; ++i) many += "tweety bird+045" + std::to_string(i % 2) + "/";
  const auto sql = "pragma page_size = 512; create table t (x text); insert into t values ('" + many + "')";
  REQUIRE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
  CHECK(found(other).find("calloff.db dumped: tweety bird+0451") != std::string::npos);
}

TEST_CASE("a database that cannot be read is no place without secrets") {
  const calloff::test::TemporaryFolder folder;
  const auto file = folder.path() / "calloff.db";
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
  const auto sql = "create table t (x text); insert into t values ('" + std::string(20'000, 'x') + "')";
  REQUIRE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
  CHECK(found(folder) == "");
  const auto whole = std::filesystem::file_size(file);
  // Without the end of its value, without its table, without all but the first bytes of its first page.
  for (const auto left : {whole - 4096, std::uintmax_t(4096), std::uintmax_t(50)}) {
    INFO(left);
    std::filesystem::resize_file(file, left);
    CHECK(found(folder).starts_with("calloff.db could not be searched: "));
  }
}

TEST_CASE("where secrets belong, and where there is none, nothing is found") {
  const calloff::test::TemporaryFolder folder;
  write(folder.path() / "config/secrets/password", "tweety bird+0451");
  write(folder.path() / "data/log", "tweety bird+0452, ***, dHdlZXR5");
  CHECK(found(folder) == "");
  CHECK(canaries_of({{"A_PASSWORD", "123456"}, {"A_USER", "somebody"}, {"B_TOKEN", "abcdefgh"}}) ==
        std::vector<std::string>{"123456", "abcdefgh"});
}
