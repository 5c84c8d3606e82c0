#include "base/cron.hpp"

#include <array>
#include <stdexcept>
#include <vector>

#include "base/number.hpp"
#include "base/text.hpp"

namespace calloff {
namespace {

using std::chrono::minutes;

struct Field {
  const char* name;
  int low, high;
  std::string_view words;  // of three letters each, the first one's number is `low`
};
constexpr std::array<Field, 5> kFields{{{"minute", 0, 59, ""},
                                        {"hour", 0, 23, ""},
                                        {"day", 1, 31, ""},
                                        {"month", 1, 12, "janfebmaraprmayjunjulaugsepoctnovdec"},
                                        {"weekday", 0, 7, "sunmontuewedthufrisat"}}};

/// A firing day comes within this many days, or never: 29 February, over a century without one.
constexpr int kDaysAhead = 366 * 9;

std::optional<int> number(std::string_view text, const Field& field) {
  if (text.size() == 3 && !field.words.empty())
    if (const auto at = field.words.find(lower(text)); at != field.words.npos && at % 3 == 0)
      return int(at / 3) + field.low;
  return whole_number<int>(text);
}

/// One element of a list: `*`, `5`, `1-5`, each with an optional `/step`. Empty when fine, else what is wrong with it.
template <std::size_t N>
std::string read_element(std::string_view element, const Field& field, std::bitset<N>& out) {
  auto wrong = "'" + std::string(element) + "' is no " + field.name + " (" + std::to_string(field.low) + "-" +
               std::to_string(field.high) + ")";
  const auto slash = element.find('/');
  const auto step = slash == element.npos ? std::optional(1) : number(element.substr(slash + 1), {"step", 1, 59, ""});
  if (!step || *step < 1) return wrong;
  const auto span = element.substr(0, slash);
  const auto dash = span.find('-');
  std::optional<int> first = field.low, last = field.high;
  if (span != "*") {
    first = number(span.substr(0, dash), field);
    if (dash != span.npos)
      last = number(span.substr(dash + 1), field);
    else if (slash == element.npos)
      last = first;
  }
  if (!first || !last || *first < field.low || *last > field.high || *first > *last) return wrong;
  for (int value = *first; value <= *last; value += *step) out.set(std::size_t(value));
  return {};
}

template <std::size_t N>
std::string read_field(std::string_view text, const Field& field, std::bitset<N>& out) {
  for (const auto element : split(text, ','))
    if (auto wrong = read_element(element, field, out); !wrong.empty()) return wrong;
  return {};
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (auto at = text.find_first_not_of(" \t"); at != text.npos;) {
    const auto end = text.find_first_of(" \t", at);
    words.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(" \t", end);
  }
  return words;
}

}  // namespace

Result<Cron> Cron::parse(std::string_view text) {
  const auto refused = [&](std::string reason) {
    return Error(Recovery::fix_config, "base/bad_cron", {{"text", std::string(text)}, {"reason", std::move(reason)}});
  };
  const auto words = words_of(text);
  if (words.size() != kFields.size())
    return refused("five fields are needed (minute hour day month weekday), not " + std::to_string(words.size()));
  Cron cron;
  cron.text_ = text;
  cron.is_any_day_ = words[2].starts_with('*');
  cron.is_any_weekday_ = words[4].starts_with('*');
  for (auto wrong : {read_field(words[0], kFields[0], cron.minutes_), read_field(words[1], kFields[1], cron.hours_),
                     read_field(words[2], kFields[2], cron.days_), read_field(words[3], kFields[3], cron.months_),
                     read_field(words[4], kFields[4], cron.weekdays_)})
    if (!wrong.empty()) return refused(std::move(wrong));
  if (cron.weekdays_[7]) cron.weekdays_.set(0);
  const LocalDate leap_year_begins(std::chrono::year(2096), std::chrono::January, std::chrono::day(1));
  for (int day = 0; day < kDaysAhead; ++day)
    if (cron.is_day(add_days(leap_year_begins, day))) return cron;
  return refused("there is no such day");
}

bool Cron::is_day(LocalDate date) const {
  if (!months_[unsigned(date.month())]) return false;
  const bool by_day = days_[unsigned(date.day())];
  const bool by_weekday = weekdays_[std::chrono::weekday(std::chrono::sys_days(date)).c_encoding()];
  return is_any_day_ || is_any_weekday_ ? by_day && by_weekday : by_day || by_weekday;
}

Instant Cron::next(Instant after, std::string_view zone) const {
  return hours_.all() ? next_by_minute(after, zone) : next_by_wall_clock(after, zone);
}

Instant Cron::next_by_minute(Instant after, std::string_view zone) const {
  Instant at = std::chrono::floor<minutes>(after) + minutes(1);
  const auto limit = at + std::chrono::days(kDaysAhead);
  while (at < limit) {
    const auto local = local_time(at, zone);
    if (!is_day(local.date)) {
      at = std::max<Instant>(at + minutes(1), to_instant({add_days(local.date, 1), {}}, zone));
    } else if (minutes_[std::size_t(std::chrono::floor<minutes>(local.of_day).count() % 60)]) {
      return at;
    } else {
      at += minutes(1);
    }
  }
  throw std::logic_error("cron '" + text_ + "' found no firing day");  // parse has seen to it that there is one
}

Instant Cron::next_by_wall_clock(Instant after, std::string_view zone) const {
  // From the day before: a zone can set its clock back over midnight.
  const auto first = add_days(local_date(after, zone), -1);
  for (int day = 0; day < kDaysAhead; ++day) {
    const auto date = add_days(first, day);
    if (!is_day(date)) continue;
    for (std::size_t hour = 0; hour < hours_.size(); ++hour) {
      if (!hours_[hour]) continue;
      for (std::size_t minute = 0; minute < minutes_.size(); ++minute) {
        if (!minutes_[minute]) continue;
        const auto at = to_instant({date, std::chrono::hours(hour) + minutes(minute)}, zone);
        if (at > after) return at;
      }
    }
  }
  throw std::logic_error("cron '" + text_ + "' found no firing day");
}

}  // namespace calloff
