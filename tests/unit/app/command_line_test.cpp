#include "app/verbs.hpp"
#include "base/text.hpp"
#include "support/catch.hpp"

using namespace calloff;
using app::Access;
using app::Exit;
using app::parse_command;

namespace {

/// As a shell takes a line apart: what stands between ' is one word.
std::vector<std::string> words(const std::string& line) {
  std::vector<std::string> list;
  bool is_quoted = false;
  for (const auto stretch : split(line, '\'')) {
    if (is_quoted) list.emplace_back(stretch);
    for (const auto word : split(is_quoted ? std::string_view() : stretch, ' '))
      if (!word.empty()) list.emplace_back(word);
    is_quoted = !is_quoted;
  }
  return list;
}

}  // namespace

TEST_CASE("every verb parses as its own example says") {
  for (const auto& verb : app::all_verbs()) {
    INFO(verb.example);
    auto line = words(std::string(verb.example));
    REQUIRE(line.front() == "calloff");
    line.erase(line.begin());
    const auto parsed = parse_command(line);
    REQUIRE(!parsed.is_finished);
    CHECK(parsed.command.verb == verb.verb);
    CHECK(parsed.command.access == verb.access);
  }
}

TEST_CASE("globals stand before or after the verb") {
  const auto* line = GENERATE("--config c --data d -o json schedule show", "schedule show --config c --data d -o json");
  const auto parsed = parse_command(words(line));
  REQUIRE(!parsed.is_finished);
  CHECK(parsed.command.globals.config == "c");
  CHECK(parsed.command.globals.data == "d");
  CHECK(parsed.command.globals.format == present::Format::json);
}

TEST_CASE("options are kept by name, repeated ones in order") {
  const auto parsed = parse_command(words("asn new sgm --order O1 --line 1=20 --line 2=8.5 --carrier SF"));
  REQUIRE(!parsed.is_finished);
  CHECK(parsed.command.get("CUSTOMER") == "sgm");
  CHECK(parsed.command.get("order") == "O1");
  CHECK(parsed.command.all("line") == std::vector<std::string>{"1=20", "2=8.5"});
  CHECK(!parsed.command.has("plate"));
}

TEST_CASE("usage mistakes exit 2 and say what to do") {
  const auto* line =
      GENERATE("", "shedule show", "schedule", "schedule sow", "fetch --what", "run show", "asn cancel A-1",
               "-o xml run list", "--now yesterday run list", "fetch a b", "run list --limit");
  INFO(line);
  const auto parsed = parse_command(words(line));
  REQUIRE(parsed.is_finished);
  CHECK(parsed.exit == Exit::usage);
  CHECK(parsed.text.starts_with("calloff: "));
}

TEST_CASE("a mistyped verb is named, and gets a hint") {
  struct Case {
    const char *line, *told;
  };
  const auto c = GENERATE(
      Case{"shedule show", "calloff: there is no verb `shedule`\ndid you mean `schedule`?\n"},
      Case{"--config shedule wholly_other", "calloff: there is no verb `wholly_other`\n`calloff --help`"},
      Case{"schedule sow -o json", "calloff: there is no verb `schedule sow`\ndid you mean `schedule show`?\n"},
      Case{"run", "calloff: `run` is half a verb; it goes on with one of: list, show\n"},
      Case{"run show", "calloff: RUN is required\n"}, Case{"fetch --what", "calloff: The following argument"});
  const auto parsed = parse_command(words(c.line));
  INFO(c.line << ": " << parsed.text);
  CHECK(parsed.text.starts_with(c.told));
}

TEST_CASE("help and version are answers, not mistakes") {
  const auto* line = GENERATE("--help", "--version", "schedule show --help", "asn --help");
  INFO(line);
  const auto parsed = parse_command(words(line));
  REQUIRE(parsed.is_finished);
  CHECK(parsed.exit == Exit::ok);
  CHECK(!parsed.text.empty());
}
