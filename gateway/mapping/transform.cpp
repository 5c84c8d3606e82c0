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

Result<Value> to_word(const FieldPlan& field, const std::string& text) {
  if (const auto found = field.words->find(normal_word(text)); found != field.words->end()) return Value(found->second);
  std::vector<std::string> known;
  for (const auto& [theirs, ours] : *field.words) {
    known.push_back(known.size() < kWordsShown ? theirs : "...");
    if (known.size() > kWordsShown) break;
  }
  return cell_error("map/unknown_value", field, text, {{"known", joined(known)}});
}

Result<Value> to_quantity(const Plan& plan, const FieldPlan& field, const std::string& text) {
  const auto number = read_number(text, plan.numbers);
  std::int64_t scaled = 0;
  if (!number || __builtin_mul_overflow(number->thousandths, field.scale, &scaled))
    return cell_error("map/bad_quantity", field, text);
  return Value(Decimal{scaled});
}

Result<Value> to_date(const FieldPlan& field, const std::string& text, LocalDate reference) {
  const auto time = read_time(plain_spelling(text), field.formats, reference);
  if (!time) {
    std::vector<std::string> formats;
    for (const auto& format : field.formats) formats.push_back(format.text());
    return cell_error("map/bad_date", field, text, {{"formats", joined(formats)}});
  }
  if (field.shape->type == FieldType::date) return Value(time->date);
  return Value(*time);
}

}  // namespace

std::string normal_word(std::string_view word) { return std::string(trim(formats::narrow(word))); }

Result<Value> transform(const Plan& plan, const FieldPlan& field, std::string_view raw, LocalDate reference) {
  std::string text(trim(raw));
  if (field.is_narrowed) text = trim(formats::narrow(text));
  if (text.empty() || std::ranges::find(plan.blanks, text) != plan.blanks.end()) return Value();
  for (const auto& removed : field.removed) text = replace_all(text, removed, "");
  if (field.words) {
    if (field.pattern && !field.pattern->matches(text))
      return cell_error("map/bad_key", field, text, {{"pattern", field.pattern->text()}});
    return to_word(field, text);
  }
  switch (field.shape->type) {
    case FieldType::quantity:
      return to_quantity(plan, field, text);
    case FieldType::date:
    case FieldType::local_time:
      return to_date(field, text, reference);
    case FieldType::choice:
    case FieldType::text:
      if (field.pattern && !field.pattern->matches(text))
        return cell_error("map/bad_key", field, text, {{"pattern", field.pattern->text()}});
      return Value(text);
  }
  return Value();
}

}  // namespace calloff::mapping
