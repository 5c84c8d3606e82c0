#include "mapping/transform.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "formats/cursor.hpp"

namespace calloff::mapping {
namespace {

constexpr std::size_t kWordsShown = 12;  // in a sentence about an unknown one

using Args = std::vector<std::pair<std::string, std::string>>;

Error cell_error(const char* code, const FieldPlan& field, std::string_view text, Args more = {}) {
  Args args{{"text", std::string(text)}, {"field", field.shape->name}, {"mapping", field.place.to_string()}};
  args.insert(args.end(), more.begin(), more.end());
  return Error(Recovery::quarantine, code, std::move(args));
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

Result<void> to_word(const FieldPlan& field, std::string_view text, Value& value) {
  if (const auto found = field.words->find(normal_word(text)); found != field.words->end()) {
    value = found->second;
    return {};
  }
  std::vector<std::string> known;
  for (const auto& [theirs, ours] : *field.words) {
    known.push_back(known.size() < kWordsShown ? theirs : "...");
    if (known.size() > kWordsShown) break;
  }
  return cell_error("map/unknown_value", field, text, {{"known", joined(known)}});
}

Result<void> to_quantity(const Plan& plan, const FieldPlan& field, std::string_view text, Value& value) {
  const auto number = read_number(text, plan.numbers);
  std::int64_t scaled = 0;
  if (!number || __builtin_mul_overflow(number->thousandths, field.scale, &scaled))
    return cell_error("map/bad_quantity", field, text);
  value = Decimal{scaled};
  return {};
}

Result<void> to_date(const FieldPlan& field, std::string_view text, LocalDate reference, Value& value) {
  const auto time = read_time(plain_spelling(text), field.formats, reference);
  if (!time) {
    std::vector<std::string> formats;
    for (const auto& format : field.formats) formats.push_back(format.text());
    return cell_error("map/bad_date", field, text, {{"formats", joined(formats)}});
  }
  if (field.shape->type == FieldType::date)
    value = time->date;
  else
    value = *time;
  return {};
}

/// The text without what the field has removed; `changed` holds it where something was.
std::string_view without_removed(const FieldPlan& field, std::string_view text, std::string& changed) {
  for (const auto& removed : field.removed) {
    if (text.find(removed) == text.npos) continue;
    changed = replace_all(std::string(text), removed, "");
    text = changed;
  }
  return text;
}

}  // namespace

std::string normal_word(std::string_view word) { return std::string(trim(formats::narrow(word))); }

Result<void> transform(const Plan& plan, const FieldPlan& field, std::string_view raw, LocalDate reference,
                       Value& value) {
  auto text = trim(raw);
  std::string narrowed, changed;
  if (field.is_narrowed && formats::may_be_wide(text)) {
    narrowed = formats::narrow(text);
    text = trim(narrowed);
  }
  value = std::monostate();
  if (text.empty() || std::ranges::find(plan.blanks, text) != plan.blanks.end()) return {};
  text = without_removed(field, text, changed);
  const bool is_word = field.words || field.shape->type == FieldType::text || field.shape->type == FieldType::choice;
  if (is_word && field.pattern && !field.pattern->matches(text))
    return cell_error("map/bad_key", field, text, {{"pattern", field.pattern->text()}});
  if (field.words) return to_word(field, text, value);
  switch (field.shape->type) {
    case FieldType::quantity:
      return to_quantity(plan, field, text, value);
    case FieldType::date:
    case FieldType::local_time:
      return to_date(field, text, reference, value);
    case FieldType::choice:
    case FieldType::text:
      value.emplace<std::string>(text);
  }
  return {};
}

}  // namespace calloff::mapping
