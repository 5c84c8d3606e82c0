// The systemd unit against the program: it starts what there is, and gives up where a restart mends nothing.
#include <fstream>
#include <sstream>

#include "app/command.hpp"
#include "base/text.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

using namespace calloff;

namespace {

/// What a key of the unit says; it stands there once.
std::string said(const std::string& key) {
  std::ifstream unit(test::source_folder() / "config/systemd/calloff.service");
  std::string value;
  int times = 0;
  for (std::string line; std::getline(unit, line);)
    if (line.starts_with(key + "=")) {
      value = line.substr(key.size() + 1);
      ++times;
    }
  INFO(key);
  REQUIRE(times == 1);
  return value;
}

std::vector<std::string> words(const std::string& line) {
  std::vector<std::string> list;
  for (const auto word : split(line, ' ')) list.emplace_back(word);
  return list;
}

}  // namespace

TEST_CASE("the service starts the gateway, on folders that it may use") {
  auto line = words(said("ExecStart"));
  CHECK(line.front() == "/opt/calloff/bin/calloff");
  line.erase(line.begin());
  const auto parsed = app::parse_command(line);
  REQUIRE_FALSE(parsed.is_finished);
  CHECK(parsed.command.verb == "serve");
  CHECK(parsed.command.globals.config == "/etc/" + said("ConfigurationDirectory"));
  CHECK(parsed.command.globals.data.starts_with("/var/lib/" + said("StateDirectory") + "/"));
  CHECK(said("Type") == "notify");
}

TEST_CASE("the service is not started again where that mends nothing") {
  std::string codes;
  for (const auto exit : {app::Exit::usage, app::Exit::configuration, app::Exit::store_in_use})
    codes += (codes.empty() ? "" : " ") + std::to_string(int(exit));
  CHECK(said("RestartPreventExitStatus") == codes);
}
