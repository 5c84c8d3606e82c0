#include "settings/spec.hpp"

#include "base/number.hpp"
#include "settings/expected.hpp"

namespace calloff::settings {
namespace {

Error bad(std::string_view text, Type type) {
  return Error(Recovery::fix_config, "settings/bad_value",
               {{"key", "value"}, {"text", std::string(text)}, {"expected", std::string(expected(type))}});
}

}  // namespace

const Spec* Spec::find(std::string_view key) const {
  for (const auto& one : fields)
    if (one.name == key) return &one;
  return nullptr;
}

Spec field(std::string name, Type type, std::string description) {
  Spec spec;
  spec.name = std::move(name);
  spec.type = type;
  spec.description = std::move(description);
  return spec;
}

Spec choice(std::string name, std::vector<std::string> choices, std::string description) {
  auto spec = field(std::move(name), Type::choice, std::move(description));
  spec.choices = std::move(choices);
  return spec;
}

Spec object(std::string name, std::vector<Spec> fields, std::string description) {
  auto spec = field(std::move(name), Type::object, std::move(description));
  spec.fields = std::move(fields);
  return spec;
}

Spec list_of(std::string name, Spec item, std::string description) {
  auto spec = field(std::move(name), Type::list, std::move(description));
  spec.item.push_back(std::move(item));
  return spec;
}

Spec map_of(std::string name, Spec item, std::string description) {
  auto spec = field(std::move(name), Type::map, std::move(description));
  spec.item.push_back(std::move(item));
  return spec;
}

std::string_view expected(Type type) {
  switch (type) {
    case Type::text:
      return "text";
    case Type::integer:
      return "a whole number";
    case Type::boolean:
      return "true or false";
    case Type::duration:
      return "a duration such as 90s, 15m, 2h or 1d";
    case Type::time_of_day:
      return "a time of day such as 11:10";
    case Type::time_range:
      return "hours such as 06:00-23:30, the earlier first";
    case Type::zone:
      return "a time zone such as Asia/Shanghai";
    case Type::cron:
      return "five cron fields such as '0 9,14 * * 1-5'";
    case Type::url:
      return "a web address such as https://portal.example, or env:NAME";
    case Type::path:
      return "a path";
    case Type::secret:
      return "env:NAME or file:PATH";
    case Type::date:
      return "a date such as 2026-03-11";
    case Type::choice:
      return "one of the known words";
    case Type::list:
      return "a list";
    case Type::map:
    case Type::object:
      return "keys with values";
  }
  return "text";
}

Result<long> parse_integer(std::string_view text) {
  if (const auto value = whole_number<long>(text)) return *value;
  return bad(text, Type::integer);
}

Result<long> parse_duration_seconds(std::string_view text) {
  constexpr long kMaxDays = 3660;
  long unit = 0;
  if (text.ends_with('s')) unit = 1;
  if (text.ends_with('m')) unit = 60;
  if (text.ends_with('h')) unit = 3600;
  if (text.ends_with('d')) unit = 86400;
  const auto count = unit ? whole_number<long>(text.substr(0, text.size() - 1)) : std::nullopt;
  if (!count || *count < 0 || *count > kMaxDays * 86400 / unit) return bad(text, Type::duration);
  return *count * unit;
}

Result<std::chrono::minutes> parse_time_of_day(std::string_view text) {
  auto refused = bad(text, Type::time_of_day);
  if (text.size() != 5 || text[2] != ':' || text[0] == '-' || text[3] == '-') return refused;
  const auto hours = whole_number<long>(text.substr(0, 2));
  const auto minutes = whole_number<long>(text.substr(3));
  if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > 1440) return refused;
  return std::chrono::minutes(*hours * 60 + *minutes);
}

Result<TimeRange> parse_time_range(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == text.npos) return bad(text, Type::time_range);
  const auto from = parse_time_of_day(text.substr(0, dash));
  const auto to = parse_time_of_day(text.substr(dash + 1));
  if (!from || !to || *from >= *to) return bad(text, Type::time_range);
  return TimeRange{*from, *to};
}

std::string text_or_default(const Spec& spec, const Node& node, std::string_view key) {
  if (const auto* value = node.find(key); value && value->is_scalar()) return value->text;
  const auto* declared = spec.find(key);
  return declared && declared->default_text ? *declared->default_text : std::string();
}

}  // namespace calloff::settings
