#include "support/process/site.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process/canaries.hpp"

namespace calloff::test::process {

namespace json = boost::json;

Site::Site(const std::string& portal_url)
    : environment{{"CALLOFF_DEMO_PORTAL", portal_url},
                  {"CALLOFF_DEMO_JQ_USER", "SIM-JQ"},
                  {"CALLOFF_DEMO_JQ_PASSWORD", "sim-jq-2026"},
                  {"CALLOFF_DEMO_OMX_USER", "SIM-OMX"},
                  {"CALLOFF_DEMO_OMX_PASSWORD", "sim-omx-2026"}},
      now("2026-03-10T11:35:00+08:00") {
  for (const char* name : {"config", "mappings"})
    std::filesystem::copy(source_folder() / name, folder_.path() / name, std::filesystem::copy_options::recursive);
  std::filesystem::copy_file(source_folder() / "fixtures/config/one_plant.yaml", config() / "customers/sgm.yaml",
                             std::filesystem::copy_options::overwrite_existing);
}

Site::~Site() {
  // What a test that failed already left half done is not looked into.
  if (std::uncaught_exceptions() == 0) search_for_secrets();
}

void Site::search_for_secrets() const {
  const auto secrets = std::vector<std::string>(used_.begin(), used_.end());
  auto leaks = leaks_in_text("what was said", *heard_, secrets);
  // The configuration is where secrets may be kept.
  leaks += leaks_in(folder_.path(), {folder_.path() / "config"}, secrets);
  CHECK(leaks == "");
}

Start Site::start(const std::vector<std::string>& words) const {
  Start start;
  start.program = (build_folder() / "bin/calloff").string();
  start.arguments = {"--config", config().string(), "--data", data().string()};
  if (!now.empty()) start.arguments.insert(start.arguments.end(), {"--now", now});
  start.arguments.insert(start.arguments.end(), words.begin(), words.end());
  start.environment = environment;
  start.heard = heard_;
  for (auto& secret : canaries_of(environment)) used_.insert(std::move(secret));
  used_.insert(further_secrets.begin(), further_secrets.end());
  start.largest_file = largest_file;
  return start;
}

Ended Site::calloff(const std::vector<std::string>& words) const { return run(start(words)); }

std::unique_ptr<Child> Site::serve() const {
  auto child = std::make_unique<Child>(start({"serve"}));
  child->wait_for("ready: ");
  return child;
}

json::value Site::json(std::vector<std::string> words) const {
  words.insert(words.end(), {"-o", "json"});
  const auto ended = calloff(words);
  if (ended.exit != 0 || ended.signal != 0)
    throw std::runtime_error(words[0] + ": exit " + std::to_string(ended.exit) + ", signal " +
                             std::to_string(ended.signal) + ": " + ended.err);
  return json::parse(ended.out);
}

std::string Site::configure(const std::string& from, const std::string& to) const {
  const auto file = config() / "customers/sgm.yaml";
  std::ostringstream read;
  read << std::ifstream(file).rdbuf();
  auto text = read.str();
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("the configuration has no " + from);
  text.replace(at, from.size(), to);
  std::ofstream(file) << text;
  return "sgm.yaml:" + std::to_string(1 + std::count(text.begin(), text.begin() + std::ptrdiff_t(at), '\n'));
}

json::array Site::list(std::vector<std::string> words) const { return std::move(json(std::move(words)).as_array()); }

json::array schedule_of(const Site& site) {
  auto rows = site.list({"schedule", "show", "--all"});
  for (auto& row : rows) {
    row.as_object().erase("as_of");
    row.as_object().erase("freshness");
    row.as_object().erase("complete");
    row.as_object().erase("revision");
  }
  return rows;
}

json::array orders_of(const Site& site) { return site.list({"oes", "list"}); }

json::value run_of(const Ended& fetch) {
  const auto runs = json::parse(fetch.out);
  if (runs.as_array().size() != 1) throw std::runtime_error("not one run: " + fetch.out);
  return runs.as_array()[0];
}

std::string text_of(const json::value& object, std::string_view member) {
  const auto& value = object.at(member);
  if (value.is_null()) return {};
  return value.is_string() ? std::string(value.as_string()) : json::serialize(value);
}

std::uint16_t health_port(const Child& gateway) {
  const std::string where = "health checks at http://127.0.0.1:";
  const auto at = gateway.said().find(where);
  if (at == std::string::npos) throw std::runtime_error("no health checks: " + gateway.said());
  return std::uint16_t(std::stoi(gateway.said().substr(at + where.size())));
}

bool is_sound(const Site& site) {
  const auto checked = site.calloff({"store", "check"});
  return checked.exit == 0 && checked.out.find(": sound") != std::string::npos;
}

}  // namespace calloff::test::process
