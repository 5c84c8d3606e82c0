#include "simulator/admin_omx.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "simulator/admin_tables.hpp"

namespace calloff::simulator {
namespace {

namespace json = boost::json;

std::string warehouse(Ask& ask, std::string_view key) {
  auto code = ask.text(key);
  if (code.find_first_of("<>&\"'") != std::string::npos)
    ask.refuse(fmt::format("\"{}\" has a character that no code has", key));
  return code;
}

/// Lets the clock's own changes happen first, so that what is told is as it is now.
OmxPortal& site_now(Ask& ask) {
  ask.portals.omx().go_on(ask.clock.now());
  return ask.portals.omx();
}

json::value told(Ask& ask, const OmxPortal::Outcome& outcome) {
  if (outcome.refusal.empty()) return tables::asn(*outcome.asn);
  ask.refuse(fmt::format("OMX says {}", outcome.refusal));
  return {};
}

}  // namespace

json::value new_order(Ask& ask) {
  OrderBook::Wish wish;
  const auto type = ask.text("type", "常规");
  for (const std::string_view known : {"常规", "紧急", "VOR"}) {
    if (known == type) wish.type = known;
  }
  if (wish.type != type) ask.refuse("\"type\" is one of 常规, 紧急, VOR");
  wish.warehouse = warehouse(ask, "whCode");
  wish.second_warehouse = warehouse(ask, "whCode2");
  wish.lines = ask.number("lines", 2, 1, 6);
  if (ask.refused()) return {};
  return tables::order(site_now(ask).orders().add(wish, ask.clock.now()));
}

json::value orders(Ask& ask) { return tables::orders(ask.portals, ask.clock.now()); }

json::value asns(Ask& ask) {
  site_now(ask);
  return tables::asns(ask.portals);
}

json::value enter_asn(Ask& ask) {
  OmxPortal::PersonsAsn wish;
  wish.order_number = ask.text("orderNo");
  wish.supplier_ref = ask.text("supplierRef", "BY-HAND");
  wish.ship_date = ask.text("shipDate");
  wish.quantities = ask.quantities("lines");
  wish.submitted = ask.flag("submitted", false);
  if (!wish.ship_date.empty() && !parse_local_time(wish.ship_date))
    ask.refuse("\"shipDate\" is no time such as 2026-03-11 14:00");
  if (ask.refused()) return {};
  return told(ask, site_now(ask).enter_asn(wish, ask.clock.now()));
}

json::value receive_asn(Ask& ask) {
  const auto number = ask.text("asnNo");
  const auto quantities = ask.quantities("lines");
  if (ask.refused()) return {};
  return told(ask, site_now(ask).receive(number, quantities, ask.clock.now()));
}

}  // namespace calloff::simulator
