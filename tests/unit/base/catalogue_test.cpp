#include <algorithm>
#include <regex>
#include <set>

#include "base/error.hpp"
#include "base/error_catalogue.hpp"
#include "support/catch.hpp"
#include "support/house/layers.hpp"
#include "support/paths.hpp"

using namespace calloff;

namespace {

/// Literals such as "wire/timed_out" in the product's code; the catalogue itself apart.
std::vector<std::pair<std::string, std::string>> literals_with_a_slash() {
  std::vector<std::pair<std::string, std::string>> found;
  static const std::regex kCode("\"([a-z_]+/[a-z0-9_]+)\"");
  for (const auto& file : test::house::read_files(test::source_folder(), {"gateway", "adapters"}, {".cpp", ".hpp"})) {
    if (file.path.starts_with("gateway/base/sentences/")) continue;
    for (std::sregex_iterator at(file.text.begin(), file.text.end(), kCode), end; at != end; ++at)
      found.emplace_back(file.path, (*at)[1]);
  }
  return found;
}

std::string stage_of(const std::string& code) { return code.substr(0, code.find('/')); }

std::set<std::string> arguments_of(std::string_view sentence) {
  static const std::regex kArgument("\\{([^}]*)\\}");
  const std::string text(sentence);
  std::set<std::string> arguments;
  for (std::sregex_iterator at(text.begin(), text.end(), kArgument), end; at != end; ++at) arguments.insert((*at)[1]);
  return arguments;
}

}  // namespace

TEST_CASE("the catalogue has each code once, sorted") {
  const auto rows = all_sentences();
  REQUIRE(rows.size() > 50);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    INFO(rows[i].code);
    CHECK(rows[i - 1].code < rows[i].code);
  }
}

TEST_CASE("each file of the catalogue is sorted by code: a row is found where one looks, and merges stay easy") {
  static const std::regex kRow("(^|\n)    \\{\"([a-z_]+/[a-z0-9_]+)\"");
  const auto files = test::house::read_files(test::source_folder(), {"gateway/base/sentences"}, {".cpp"});
  REQUIRE(files.size() > 5);
  for (const auto& file : files) {
    std::string before;
    for (std::sregex_iterator at(file.text.begin(), file.text.end(), kRow), end; at != end; ++at) {
      INFO(file.path << ": " << (*at)[2]);
      CHECK(before < (*at)[2].str());
      before = (*at)[2];
    }
    CHECK(!before.empty());
  }
}

TEST_CASE("every sentence is found, says something, and Chinese names no argument that English has not") {
  for (const auto& row : all_sentences()) {
    INFO(row.code);
    CHECK(find_sentence(row.code) == &row);
    CHECK(!row.en.empty());
    CHECK(!row.en.ends_with('.'));
    for (const auto& argument : arguments_of(row.en))
      CHECK(argument.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos);
    const auto en = arguments_of(row.en), zh = arguments_of(row.zh);
    CHECK(std::includes(en.begin(), en.end(), zh.begin(), zh.end()));
  }
}

TEST_CASE("every code that the product uses has a sentence") {
  std::set<std::string> stages;
  for (const auto& row : all_sentences()) stages.insert(stage_of(std::string(row.code)));
  std::size_t count = 0;
  for (const auto& [path, code] : literals_with_a_slash()) {
    if (!stages.contains(stage_of(code))) continue;  // a media type, a path
    ++count;
    INFO(path << ": " << code);
    CHECK(has_sentence(code));
  }
  CHECK(count > 50);
}

TEST_CASE("what is not in the catalogue is not found") {
  for (const auto* code : {"", "base", "base/", "base/bad_datf", "zzz/zzz"}) CHECK_FALSE(find_sentence(code));
}
