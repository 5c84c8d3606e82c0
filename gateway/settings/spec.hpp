// One declaration of a piece of configuration gives its checks, its JSON Schema (draft-07) and its reference page.
// Threading: values; built once, then immutable.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "settings/document.hpp"

namespace calloff::settings {

enum class Type {
  text,
  integer,
  boolean,
  duration,     ///< 90s, 15m, 2h, 1d
  time_of_day,  ///< 11:10
  time_range,   ///< 06:00-23:30
  zone,         ///< a tz database name
  cron,         ///< five fields
  url,          ///< http or https; or env:NAME
  path,         ///< relative to the folder of the file it stands in, unless the key's description says otherwise
  secret,       ///< env:NAME or file:PATH, never the secret itself
  date,
  choice,  ///< one of `choices`
  list,    ///< of `item`
  map,     ///< any keys, each value like `item`
  object   ///< of `fields`
};

/// One field: name, meaning, type, default, example. `item`: one element, for list and map.
struct Spec {
  std::string name;
  Type type = Type::text;
  std::string description;
  bool is_required = false;
  std::optional<std::string> default_text;  ///< of a list: its items, a comma and a space between them
  std::string example;
  std::vector<std::string> choices;
  std::vector<Spec> fields;              ///< object
  std::vector<Spec> item;                ///< list, map: exactly one
  bool allows_other_keys = false;        ///< object: further keys are checked elsewhere (an adapter's own settings)
  bool allows_single = false;            ///< list: one scalar is a list of one
  std::optional<long> minimum, maximum;  ///< integer; duration in seconds. Inclusive

  Spec& required() {
    is_required = true;
    return *this;
  }
  Spec& with_default(std::string text) {
    default_text = std::move(text);
    return *this;
  }
  Spec& with_example(std::string text) {
    example = std::move(text);
    return *this;
  }
  Spec& or_single() {
    allows_single = true;
    return *this;
  }
  Spec& with_other_keys() {
    allows_other_keys = true;
    return *this;
  }
  Spec& between(long low, long high) {
    minimum = low;
    maximum = high;
    return *this;
  }

  /// The field `key` of an object, or nullptr.
  const Spec* find(std::string_view key) const;
};

Spec field(std::string name, Type type, std::string description);
Spec choice(std::string name, std::vector<std::string> choices, std::string description);
Spec object(std::string name, std::vector<Spec> fields, std::string description);
Spec list_of(std::string name, Spec item, std::string description);
Spec map_of(std::string name, Spec item, std::string description);

/// Every mistake of `node` against `spec`, each with its file:line:column and, for an unknown key, the nearest known
/// one. A value that could be a secret is never repeated in an error. errors: fix_config settings/unknown_key (key,
/// hint), settings/missing_key, settings/no_value, settings/bad_value,
///         settings/wrong_kind, settings/password_in_url, secrets/bad_reference, base/unknown_zone, base/bad_cron
std::vector<Error> check(const Spec& spec, const Node& node);

/// JSON Schema draft-07, as text.
std::string json_schema(const Spec& spec, std::string_view title);

/// The reference page, Markdown.
std::string reference_page(const Spec& spec, std::string_view title);

/// `90s` -> 90 and so on; errors: fix_config settings/bad_value
Result<long> parse_duration_seconds(std::string_view text);

/// `11:10` -> 670 minutes after midnight; 24:00 is the day's end. errors: fix_config settings/bad_value
Result<std::chrono::minutes> parse_time_of_day(std::string_view text);

/// Hours of a day, `from` before `to`, both since midnight; `to` itself is outside.
struct TimeRange {
  std::chrono::minutes from{0}, to{1440};
  bool operator==(const TimeRange&) const = default;
};
/// `06:00-23:30`; errors: fix_config settings/bad_value
Result<TimeRange> parse_time_range(std::string_view text);

/// Digits with an optional minus. errors: fix_config settings/bad_value
Result<long> parse_integer(std::string_view text);

/// The text of a scalar under `key`, else the spec's default, else empty.
std::string text_or_default(const Spec& spec, const Node& node, std::string_view key);

}  // namespace calloff::settings
