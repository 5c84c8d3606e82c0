#include "asn/number.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace calloff::asn {
namespace {

constexpr std::size_t kLongest = 35;  // BGM C106 1004 is an..35

struct Pattern {
  std::string before_seq, after_seq;  ///< with the date's token
  std::size_t digits = 0;
};

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; });
}

/// digits: yyyymmdd, or empty to leave the date out
std::string with_date(std::string text, std::string_view digits) {
  return replace_all(replace_all(std::move(text), "{yyyymmdd}", digits), "{yymmdd}",
                     digits.empty() ? digits : digits.substr(2));
}

/// Up to two digits; 0 for anything else.
std::size_t small_number(std::string_view text) {
  if (text.empty() || text.size() > 2) return 0;
  std::size_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return 0;
    value = value * 10 + std::size_t(c - '0');
  }
  return value;
}

Result<Pattern> read_pattern(std::string_view text) {
  const Error bad(Recovery::fix_config, "asn/bad_sid_pattern", {{"pattern", std::string(text)}});
  const auto open = text.find("{seq:");
  const auto close = open == text.npos ? text.npos : text.find('}', open);
  if (close == text.npos || text.find("{seq:", close) != text.npos) return bad;
  const auto count = small_number(text.substr(open + 5, close - open - 5));
  Pattern pattern{std::string(text.substr(0, open)), std::string(text.substr(close + 1)), count};
  const auto rest = with_date(pattern.before_seq + pattern.after_seq, "");
  const auto plain = pattern.before_seq + pattern.after_seq;
  const auto tokens = std::count(plain.begin(), plain.end(), '{');
  if (count < 3 || count > 12 || tokens > 1 || !is_plain(rest) ||
      rest.size() + 8 * std::size_t(tokens) + count > kLongest)
    return bad;
  return pattern;
}

std::string date_digits(LocalDate date) { return replace_all(to_string(date), "-", ""); }

}  // namespace

Result<void> check_sid_pattern(std::string_view pattern) {
  const auto read = read_pattern(pattern);
  if (!read) return read.error();
  return {};
}

std::string sid_sequence(std::string_view customer, std::string_view pattern, LocalDate date) {
  return "sid/" + std::string(customer) + "/" + with_date(std::string(pattern), date_digits(date));
}

std::int64_t sid_jump(std::string_view pattern) {
  const auto read = read_pattern(pattern);
  if (!read) return 0;
  std::int64_t numbers = 1;
  for (std::size_t i = 0; i < read->digits; ++i) numbers *= 10;
  return numbers / 4;
}

Result<std::string> make_sid(std::string_view pattern, LocalDate date, std::int64_t number) {
  const auto read = read_pattern(pattern);
  if (!read) return read.error();
  auto digits = std::to_string(number);
  if (digits.size() > read->digits)
    return Error(Recovery::ask_person, "asn/sid_exhausted", {{"pattern", std::string(pattern)}});
  digits.insert(0, read->digits - digits.size(), '0');
  return with_date(read->before_seq, date_digits(date)) + digits + with_date(read->after_seq, date_digits(date));
}

bool matches_sid(std::string_view pattern, std::string_view sid) {
  const auto read = read_pattern(pattern);
  if (!read) return false;
  // One letter a place: literal text stands for itself, # for any digit.
  auto shape = replace_all(replace_all(read->before_seq, "{yyyymmdd}", "########"), "{yymmdd}", "######") +
               std::string(read->digits, '#') +
               replace_all(replace_all(read->after_seq, "{yyyymmdd}", "########"), "{yymmdd}", "######");
  return shape.size() == sid.size() && std::equal(shape.begin(), shape.end(), sid.begin(), [](char place, char c) {
           return place == '#' ? c >= '0' && c <= '9' : place == c;
         });
}

}  // namespace calloff::asn
