// Days, figures and what comes of them, in few characters: `0310` is 10 March 2026, `d0310=20` a day's figure,
// `w0316=70` a week's, `m0501=400` a month's.
#pragma once
#include <sstream>
#include <string>
#include <vector>

#include "release/consolidate.hpp"

namespace calloff::test {

inline release::Day day(const std::string& text) {
  return LocalDate(std::chrono::year(2026) / std::stoi(text.substr(0, 2)) / std::stoi(text.substr(2, 2)));
}

inline std::string text(release::Day at) {
  const auto iso = to_string(LocalDate(at));
  return iso.substr(5, 2) + iso.substr(8, 2);
}

inline Decimal quantity(const std::string& text) { return parse_decimal(text).value(); }

/// `d0310=20 w0316=70`; an f after the number: firm.
inline std::vector<release::Figure> figures(const std::string& words) {
  std::vector<release::Figure> all;
  std::istringstream in(words);
  for (std::string word; in >> word;) {
    release::Figure figure;
    figure.bucket = word[0] == 'd' ? model::Bucket::day : word[0] == 'w' ? model::Bucket::week : model::Bucket::month;
    figure.start = day(word.substr(1, 4));
    if (word.back() == 'f') {
      figure.commitment = model::Commitment::firm;
      word.pop_back();
    }
    figure.qty = quantity(word.substr(6));
    all.push_back(figure);
  }
  return all;
}

/// `0310=20 0311=5`
inline std::string shares(const release::Layout& layout) {
  std::string all;
  for (const auto& share : layout.shares)
    all += (all.empty() ? "" : " ") + text(share.day) + "=" + to_string(share.qty);
  return all;
}

/// Monday to Friday; 1 to 5 May are holidays, Saturday 9 May is worked instead.
inline Calendar plant_calendar() {
  Calendar calendar;
  const auto may = std::chrono::year(2026) / std::chrono::May;
  calendar.add_holidays(may / 1, may / 5);
  calendar.add_make_up_workday(may / 9);
  return calendar;
}

inline const Calendar kCalendar = plant_calendar();
inline const release::Workdays kWorkdays(kCalendar, day("0101"), day("1231"));

}  // namespace calloff::test
