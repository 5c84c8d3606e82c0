#include "mapping/draft.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace calloff::mapping {
namespace {

template <class T>
std::optional<T> value_of(const DraftField* field) {
  const auto* value = field ? std::get_if<T>(&field->value) : nullptr;
  return value ? std::optional<T>(*value) : std::nullopt;
}

/// Field order is the mapping's business: the hash takes the fields by name.
void append(std::string& out, const Draft& draft) {
  std::vector<std::string> lines;
  for (const auto& field : draft.fields)
    if (!std::holds_alternative<std::monostate>(field.value))
      lines.push_back(field.shape->name + '\x1f' + to_string(field.value) + '\x1e');
  std::ranges::sort(lines);
  for (const auto& line : lines) out += line;
  out += '\x1d';
}

}  // namespace

std::string to_string(const Value& value) {
  struct {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(Decimal number) const { return calloff::to_string(number); }
    std::string operator()(LocalDate date) const { return calloff::to_string(date); }
    std::string operator()(LocalTime time) const { return calloff::to_string(time); }
  } shown;
  return std::visit(shown, value);
}

const DraftField* Draft::find(std::string_view name) const {
  const auto found = std::ranges::find_if(fields, [&](const DraftField& field) { return field.shape->name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::string Draft::text(std::string_view name) const { return value_of<std::string>(find(name)).value_or(""); }
std::optional<Decimal> Draft::quantity(std::string_view name) const { return value_of<Decimal>(find(name)); }
std::optional<LocalDate> Draft::date(std::string_view name) const { return value_of<LocalDate>(find(name)); }
std::optional<LocalTime> Draft::time(std::string_view name) const { return value_of<LocalTime>(find(name)); }

std::string drafts_hash(const std::vector<RecordDraft>& drafts) {
  std::string content;
  for (const auto& draft : drafts) {
    append(content, draft.head);
    for (const auto& line : draft.lines) append(content, line);
    content += '\x1c';
  }
  return sha256(content);
}

}  // namespace calloff::mapping
