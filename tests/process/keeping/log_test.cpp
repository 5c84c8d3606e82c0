// The log of a running gateway as machines read it.
#include <signal.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "support/catch.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;
namespace json = boost::json;

TEST_CASE("not on a terminal, a gateway's log is JSON lines with the run's id, kept in a folder too") {
  Portal portal;
  Site site(portal.url());
  site.now = "2026-03-10T11:34:58+08:00";  // two seconds before the feeds are due
  std::ofstream(site.config() / "calloff.yaml") << "mappings: ../../mappings\ncalendars: ../calendars\n"
                                                << "log: {folder: ../../logs}\n";
  const auto gateway = site.serve();
  gateway->wait_for("\"feed\":\"sgm JQ daily\",\"message\":\"run ");
  gateway->send(SIGTERM);
  const auto ended = gateway->wait();
  CHECK(ended.exit == 0);
  site.now.clear();
  const auto runs = site.list({"run", "list"});
  std::istringstream said(ended.err);
  bool has_run = false;
  for (std::string line; std::getline(said, line);) {
    INFO(line);
    const auto object = json::parse(line).as_object();
    for (const char* key : {"time", "level", "message"}) CHECK(object.contains(key));
    if (!object.contains("run")) continue;
    has_run = true;
    CHECK(std::any_of(runs.begin(), runs.end(),
                      [&](const json::value& run) { return text_of(run, "run") == text_of(object, "run"); }));
  }
  CHECK(has_run);
  std::ostringstream kept;
  kept << std::ifstream(site.data().parent_path() / "logs/calloff-2026-03-10.jsonl").rdbuf();
  CHECK(kept.str() == ended.err);
}
