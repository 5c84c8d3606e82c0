// JSON Schema draft-07 from a spec: what editors use to complete and check while a file is being written.
#include <boost/json.hpp>

#include "base/text.hpp"
#include "settings/spec.hpp"

namespace calloff::settings {
namespace {

namespace json = boost::json;

constexpr auto kTimeOfDay = "([01][0-9]|2[0-3]):[0-5][0-9]|24:00";

json::object matching(std::string pattern) { return {{"type", "string"}, {"pattern", "^(" + pattern + ")$"}}; }

json::object schema_of(const Spec& spec);

json::object object_schema(const Spec& spec) {
  json::object properties;
  json::array required;
  for (const auto& one : spec.fields) {
    properties[one.name] = schema_of(one);
    if (one.is_required) required.emplace_back(one.name);
  }
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = spec.allows_other_keys;
  return schema;
}

json::object list_schema(const Spec& spec) {
  json::object list{{"type", "array"}, {"items", schema_of(spec.item.front())}};
  if (!spec.allows_single) return list;
  return {{"anyOf", json::array{std::move(list), schema_of(spec.item.front())}}};
}

json::object integer_schema(const Spec& spec) {
  json::object schema{{"type", "integer"}};
  if (spec.minimum) schema["minimum"] = *spec.minimum;
  if (spec.maximum) schema["maximum"] = *spec.maximum;
  return schema;
}

json::object type_schema(const Spec& spec) {
  const std::string time = kTimeOfDay;
  switch (spec.type) {
    // 0123 without quotes is a number to an editor and text to us.
    case Type::text:
      return {{"type", json::array{"string", "number"}}};
    case Type::integer:
      return integer_schema(spec);
    case Type::boolean:
      return {{"type", "boolean"}};
    case Type::duration:
      return matching("[0-9]+[smhd]");
    case Type::time_of_day:
      return matching(time);
    case Type::time_range:
      return matching("(" + time + ")-(" + time + ")");
    case Type::url:
      return matching("env:[A-Za-z_][A-Za-z0-9_]*|https?://[^@\\s/?#]+([/?#]\\S*)?");
    case Type::secret:
      return matching("env:[A-Za-z_][A-Za-z0-9_]*|file:.+");
    case Type::date:
      return matching("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    case Type::cron:
      return matching("\\s*\\S+(\\s+\\S+){4}\\s*");
    case Type::zone:
    case Type::path:
      return {{"type", "string"}};
    case Type::choice:
      return {{"enum", json::value_from(spec.choices)}};
    case Type::list:
      return list_schema(spec);
    case Type::map:
      return {{"type", "object"}, {"additionalProperties", schema_of(spec.item.front())}};
    case Type::object:
      return object_schema(spec);
  }
  return {};
}

json::value default_value(const Spec& spec) {
  if (spec.type == Type::list) {
    const auto lines = replace_all(*spec.default_text, ", ", "\n");
    json::array items;
    for (const auto item : split(lines, '\n')) items.emplace_back(item);
    return items;
  }
  if (spec.type == Type::boolean) return *spec.default_text == "true";
  if (const auto number = parse_integer(*spec.default_text); number && spec.type == Type::integer) return *number;
  return json::value(*spec.default_text);
}

json::object schema_of(const Spec& spec) {
  json::object schema;
  if (!spec.description.empty()) schema["description"] = spec.description;
  for (auto& [key, value] : type_schema(spec)) schema[key] = std::move(value);
  if (spec.default_text) schema["default"] = default_value(spec);
  if (!spec.example.empty()) schema["examples"] = json::array{spec.example};
  return schema;
}

/// Indented by two, so that people read a change of the schema line by line.
void write(const json::value& value, std::string& out, std::string indent) {
  const auto deeper = indent + "  ";
  const char* separator = "\n";
  const auto* object = value.if_object();
  const auto* array = value.if_array();
  if ((!object || object->empty()) && (!array || array->empty() || !array->front().is_structured())) {
    out += json::serialize(value);
  } else if (object) {
    out += "{";
    for (const auto& [key, one] : *object) {
      out += separator + deeper + json::serialize(json::value(key)) + ": ";
      write(one, out, deeper);
      separator = ",\n";
    }
    out += "\n" + indent + "}";
  } else {
    out += "[";
    for (const auto& one : *array) {
      out += separator + deeper;
      write(one, out, deeper);
      separator = ",\n";
    }
    out += "\n" + indent + "]";
  }
}

}  // namespace

std::string json_schema(const Spec& spec, std::string_view title) {
  json::object schema{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", title}};
  for (auto& [key, value] : schema_of(spec)) schema[key] = std::move(value);
  std::string text;
  write(schema, text, "");
  return text + "\n";
}

}  // namespace calloff::settings
