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

/// Writes drafts down by the names of their fields: field order is the mapping's business.
class Content {
 public:
  void add(const Draft& draft) {
    if (!is_ordered(draft)) order(draft);
    for (const auto& [i, name] : order_) {
      const auto& value = draft.fields[i].value;
      if (std::holds_alternative<std::monostate>(value)) continue;
      text_ += name;
      if (const auto* text = std::get_if<std::string>(&value))
        text_ += *text;
      else
        text_ += to_string(value);
      text_ += '\x1e';
    }
    text_ += '\x1d';
  }
  /// So many drafts like one line come.
  void expect_lines(std::size_t count) { text_.reserve(text_.size() + kBytesPerLine * count); }
  void end_record() { text_ += '\x1c'; }
  const std::string& text() const { return text_; }

 private:
  static constexpr std::size_t kBytesPerLine = 256;  // names and values
  struct Named {
    std::size_t field;
    std::string name;
  };

  /// Drafts of one document's lines have the same fields in the same order.
  bool is_ordered(const Draft& draft) const {
    return std::ranges::equal(draft.fields, shapes_, {}, &DraftField::shape);
  }
  void order(const Draft& draft) {
    shapes_.clear();
    for (const auto& field : draft.fields) shapes_.push_back(field.shape);
    order_.clear();
    for (std::size_t i = 0; i < shapes_.size(); ++i) order_.push_back({i, shapes_[i]->name});
    std::ranges::sort(order_, {}, &Named::name);
    for (auto& named : order_) named.name += '\x1f';
  }

  std::string text_;
  std::vector<const ShapeField*> shapes_;
  std::vector<Named> order_;
};

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

std::string Draft::text(std::string_view name) const {
  const auto* field = find(name);
  const auto* text = field ? std::get_if<std::string>(&field->value) : nullptr;
  return text ? *text : std::string();
}
std::optional<Decimal> Draft::quantity(std::string_view name) const { return value_of<Decimal>(find(name)); }
std::optional<LocalDate> Draft::date(std::string_view name) const { return value_of<LocalDate>(find(name)); }
std::optional<LocalTime> Draft::time(std::string_view name) const { return value_of<LocalTime>(find(name)); }

std::string drafts_hash(const std::vector<RecordDraft>& drafts) {
  Content content;
  for (const auto& draft : drafts) {
    content.add(draft.head);
    content.expect_lines(draft.lines.size());
    for (const auto& line : draft.lines) content.add(line);
    content.end_record();
  }
  return sha256(content.text());
}

}  // namespace calloff::mapping
