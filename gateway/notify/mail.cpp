// A message as a mail.
#include <array>

#include "base/base64.hpp"
#include "base/dates.hpp"
#include "base/text.hpp"
#include "notify/message.hpp"

namespace calloff::notify {
namespace {

constexpr std::size_t kLine = 76, kWordBytes = 39;

/// `=?UTF-8?B?...?=`, as many words as it takes, none of which cuts a character. source: RFC 2047, 2 and 5
std::string encoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto size = valid_utf8_prefix(text.substr(0, kWordBytes));
    const auto part = text.substr(0, size == 0 ? 1 : size);
    out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + to_base64(part) + "?=");
    text.remove_prefix(part.size());
  }
  return out;
}

std::string base64_lines(std::string_view text) {
  const auto encoded = to_base64(text);
  std::string out;
  for (std::size_t i = 0; i < encoded.size(); i += kLine) out += encoded.substr(i, kLine) + "\r\n";
  return out;
}

/// `Tue, 10 Mar 2026 03:12:00 +0000`. source: RFC 5322, 3.3
std::string date_of(Instant at) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                kDays.at(std::chrono::weekday(day).c_encoding()), unsigned(date.day()),
                kMonths.at(unsigned(date.month()) - 1), int(date.year()), int(time.hours().count()),
                int(time.minutes().count()), int(time.seconds().count()));
  return text.data();
}

}  // namespace

std::string mail_of(const settings::NotifyTarget& target, const Message& message) {
  std::string to;
  for (const auto& address : target.to) to += (to.empty() ? "" : ",\r\n ") + address;
  return "From: Calloff <" + target.from + ">\r\nTo: " + to +
         "\r\nSubject: " + encoded_words("[Calloff] " + printable(message.subject)) +
         "\r\nDate: " + date_of(message.sent) + "\r\nMessage-ID: <" + message.id + "@" +
         target.from.substr(target.from.find('@') + 1) +
         ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
         "charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
         base64_lines(replace_all(message.text, "\n", "\r\n"));
}

}  // namespace calloff::notify
