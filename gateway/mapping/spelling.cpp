#include "mapping/spelling.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "formats/cursor.hpp"
#include "formats/utf8.hpp"

namespace calloff::mapping {
namespace {

constexpr std::string_view kMinusSign = "\xE2\x88\x92";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool take_front(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

/// Spaces of every width as one kind, each.
std::string one_kind_of_space(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const auto character = formats::first_character(text.substr(at));
    const auto length = std::max<std::size_t>(1, character.length);
    if (character.length > 0 && formats::is_space(character.code))
      plain += ' ';
    else if (character.length == 0 || !formats::is_invisible(character.code))
      plain += text.substr(at, length);
    at += length;
  }
  return plain;
}

/// Removes the separators between groups of three digits; false if a separator stands elsewhere.
bool ungroup(std::string& whole, const std::vector<std::string>& separators) {
  for (const auto& separator : separators) {
    if (whole.find(separator) == whole.npos) continue;
    std::string plain;
    std::string_view rest = whole;
    for (bool is_first = true;; is_first = false) {
      const auto at = rest.find(separator);
      const auto group = rest.substr(0, at);
      if (!std::ranges::all_of(group, is_digit)) return false;
      if (is_first ? group.empty() || group.size() > 3 : group.size() != 3) return false;
      plain += group;
      if (at == rest.npos) break;
      rest.remove_prefix(at + separator.size());
    }
    whole = plain;
    return true;
  }
  return true;
}

}  // namespace

Result<Decimal> read_number(std::string_view text, const NumberSpelling& spelling) {
  const auto bad = [&] { return Error(Recovery::quarantine, "base/bad_quantity", {{"text", std::string(text)}}); };
  if (std::ranges::all_of(text, is_digit)) {
    const auto value = parse_decimal(text);
    return value ? value : bad();
  }
  const auto plain = replace_all(one_kind_of_space(text), kMinusSign, "-");
  const auto narrowed = spelling.is_full_width ? formats::narrow(plain) : plain;
  auto rest = trim(narrowed);
  bool is_negative = take_front(rest, "-");
  if (!is_negative && spelling.is_trailing_minus && rest.ends_with('-')) {
    is_negative = true;
    rest = trim(rest.substr(0, rest.size() - 1));
  }
  if (!is_negative && spelling.is_parentheses_negative && rest.starts_with('(') && rest.ends_with(')')) {
    is_negative = true;
    rest = rest.substr(1, rest.size() - 2);
  }
  const auto point = spelling.decimal.empty() ? rest.npos : rest.find(spelling.decimal);
  std::string whole(rest.substr(0, point));
  if (!ungroup(whole, spelling.group) || !std::ranges::all_of(whole, is_digit)) return bad();
  if (point != rest.npos) whole += "." + std::string(rest.substr(point + spelling.decimal.size()));
  const auto value = parse_decimal(whole);
  if (!value) return bad();
  return is_negative ? Decimal{-value->thousandths} : *value;
}

std::string plain_spelling(std::string_view text) {
  std::string plain;
  for (const char c : formats::narrow(one_kind_of_space(text)))
    if (c != ' ' || (!plain.empty() && plain.back() != ' ')) plain += c;
  return std::string(trim(plain));
}

}  // namespace calloff::mapping
