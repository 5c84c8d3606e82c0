// Mistakes of people: in configuration files, on the command line. And secrets, which must turn up nowhere.
#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "store/archive.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;

namespace {

Ended with_config(const std::filesystem::path& config, const Environment& environment,
                  const std::vector<std::string>& words) {
  Start start;
  start.program = (calloff::test::build_folder() / "bin/calloff").string();
  start.arguments = {"--config", config.string()};
  start.arguments.insert(start.arguments.end(), words.begin(), words.end());
  start.environment = environment;
  return run(start);
}

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("config check finds nothing wrong with what is delivered, and asks no portal") {
  Portal portal;
  Site site(portal.url());
  for (const char* folder : {"config", "config/demo"}) {
    INFO(folder);
    auto environment = site.environment;
    for (const char* name : {"CALLOFF_SGM_ESCHEDULE_URL", "CALLOFF_SGM_OMX_URL", "CALLOFF_NOVARA_URL"})
      environment[name] = portal.url();
    for (const char* name :
         {"CALLOFF_SGM_JQ_USER", "CALLOFF_SGM_DY_USER", "CALLOFF_SGM_OMX_USER", "CALLOFF_NOVARA_USER"})
      environment[name] = "somebody";
    const auto checked = with_config(calloff::test::source_folder() / folder, environment, {"config", "check"});
    INFO(checked.out << checked.err);
    CHECK(checked.exit == 0);
  }
  CHECK(portal.requests() == 0);
}

TEST_CASE("a mistake in a file is told with its place and a hint, by every verb, before anything is done") {
  struct Case {
    const char *from, *to, *told;
  };
  const auto c = GENERATE(
      Case{"    plant: JQ", "    plnat: JQ", ":5: unknown key 'plnat'; did you mean 'plant'?"},
      Case{"    adapter: sgm_eschedule", "    adapter: sgm_eskedule", ":14: adapter 'sgm_eskedule' is not installed"},
      Case{"account: jq", "account: kq", ":14: 'account' names 'kq', which is not configured; did you mean 'jq'?"});
  INFO(c.to);
  Portal portal;
  Site site(portal.url());
  const auto place = site.configure(c.from, c.to) + c.told;
  for (const std::vector<std::string>& verb :
       {std::vector<std::string>{"config", "check"}, std::vector<std::string>{"fetch"},
        std::vector<std::string>{"serve"}, std::vector<std::string>{"schedule", "show"}}) {
    const auto ended = site.calloff(verb);
    INFO(verb[0] << ": " << ended.out << ended.err);
    CHECK(ended.exit == 3);
    CHECK((ended.out + ended.err).find(place) != std::string::npos);
  }
  CHECK(portal.requests() == 0);
}

TEST_CASE("what makes no sense on the command line exits with 2 and says how it goes") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);  // a store is there: only the words are wrong
  for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                {"fetsh"},
                                                {"asn"},
                                                {"asn", "new"},
                                                {"fetch", "--colour"},
                                                {"run", "show"},
                                                {"schedule", "show", "--limit", "many"},
                                                {"schedule", "show", "--from", "tomorrow"},
                                                {"schedule", "show", "--bucket", "year"},
                                                {"-o", "xml", "run", "list"},
                                                {"fetch", "sgm", "--now", "noon"}}) {
    std::string line;
    for (const auto& word : words) line += " " + word;
    const auto ended = site.calloff(words);
    INFO(line << ": " << ended.err);
    CHECK(ended.exit == 2);
    CHECK(ended.err.find("calloff: ") != std::string::npos);
    CHECK(ended.out.empty());
  }
}

TEST_CASE("help and version go to stdout, without colour") {
  Site site("http://127.0.0.1:9");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--help"}, {"--version"}, {"asn", "new", "--help"}, {"schedule", "show", "--help"}}) {
    const auto ended = site.calloff(words);
    CHECK(ended.exit == 0);
    CHECK(!ended.out.empty());
    CHECK(ended.err.empty());
    CHECK(ended.out.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("passwords stand in no file, no archived exchange, no output") {
  const std::string right[] = {"sim-jq-2026", "sim-omx-2026"}, wrong = "a-canary-0451";
  Portal portal;
  Site site(portal.url());
  std::string said;
  const auto hear = [&](const std::vector<std::string>& words) {
    const auto ended = site.calloff(words);
    said += ended.out + ended.err;
    return ended.exit;
  };
  site.environment["CALLOFF_DEMO_JQ_PASSWORD"] = wrong;
  CHECK(hear({"fetch", "--feed", "daily"}) == 4);
  site.environment["CALLOFF_DEMO_JQ_PASSWORD"] = right[0];
  site.now = "2026-03-10T11:37:00+08:00";
  REQUIRE(hear({"fetch"}) == 0);
  for (const auto& run : site.list({"run", "list"})) hear({"run", "show", text_of(run, "run")});
  hear({"config", "show"});
  hear({"account", "status"});

  const calloff::store::Archive archive(site.data() / "archive");
  int exchanges = 0;
  archive.each([&](const std::string& hash) {
    const auto bytes = archive.get(hash).value();
    exchanges += bytes.find("login.do") != bytes.npos;
    said += bytes;
  });
  CHECK(exchanges >= 3);
  for (const auto& file : std::filesystem::recursive_directory_iterator(site.data()))
    if (file.is_regular_file()) said += content_of(file.path());
  for (const auto& secret : {right[0], right[1], wrong}) {
    INFO(secret);
    CHECK(said.find(secret) == std::string::npos);
  }
}
