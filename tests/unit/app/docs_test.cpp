// docs/command-line.md against the table of verbs.
#include <fstream>
#include <sstream>
#include <string>

#include "app/verbs.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

using namespace calloff;

namespace {

std::string command_line_page() {
  std::stringstream text;
  text << std::ifstream(test::source_folder() / "docs" / "command-line.md").rdbuf();
  return text.str();
}

/// The page's section about a verb, up to the next heading; empty if there is none.
std::string section_of(const std::string& page, const std::string& verb) {
  const auto heading = "\n## " + verb + "\n";
  const auto start = page.find(heading);
  if (start == std::string::npos) return {};
  const auto body = start + heading.size();
  return page.substr(body, page.find("\n## ", body) - body);
}

}  // namespace

TEST_CASE("the command line's page has a section for every verb, and every option in it") {
  const auto page = command_line_page();
  CHECK(section_of(page, "no such verb").empty());
  for (const auto& verb : app::all_verbs()) {
    INFO(verb.verb);
    const auto section = section_of(page, std::string(verb.verb));
    REQUIRE_FALSE(section.empty());
    for (const auto& option : verb.options) {
      const std::string key(option.key());
      INFO(option.name);
      CHECK(section.find(option.is_positional() ? key : "--" + key) != std::string::npos);
    }
  }
}
