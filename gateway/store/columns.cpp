#include "store/columns.hpp"

#include <array>
#include <boost/json.hpp>

#include "base/hex.hpp"
#include "base/number.hpp"

namespace calloff::store {
namespace {

constexpr std::array kRecoveries{Recovery::retry,      Recovery::sign_in,    Recovery::hold_account,
                                 Recovery::hold_feed,  Recovery::quarantine, Recovery::ask_person,
                                 Recovery::fix_config, Recovery::fix_code,   Recovery::stopped};

Recovery recovery_of(std::string_view text) {
  for (const auto recovery : kRecoveries)
    if (to_string(recovery) == text) return recovery;
  throw std::logic_error("store: unknown recovery " + std::string(text));
}

std::string text_at(const boost::json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value ? std::string(value->as_string()) : std::string();
}

void put_text(boost::json::object& object, std::string_view key, std::string_view text) {
  if (!text.empty()) object[key] = text;
}

std::string bytes_of(std::string_view hex) {
  auto bytes = from_hex(hex);
  if (!bytes) throw std::logic_error("store: not hexadecimal digits");
  return std::move(*bytes);
}

// What a customer's system sent may stand in an error's arguments; it must be readable whatever it was.
boost::json::value parse(std::string_view column) {
  boost::json::parse_options options;
  options.allow_invalid_utf8 = true;
  return boost::json::parse(boost::json::string_view(column), {}, options);
}

constexpr char kDigits[] = "0123456789abcdef";

}  // namespace

std::int64_t column_of(LocalTime time) {
  return std::chrono::seconds(std::chrono::sys_days(time.date).time_since_epoch()).count() + time.of_day.count();
}

LocalTime local_time_of(std::int64_t column) {
  const std::chrono::sys_seconds at{std::chrono::seconds(column)};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  return {LocalDate(day), at - day};
}

Blob hash_column(std::string_view hex) { return {bytes_of(hex)}; }

std::string hash_of(std::string_view bytes) { return to_hex(bytes); }

std::string error_column(const Error& error) {
  boost::json::object object{{"recovery", to_string(error.recovery)}, {"code", error.code}};
  boost::json::array args;
  for (const auto& [name, value] : error.args) args.push_back(boost::json::array{name, value});
  if (!args.empty()) object["args"] = std::move(args);
  put_text(object, "customer", error.where.customer);
  put_text(object, "plant", error.where.plant);
  put_text(object, "feed", error.where.feed);
  put_text(object, "document", error.where.document);
  put_text(object, "position", error.where.position);
  if (error.where.offset) object["offset"] = *error.where.offset;
  return boost::json::serialize(object);
}

Error error_of(std::string_view column) {
  const auto value = parse(column);
  const auto& object = value.as_object();
  Error error(recovery_of(text_at(object, "recovery")), text_at(object, "code"));
  if (const auto* args = object.if_contains("args"))
    for (const auto& arg : args->as_array())
      error.args.emplace_back(arg.as_array().at(0).as_string(), arg.as_array().at(1).as_string());
  error.where = {text_at(object, "customer"),
                 text_at(object, "plant"),
                 text_at(object, "feed"),
                 text_at(object, "document"),
                 std::nullopt,
                 text_at(object, "position")};
  if (const auto* offset = object.if_contains("offset")) error.where.offset = offset->to_number<std::uint64_t>();
  return error;
}

Value maybe_error(const std::optional<Error>& error) { return error ? Value(error_column(*error)) : Value(); }

std::optional<Error> maybe_error_of(const Row& row, std::size_t column) {
  if (row.is_null(column)) return std::nullopt;
  return error_of(row.text(column));
}

std::string texts_column(const std::vector<std::string>& texts) {
  return boost::json::serialize(boost::json::array(texts.begin(), texts.end()));
}

std::vector<std::string> texts_of(std::string_view column) {
  std::vector<std::string> texts;
  const auto value = parse(column);
  for (const auto& text : value.as_array()) texts.emplace_back(text.as_string());
  return texts;
}

std::int64_t record_column(std::string_view hex16) {
  const auto bits = whole_number<std::uint64_t>(hex16, 16);
  if (!bits) throw std::logic_error("store: not hexadecimal digits");
  return static_cast<std::int64_t>(*bits);
}

std::string record_id(std::string_view prefix, std::int64_t column) {
  std::string id(prefix);
  for (int shift = 60; shift >= 0; shift -= 4) id += kDigits[static_cast<std::uint64_t>(column) >> shift & 15];
  return id;
}

std::optional<std::int64_t> record_column_of(std::string_view prefix, std::string_view id) {
  if (id.size() != prefix.size() + 16 || !id.starts_with(prefix)) return std::nullopt;
  const auto bits = whole_number<std::uint64_t>(id.substr(prefix.size()), 16);
  return bits ? std::optional(static_cast<std::int64_t>(*bits)) : std::nullopt;
}

}  // namespace calloff::store
