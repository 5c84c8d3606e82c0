// What every adapter in the build's folder says of itself, and what stands beside its sources. Found, not listed.
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>

#include "base/text.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/portal/found_adapters.hpp"

using namespace calloff;
using namespace calloff::test;
using adapter_api::ResendClass;

namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> words(const char* text) {
  std::vector<std::string> list;
  for (const auto word : split(text, ' '))
    if (!word.empty()) list.emplace_back(word);
  return list;
}

}  // namespace

TEST_CASE("every adapter folder is built, and nothing else") {
  std::set<std::string> folders, built;
  for (const auto& entry : std::filesystem::directory_iterator(source_folder() / "adapters"))
    if (entry.is_directory()) folders.insert(entry.path().filename());
  for (const auto& adapter : found_adapters()) built.insert(adapter.file.stem());
  CHECK(!built.empty());
  CHECK(built == folders);
}

TEST_CASE("a manifest agrees with this build and says what the adapter does") {
  for (const auto& adapter : found_adapters()) {
    INFO(adapter.file);
    const auto& manifest = *adapter.manifest;
    CHECK(manifest.api == adapter_api::kApiVersion);
    CHECK(std::strcmp(manifest.compiler, adapter_api::kCompiler) == 0);
    CHECK(std::strcmp(manifest.boost, adapter_api::kBoost) == 0);
    CHECK(std::strcmp(manifest.sanitizers, adapter_api::kSanitizers) == 0);
    CHECK(std::strcmp(manifest.core, adapter_api::kCoreBuildId) == 0);
    CHECK(adapter.file.stem() == manifest.name);
    CHECK(!std::string(manifest.version).empty());
    CHECK(!std::string(manifest.summary).empty());
    const auto feeds = words(manifest.feeds), kinds = words(manifest.kinds);
    CHECK(!feeds.empty());
    CHECK(std::set<std::string>(feeds.begin(), feeds.end()).size() == feeds.size());
    const std::set<std::string> known{"create", "replace", "cancel", "accept", "confirm"};
    for (const auto& kind : kinds) CHECK(known.contains(kind));
    CHECK((manifest.resend_class == ResendClass::sends_nothing) == kinds.empty());
    CHECK(manifest.settle_seconds > 0);
    REQUIRE(manifest.spec);
    REQUIRE(manifest.create);
    CHECK(adapter.create() != nullptr);
  }
}

namespace {

/// Every key has a meaning, and is required or has a default; those of objects too.
void check_fields(const settings::Spec& spec) {
  std::set<std::string> names;
  for (const auto& field : spec.fields) {
    INFO(spec.name << ": " << field.name);
    CHECK(names.insert(field.name).second);
    CHECK(field.description.size() > 10);
    if (field.type == settings::Type::object) {
      check_fields(field);
      continue;
    }
    CHECK((field.is_required || field.default_text));
    if (field.name == "password") CHECK(field.type == settings::Type::secret);
    if (field.type == settings::Type::secret) CHECK(!field.default_text);
  }
}

constexpr const char* kBegin = "<!-- settings: written by CALLOFF_UPDATE=1 contract_adapters -->\n";
constexpr const char* kEnd = "<!-- end of settings -->\n";

/// The tables of the reference page, one heading deeper.
std::string settings_tables(const FoundAdapter& adapter) {
  const auto page = settings::reference_page(*adapter.manifest->spec(), adapter.name());
  return replace_all(page.substr(page.find("| key |")), "\n## ", "\n### ");
}

}  // namespace

TEST_CASE("a spec explains each key; secrets go by reference; base_url, user and password are as everywhere") {
  for (const auto& adapter : found_adapters()) {
    const auto& spec = *adapter.manifest->spec();
    CHECK(spec.name == adapter.name());
    CHECK(spec.type == settings::Type::object);
    CHECK(!spec.allows_other_keys);
    check_fields(spec);
    REQUIRE(spec.find("base_url"));
    CHECK(spec.find("base_url")->type == settings::Type::url);
  }
}

TEST_CASE("each folder has a README that shows every setting, and a sample that is right") {
  for (const auto& adapter : found_adapters()) {
    INFO(adapter.folder);
    auto readme = text_of(adapter.folder / "README.md");
    const auto begin = readme.find(kBegin), end = readme.find(kEnd);
    REQUIRE(begin != readme.npos);
    REQUIRE(end != readme.npos);
    const auto tables = settings_tables(adapter);
    if (std::getenv("CALLOFF_UPDATE")) {
      readme = readme.substr(0, begin) + kBegin + tables + readme.substr(end);
      std::ofstream(adapter.folder / "README.md", std::ios::binary) << readme;
    }
    INFO("run it with CALLOFF_UPDATE=1 and read the diff");
    CHECK(readme.find(kBegin + tables + kEnd) != readme.npos);
    CHECK(readme.find("sample.yaml") != std::string::npos);
    CHECK(load_sample(adapter).mistakes == std::vector<std::string>{});
  }
}

TEST_CASE("a sample's mistake is told with its place") {
  const auto& adapter = found_adapter("sgm_eschedule");
  auto account = load_sample(adapter).account;
  const auto spec_without_site = settings::object("sgm_eschedule", {}, "nothing of its own");
  CHECK(!settings::check_account(account, spec_without_site).empty());
}
