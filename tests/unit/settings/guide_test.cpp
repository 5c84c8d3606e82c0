// The mistakes shown in docs/configuration.md are what is printed for the file shown there.
#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "folder.hpp"
#include "settings/configuration.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

using namespace calloff;
using namespace calloff::settings;

namespace {

std::string guide() {
  std::ostringstream text;
  text << std::ifstream(test::source_folder() / "docs" / "configuration.md").rdbuf();
  return text.str();
}

/// The first fenced block after `heading` that begins with `fence`.
std::string block(const std::string& page, const std::string& heading, const std::string& fence) {
  const auto begin = page.find("\n" + fence + "\n", page.find(heading));
  REQUIRE(begin != std::string::npos);
  const auto first = begin + fence.size() + 2;
  return page.substr(first, page.find("```", first) - first);
}

}  // namespace

TEST_CASE("the guide shows what is printed") {
  const auto page = guide();
  const Folder folder;
  folder.write("customers/acme.yaml", block(page, "## What `config check` says", "```yaml"));
  std::filesystem::copy(test::source_folder() / "config" / "calendars", folder.path("calendars"));
  std::string printed;
  for (const auto& error : load_configuration(folder.path()).errors)
    printed += replace_all(sentence(error), folder.path() + "/", "") + "\n";
  CHECK(printed == block(page, "Every line names file", "```"));
}
