#include "simulator/admin_eschedule.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "simulator/admin_tables.hpp"

namespace calloff::simulator {

namespace json = boost::json;

namespace {

/// The sheet that the verb speaks of; null, and refused, when there is none or its truck has left.
Sheet* sheet_meant(Ask& ask) {
  auto* site = ask.site(ask.text("site", "JQ"));
  const auto number = ask.text("number");
  if (ask.refused()) return nullptr;
  auto* sheet = site->sheets().find_number(number, ask.clock.now());
  if (!sheet)
    ask.refuse(fmt::format("no sheet of {} is called \"{}\"; GET /sheets lists them", site->site().code, number));
  else if (ask.clock.now() >= sheet->pickup)
    ask.refuse(fmt::format("{} has been picked up", number));
  return ask.refused() ? nullptr : sheet;
}

json::value told(Ask& ask, const Sheet& sheet) {
  const auto* site = ask.site(ask.text("site", "JQ"));
  return {{"number", sheet.number}, {"state", site->site().words->state(state_of(sheet, ask.clock.now()))}};
}

}  // namespace

json::value publish_sheets(Ask& ask) {
  const auto now = ask.clock.now();
  auto* site = ask.site(ask.text("site", "JQ"));
  const auto text = ask.text("target_date", to_string(next_workday(china_date(now))));
  const int extra = ask.number("sheets", 3, 1, 99);
  const auto target = parse_date(text);
  if (!target || day_number(*target) < 0 || day_number(*target) > 9999) {
    ask.refuse(fmt::format("\"target_date\" is no date such as 2026-03-11: {}", text));
  }
  if (ask.refused()) return {};
  const int count = site->sheets().publish(*target, extra, now);
  return {{"site", site->site().code}, {"target_date", to_string(*target)}, {"published", count}};
}

json::value sheets(Ask& ask) {
  auto* site = ask.site(ask.query("site", "JQ"));
  return site ? tables::sheets(*site, ask.clock.now()) : json::value();
}

json::value cancel_sheet(Ask& ask) {
  auto* sheet = sheet_meant(ask);
  if (!sheet) return {};
  cancel(*sheet);
  return told(ask, *sheet);
}

json::value change_sheet(Ask& ask) {
  auto* sheet = sheet_meant(ask);
  const int quantity = ask.number("qty", -1, 0, 1'000'000);
  const auto how = ask.flag("silent", false) ? Change::silent : Change::shown;
  if (quantity < 0) ask.refuse("\"qty\" is the line's new quantity, in pieces");
  if (!sheet || ask.refused()) return {};
  const int line = ask.number("line", 1, 1, static_cast<int>(sheet->lines.size()));
  if (ask.refused()) return {};
  change(*sheet, static_cast<std::size_t>(line) - 1, quantity, how);
  return told(ask, *sheet);
}

json::value withdraw_sheet(Ask& ask) {
  auto* sheet = sheet_meant(ask);
  if (!sheet) return {};
  sheet->withdrawn = true;
  return {{"number", sheet->number}, {"state", "withdrawn"}};
}

json::value releases(Ask& ask) {
  auto* site = ask.site(ask.query("site", "JQ"));
  return site ? tables::releases(*site, ask.clock.now()) : json::value();
}

json::value publish_release(Ask& ask) {
  auto* site = ask.site(ask.text("site", "JQ"));
  const auto what = ask.flag("revision", false) ? ReleaseBook::Publish::revision : ReleaseBook::Publish::next_week;
  if (ask.refused()) return {};
  return tables::release(site->releases().publish(what, ask.clock.now()));
}

}  // namespace calloff::simulator
