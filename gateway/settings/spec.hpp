// One declaration of a piece of configuration gives its checks, its JSON Schema (draft-07) and its reference page.
// Threading: values; built once, then immutable.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "settings/document.hpp"

namespace calloff::settings {

enum class Type {
  text, integer, boolean,
  duration,    ///< 90s, 15m, 2h, 1d
  time_range,  ///< 06:00-23:30
  zone,        ///< a tz database name
  cron,        ///< five fields
  url,         ///< http or https; or env:NAME
  path,        ///< relative to the file it stands in
  secret,      ///< env:NAME or file:PATH, never the secret itself
  date,
  choice,      ///< one of `choices`
  list,        ///< of `item`
  map,         ///< any keys, each value like `item`
  object       ///< of `fields`
};

/// One field: name, meaning, type, default, example. `item`: one element, for list and map.
struct Spec {
  std::string name;
  Type type = Type::text;
  std::string description;
  bool is_required = false;
  std::optional<std::string> default_text;
  std::string example;
  std::vector<std::string> choices;
  std::vector<Spec> fields;  ///< object
  std::vector<Spec> item;    ///< list, map: exactly one
  bool allows_other_keys = false;  ///< object: further keys are checked elsewhere (an adapter's own settings)

  Spec& required() { is_required = true; return *this; }
  Spec& with_default(std::string text) { default_text = std::move(text); return *this; }
  Spec& with_example(std::string text) { example = std::move(text); return *this; }
};

Spec field(std::string name, Type type, std::string description);
Spec choice(std::string name, std::vector<std::string> choices, std::string description);
Spec object(std::string name, std::vector<Spec> fields, std::string description);
Spec list_of(std::string name, Spec item, std::string description);
Spec map_of(std::string name, Spec item, std::string description);

/// Every mistake of `node` against `spec`, each with its file:line:column and, for an unknown key, the nearest known one.
/// errors: fix_config settings/unknown_key (key, hint), settings/missing_key, settings/bad_value, settings/wrong_kind
std::vector<Error> check(const Spec& spec, const Node& node);

/// JSON Schema draft-07, as text.
std::string json_schema(const Spec& spec, std::string_view title);

/// The reference page, Markdown.
std::string reference_page(const Spec& spec, std::string_view title);

/// `90s` -> 90 and so on; errors: fix_config settings/bad_value
Result<long> parse_duration_seconds(std::string_view text);

/// The text of a scalar under `key`, else the spec's default, else empty.
std::string text_or_default(const Spec& spec, const Node& node, std::string_view key);

}  // namespace calloff::settings
