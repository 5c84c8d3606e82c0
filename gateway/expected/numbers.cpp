#include <algorithm>
#include <set>

#include "base/number.hpp"
#include "expected/deadline.hpp"

namespace calloff::expected {
namespace {

constexpr std::size_t kMost = 1000;

/// `JQ260311` and 7 of `JQ260311007`; none if it does not end in so many digits.
std::optional<std::pair<std::string, long>> parts_of(const std::string& number, int digits) {
  if (number.size() < std::size_t(digits)) return std::nullopt;
  const auto at = number.size() - std::size_t(digits);
  const auto count = whole_number<long>(std::string_view(number).substr(at));
  if (!count || *count < 0) return std::nullopt;
  return std::pair(number.substr(0, at), *count);
}

std::string joined(const std::string& beginning, long count, int digits) {
  const auto text = std::to_string(count);
  return beginning + std::string(std::size_t(std::max(0, digits - int(text.size()))), '0') + text;
}

}  // namespace

std::vector<std::string> numbers_left_out(const settings::Numbering& rule, const std::vector<std::string>& numbers,
                                          const std::optional<std::set<std::string>>& before) {
  std::map<std::string, std::set<long>> counts;
  for (const auto& number : numbers)
    if (const auto parts = parts_of(number, rule.digits)) counts[parts->first].insert(parts->second);
  std::vector<std::string> left_out;
  for (const auto& [beginning, seen] : counts) {
    auto next = rule.first ? std::min<long>(*rule.first, *seen.begin()) : *seen.begin();
    for (const auto count : seen) {
      const bool is_asked_for = !before || before->contains(joined(beginning, count, rule.digits));
      for (; is_asked_for && next < count && left_out.size() < kMost; ++next)
        left_out.push_back(joined(beginning, next, rule.digits));
      next = count + 1;
    }
  }
  return left_out;
}

}  // namespace calloff::expected
