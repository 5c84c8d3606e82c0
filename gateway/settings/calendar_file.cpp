// calendars/NAME.yaml -> Calendar.
#include <array>

#include "settings/values.hpp"

namespace calloff::settings {
namespace {

void check_year(const Node& node, int year, std::vector<Error>& errors) {
  if (const auto date = parse_date(node.text); date && int(date->year()) != year)
    errors.push_back(
        error_at(node.place, "settings/wrong_year", {{"date", node.text}, {"year", std::to_string(year)}}));
}

void read_make_up(const Values& year, int number, const Calendar& ordinary, Calendar& calendar,
                  std::vector<Error>& errors) {
  for (const auto* node : year.list("make_up")) {
    const auto date = parse_date(node->text);
    if (!date) continue;
    check_year(*node, number, errors);
    if (ordinary.is_workday(*date))
      errors.push_back(error_at(node->place, "settings/already_workday", {{"date", node->text}}));
    calendar.add_make_up_workday(*date);
  }
}

}  // namespace

void read_days_off(const Values& values, std::string_view key, Calendar& calendar, std::vector<Error>& errors) {
  constexpr int kLongest = 366;
  for (const auto& run : values.items(key)) {
    const auto from = run.values.date("from");
    const auto to = run.values.has("to") ? run.values.date("to") : from;
    if (!from || !to) continue;
    if (*to < *from || *to > add_days(*from, kLongest))
      errors.push_back(error_at(run.values.value_place("to"), "settings/bad_days",
                                {{"from", to_string(*from)}, {"to", to_string(*to)}}));
    else
      calendar.add_holidays(*from, *to);
  }
}

std::bitset<7> read_weekdays(const Values& values, std::string_view key) {
  constexpr std::array<std::string_view, 7> kWords{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  std::bitset<7> weekdays;
  for (const auto* day : values.list(key))
    for (std::size_t i = 0; i < kWords.size(); ++i)
      if (day->text == kWords[i]) weekdays.set(i);
  return weekdays;
}

NamedCalendar read_calendar(const Node& node, std::vector<Error>& errors, std::vector<Error>& notes) {
  const Values file(calendar_spec(), &node);
  NamedCalendar result{file.text("calendar"), {}};
  if (const auto weekdays = read_weekdays(file, "weekdays"); weekdays.any()) result.calendar.set_weekdays(weekdays);
  const auto ordinary = result.calendar;
  for (const auto& year : file.items("years")) {
    const auto number = parse_integer(year.name);
    if (!number || *number < 1970 || *number > 9999) {
      errors.push_back(error_at(year.place, "settings/bad_year", {{"text", year.name}}));
      continue;
    }
    result.calendar.add_known_year(std::chrono::year(int(*number)));
    for (const auto& run : year.values.items("holidays"))
      for (const auto* key : {"from", "to"})
        if (run.values.has(key)) check_year(*run.values.node()->find(key), int(*number), errors);
    read_days_off(year.values, "holidays", result.calendar, errors);
    read_make_up(year.values, int(*number), ordinary, result.calendar, errors);
    if (year.values.text("signed_by").empty())
      notes.push_back(error_at(year.place, "settings/unsigned_year", {{"calendar", result.name}, {"year", year.name}}));
  }
  return result;
}

}  // namespace calloff::settings
