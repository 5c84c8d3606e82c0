#include "support/process/json_schema.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <sstream>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "support/paths.hpp"

namespace calloff::test::process {

using Adapter = valijson::adapters::BoostJsonAdapter;

std::string complaints_of(const std::string& name, const boost::json::value& value) {
  std::ostringstream text;
  text << std::ifstream(source_folder() / "docs/schemas" / (name + ".json")).rdbuf();
  const auto document = boost::json::parse(text.str());
  valijson::Schema schema;
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema(Adapter(document), schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  validator.validate(schema, Adapter(value), &results);
  std::string complaints;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const auto& step : error.context) complaints += step;
    complaints += ": " + error.description + "\n";
  }
  return complaints;
}

}  // namespace calloff::test::process
