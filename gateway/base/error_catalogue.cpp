#include "base/error_catalogue.hpp"

#include <algorithm>
#include <array>

namespace calloff {
namespace {

// Sorted by code (a test says so). What happened; what to do.
constexpr std::array kSentences = std::to_array<Sentence>({
    {"base/bad_date", "'{text}' is not a date; it should look like 2026-03-11", "“{text}”不是日期，应写成 2026-03-11"},
    {"base/bad_instant",
     "'{text}' is not an instant; it should look like 2026-03-10T11:12:00+08:00 or 2026-03-10T03:12:00Z", ""},
    {"base/bad_quantity", "'{text}' is not a quantity; digits with at most three decimals are expected",
     "“{text}”不是数量，应为数字，最多三位小数"},
    {"base/unknown_zone", "time zone '{zone}' is not known on this machine; install tzdata or correct the name", ""},
});

}  // namespace

const Sentence* find_sentence(std::string_view code) {
  const auto* found = std::lower_bound(kSentences.begin(), kSentences.end(), code,
                                       [](const Sentence& row, std::string_view c) { return row.code < c; });
  return found != kSentences.end() && found->code == code ? found : nullptr;
}

}  // namespace calloff
