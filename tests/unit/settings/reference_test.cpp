// config/reference/ is generated from the specs: stale pages fail here, and CALLOFF_UPDATE=1 rewrites them.
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "settings/configuration.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

using namespace calloff;
using namespace calloff::settings;
namespace json = boost::json;

namespace {

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void check_page(const std::string& name, const std::string& generated) {
  const auto path = test::source_folder() / "config" / "reference" / name;
  if (std::getenv("CALLOFF_UPDATE")) std::ofstream(path, std::ios::binary) << generated;
  INFO("config/reference/" << name
                           << " is stale: run CALLOFF_UPDATE=1 build/dev/tests/unit_settings, then read the diff");
  CHECK((read(path) == generated));
}

/// Every field has a meaning: the page would be of no use without.
void check_described(const Spec& spec, const std::string& path) {
  INFO(path);
  CHECK(!spec.description.empty());
  for (const auto& one : spec.fields) check_described(one, path + "." + one.name);
  for (const auto& one : spec.item) check_described(one, path + "[]");
}

}  // namespace

TEST_CASE("the reference pages and schemas are those of the program") {
  check_page("calloff.md", reference_page(gateway_spec(), "calloff.yaml"));
  check_page("calloff.schema.json", json_schema(gateway_spec(), "calloff.yaml"));
  check_page("customer.md", reference_page(customer_spec(), "customers/CUSTOMER.yaml"));
  check_page("customer.schema.json", json_schema(customer_spec(), "customers/CUSTOMER.yaml"));
  check_page("calendar.md", reference_page(calendar_spec(), "calendars/NAME.yaml"));
  check_page("calendar.schema.json", json_schema(calendar_spec(), "calendars/NAME.yaml"));
}

TEST_CASE("every key is described") {
  check_described(gateway_spec(), "calloff");
  check_described(customer_spec(), "customer");
  check_described(calendar_spec(), "calendar");
}

TEST_CASE("a schema says what the checks say") {
  const auto spec = object(
      "thing",
      {field("gap", Type::integer, "how many").between(1, 9).with_default("3"),
       field("on", Type::boolean, "is it").with_default("true"),
       choice("basis", {"pickup", "arrival"}, "which").required(),
       list_of("docks", field("dock", Type::text, "a dock"), "docks").or_single(),
       map_of("sites", object("site", {field("zone", Type::zone, "zone")}, "a site").with_other_keys(), "sites")},
      "a thing");
  const auto schema = json::parse(json_schema(spec, "Things"));
  CHECK(schema.at("$schema") == "http://json-schema.org/draft-07/schema#");
  CHECK(schema.at("title") == "Things");
  CHECK(schema.at("additionalProperties") == false);
  CHECK(schema.at("required") == json::array{"basis"});
  const auto& properties = schema.at("properties").as_object();
  CHECK(properties.at("gap") ==
        json::parse(R"({"description":"how many","type":"integer","minimum":1,"maximum":9,"default":3})"));
  CHECK(properties.at("on").at("default") == true);
  CHECK(properties.at("basis").at("enum") == json::array{"pickup", "arrival"});
  CHECK(properties.at("docks").at("anyOf").as_array().size() == 2);
  CHECK(properties.at("sites").at("additionalProperties").at("additionalProperties") == true);
}

TEST_CASE("a reference page has a table for each group of keys") {
  const auto spec = object(
      "thing",
      {field("gap", Type::duration, "between a|b").with_default("2s").with_example("5s"),
       map_of("sites", object("site", {field("zone", Type::zone, "its zone").required()}, "a site"), "the sites")},
      "A thing.");
  CHECK(reference_page(spec, "Things") ==
        "# Things\n\nA thing.\n\nThis page is generated from the program; a test says when it is stale.\n\n"
        "| key | value | default | meaning | example |\n|---|---|---|---|---|\n"
        "| `gap` | a duration such as 90s, 15m, 2h or 1d | `2s` | between a\\|b | `5s` |\n"
        "| `sites` | names with values |  | the sites |  |\n\n"
        "## `sites.NAME`\n\nthe sites\n\n"
        "| key | value | default | meaning | example |\n|---|---|---|---|---|\n"
        "| `zone` | a time zone such as Asia/Shanghai | required | its zone |  |\n");
}
