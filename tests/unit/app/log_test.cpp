// The log's lines: for machines, for people, in files; and no secret in any of them.
#include "app/log.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "base/dates.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;
using namespace calloff::app;

namespace {

class Heard final : public Output {
 public:
  void out(std::string_view data) override { text += data; }
  void err(std::string_view talk) override { text += talk; }
  std::string text;
};

LogLine line(LogLevel level, std::string text, const char* at = "2026-03-10T03:32:08.250Z") {
  return {parse_instant(at).value(), level, "R-000001", "sgm/jq", "sgm JQ daily", std::move(text)};
}

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a line for machines is one JSON object with what there is") {
  const auto whole = boost::json::parse(json_line(line(LogLevel::warning, "held:\n\"支架\"\x1b[2J"))).as_object();
  CHECK(whole.size() == 6);
  CHECK(whole.at("time") == "2026-03-10T03:32:08.250Z");
  CHECK(whole.at("level") == "warning");
  CHECK(whole.at("run") == "R-000001");
  CHECK(whole.at("account") == "sgm/jq");
  CHECK(whole.at("feed") == "sgm JQ daily");
  CHECK(whole.at("message") == "held: \"支架\" [2J");
  CHECK(json_line({parse_instant("2026-03-10T03:32:08Z").value(), LogLevel::error, {}, {}, {}, "x"}) ==
        R"({"time":"2026-03-10T03:32:08Z","level":"error","message":"x"})");
  Heard heard;
  json_log(heard)(line(LogLevel::debug, "no"));
  CHECK(heard.text.empty());
  json_log(heard)(line(LogLevel::info, "yes"));
  CHECK(heard.text.ends_with("\"message\":\"yes\"}\n"));
}

TEST_CASE("a line for people is in the time of the plant") {
  Heard heard;
  human_log(heard, true, "Asia/Shanghai")(line(LogLevel::error, "15 listed", "2026-03-10T03:32:08Z"));
  CHECK(heard.text == "2026-03-10T11:32:08+08:00 ERROR R-000001 sgm/jq sgm JQ daily: 15 listed\n");
  Heard quiet;
  human_log(quiet, false, "")(line(LogLevel::info, "15 listed"));
  CHECK(quiet.text.empty());
}

TEST_CASE("the log is kept in a file a day, ours alone; old ones go, other files stay") {
  const test::TemporaryFolder folder;
  const auto logs = folder.path() / "logs";
  Heard heard;
  const auto sink = filed_log(logs, heard, [](const LogLine&) {});
  sink(line(LogLevel::info, "one", "2026-03-10T23:59:59Z"));
  sink(line(LogLevel::info, "two", "2026-03-11T00:00:00Z"));
  sink(line(LogLevel::info, "three", "2026-03-11T00:00:01Z"));
  const auto second = content_of(logs / "calloff-2026-03-11.jsonl");
  CHECK(second.find("two") < second.find("three"));
  CHECK(content_of(logs / "calloff-2026-03-10.jsonl").find("one") != std::string::npos);
  struct stat status{};
  REQUIRE(::stat((logs / "calloff-2026-03-10.jsonl").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  for (const char* other : {"calloff-notes.jsonl", "other-2020-01-01.jsonl"}) std::ofstream(logs / other) << "x";
  CHECK(remove_old_logs(logs, parse_instant("2026-03-11T12:00:00Z").value()) == 1);
  CHECK(!std::filesystem::exists(logs / "calloff-2026-03-10.jsonl"));
  for (const char* kept : {"calloff-2026-03-11.jsonl", "calloff-notes.jsonl", "other-2020-01-01.jsonl"})
    CHECK(std::filesystem::exists(logs / kept));
  CHECK(heard.text.empty());
  CHECK(remove_old_logs(folder.path() / "none", {}) == 0);
}

TEST_CASE("a log folder that cannot be written is said once, and the log goes on elsewhere") {
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "x";
  Heard heard;
  int other = 0;
  const auto sink = filed_log(folder.path() / "file" / "logs", heard, [&](const LogLine&) { ++other; });
  sink(line(LogLevel::info, "one"));
  sink(line(LogLevel::info, "two"));
  CHECK(other == 2);
  CHECK(heard.text.find("the log cannot be written to ") != std::string::npos);
  CHECK(heard.text.find('\n') == heard.text.size() - 1);
}

TEST_CASE("a log folder that can be written again is written within a minute, and one that fails once more is said") {
  const test::TemporaryFolder folder;
  const auto logs = folder.path() / "logs", file = logs / "calloff-2026-03-10.jsonl";
  std::ofstream(logs) << "in the way";
  Heard heard;
  const auto sink = filed_log(logs, heard, [](const LogLine&) {});
  const auto complaints = [&] { return std::count(heard.text.begin(), heard.text.end(), '\n'); };
  sink(line(LogLevel::info, "lost", "2026-03-10T03:00:00Z"));
  std::filesystem::remove(logs);
  sink(line(LogLevel::info, "too soon", "2026-03-10T03:00:59Z"));
  CHECK(!std::filesystem::exists(logs));
  sink(line(LogLevel::info, "kept", "2026-03-10T03:01:00Z"));
  CHECK(content_of(file).find("kept") != std::string::npos);
  CHECK(complaints() == 1);
  std::filesystem::remove_all(logs);
  std::ofstream(logs) << "in the way again";
  sink(line(LogLevel::info, "lost", "2026-03-11T00:00:00Z"));
  sink(line(LogLevel::info, "lost", "2026-03-11T00:02:00Z"));
  CHECK(complaints() == 2);
}

TEST_CASE("a secret that somebody logs all the same is masked, also when it is a proxy's or an adapter's own") {
  const test::TemporaryFolder folder;
  std::filesystem::create_directories(folder.path() / "customers");
  std::ofstream(folder.path() / "customers/a.yaml") << R"(customer: a
name: {en: A}
plants: {P: {zone: UTC}}
accounts:
  main: {adapter: x, user: env:LOG_TEST_USER, password: env:LOG_TEST_PASSWORD, pin: env:LOG_TEST_PIN,
         proxy: {url: 'http://proxy.example:3128', user: env:LOG_TEST_USER, password: env:LOG_TEST_PROXY}}
feeds: {}
)";
  for (const auto& [name, value] :
       {std::pair("LOG_TEST_USER", "somebody"), std::pair("LOG_TEST_PASSWORD", "canary-one"),
        std::pair("LOG_TEST_PIN", "canary-two"), std::pair("LOG_TEST_PROXY", "canary 3+")})
    ::setenv(name, value, 1);
  const auto loaded = settings::load_configuration(folder.path().string());
  REQUIRE(loaded.configuration.customers.size() == 1);
  std::string text;
  const auto sink = masked_log(loaded.configuration, [&](const LogLine& l) { text += l.text; });
  sink(line(LogLevel::info, "somebody said canary-one, canary-two and canary%203%2B"));
  CHECK(text == "somebody said ***, *** and ***");
}
