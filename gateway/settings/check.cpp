// Holds a node against its spec and gathers every mistake.
#include <algorithm>

#include "base/cron.hpp"
#include "base/dates.hpp"
#include "base/text.hpp"
#include "settings/address.hpp"
#include "settings/expected.hpp"
#include "settings/secret.hpp"
#include "settings/spec.hpp"

namespace calloff::settings {

namespace {

using Errors = std::vector<Error>;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string_view found(const Node& node) {
  switch (node.kind) {
    case Node::Kind::scalar:
      return "text";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::map:
      return "keys with values";
    case Node::Kind::null:
      return "nothing";
  }
  return "nothing";
}

Error wrong_kind(const Spec& spec, const Node& node) {
  return error_at(
      node.place, "settings/wrong_kind",
      {{"key", spec.name}, {"expected", std::string(expected(spec.type))}, {"found", std::string(found(node))}});
}

Error bad_value(const Spec& spec, const Node& node, std::string expectation) {
  return error_at(node.place, "settings/bad_value",
                  {{"key", spec.name}, {"text", node.text}, {"expected", std::move(expectation)}});
}

/// The same error with the place where the value stands.
Error placed(Error error, const Node& node) {
  return error_at(node.place, std::move(error.code), std::move(error.args));
}

std::string range(const Spec& spec) {
  const auto unit = spec.type == Type::duration ? " seconds" : "";
  return std::string(expected(spec.type)) + ", from " + std::to_string(*spec.minimum) + " to " +
         std::to_string(*spec.maximum) + unit;
}

std::optional<Error> check_number(const Spec& spec, const Node& node, const Result<long>& value) {
  const bool is_bounded = spec.minimum && spec.maximum;
  if (value && (!is_bounded || (*value >= *spec.minimum && *value <= *spec.maximum))) return std::nullopt;
  return bad_value(spec, node, is_bounded ? range(spec) : std::string(expected(spec.type)));
}

std::optional<Error> check_url(const Spec& spec, const Node& node) {
  if (is_environment_reference(node.text)) return std::nullopt;
  switch (judge_address(node.text)) {
    case AddressFault::none:
      return std::nullopt;
    case AddressFault::password:
      return error_at(node.place, "settings/password_in_url", {{"key", spec.name}});
    case AddressFault::form:
      break;
  }
  return bad_value(spec, node, std::string(expected(Type::url)));
}

std::optional<Error> check_scalar(const Spec& spec, const Node& node) {
  const auto plain = [&](bool is_good) {
    return is_good ? std::nullopt : std::optional(bad_value(spec, node, std::string(expected(spec.type))));
  };
  switch (spec.type) {
    case Type::integer:
      return check_number(spec, node, parse_integer(node.text));
    case Type::duration:
      return check_number(spec, node, parse_duration_seconds(node.text));
    case Type::boolean:
      return plain(node.text == "true" || node.text == "false");
    case Type::time_of_day:
      return plain(parse_time_of_day(node.text).has_value());
    case Type::time_range:
      return plain(parse_time_range(node.text).has_value());
    case Type::date:
      return plain(parse_date(node.text).has_value());
    case Type::url:
      return check_url(spec, node);
    case Type::zone:
      if (const auto known = check_zone(node.text); !known) return placed(known.error(), node);
      return std::nullopt;
    case Type::cron:
      if (const auto cron = Cron::parse(node.text); !cron) return placed(cron.error(), node);
      return std::nullopt;
    case Type::secret:
      if (const auto secret = parse_secret_reference(node.text, "."); !secret)
        return error_at(node.place, secret.error().code, {{"key", spec.name}});
      return std::nullopt;
    case Type::choice:
      if (std::find(spec.choices.begin(), spec.choices.end(), node.text) != spec.choices.end()) return std::nullopt;
      return bad_value(spec, node, "one of " + joined(spec.choices));
    default:
      return plain(!node.text.empty());
  }
}

void check_value(const Spec& spec, const Node& node, Errors& errors);

std::string hint(const Spec& spec, std::string_view key) {
  std::vector<std::string> known;
  for (const auto& one : spec.fields) known.push_back(one.name);
  const auto near = nearest(key, known);
  return near.empty() ? "known here: " + joined(known) : "did you mean '" + near + "'?";
}

void check_object(const Spec& spec, const Node& node, Errors& errors) {
  for (std::size_t i = 0; i < node.entries.size(); ++i) {
    const auto& [key, value] = node.entries[i];
    if (const auto* known = spec.find(key))
      check_value(*known, value, errors);
    else if (!spec.allows_other_keys)
      errors.push_back(error_at(node.key_places[i], "settings/unknown_key", {{"key", key}, {"hint", hint(spec, key)}}));
  }
  for (const auto& one : spec.fields)
    if (one.is_required && !node.find(one.name))
      errors.push_back(error_at(node.place, "settings/missing_key", {{"key", one.name}, {"meaning", one.description}}));
}

void check_list(const Spec& spec, const Node& node, Errors& errors) {
  if (node.is_scalar() && spec.allows_single) return check_value(spec.item.front(), node, errors);
  if (!node.is_list()) return errors.push_back(wrong_kind(spec, node));
  for (const auto& item : node.items) check_value(spec.item.front(), item, errors);
}

void check_value(const Spec& spec, const Node& node, Errors& errors) {
  if (node.kind == Node::Kind::null) {
    errors.push_back(error_at(node.place, "settings/no_value",
                              {{"key", spec.name}, {"expected", std::string(expected(spec.type))}}));
  } else if (spec.type == Type::list) {
    check_list(spec, node, errors);
  } else if (spec.type == Type::object || spec.type == Type::map) {
    if (!node.is_map()) return errors.push_back(wrong_kind(spec, node));
    if (spec.type == Type::object) return check_object(spec, node, errors);
    for (const auto& [key, value] : node.entries) check_value(spec.item.front(), value, errors);
  } else if (!node.is_scalar()) {
    errors.push_back(wrong_kind(spec, node));
  } else if (auto error = check_scalar(spec, node)) {
    errors.push_back(std::move(*error));
  }
}

}  // namespace

std::vector<Error> check(const Spec& spec, const Node& node) {
  Errors errors;
  if (node.kind == Node::Kind::null && spec.type == Type::object)
    check_object(spec, node, errors);
  else
    check_value(spec, node, errors);
  return errors;
}

}  // namespace calloff::settings
