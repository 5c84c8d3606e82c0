#include <algorithm>

#include "present/views.hpp"
#include "store/asns.hpp"
#include "store/event_log.hpp"

namespace calloff::present {
namespace {

const std::vector<Column> kColumns{
    {"asn", "ASN"},        {"customer", "CUSTOMER"},   {"shipment_id", "SHIPMENT"},    {"state", "STATE"},
    {"class", "CLASS"},    {"remote_id", "REMOTE ID"}, {"attempts", "ATTEMPTS", true}, {"ship_to", "SHIP TO"},
    {"created", "CREATED"}};

Value lines_of(const store::AsnRecord& asn) {
  auto lines = Value::list();
  for (const auto& line : asn.notice.lines) {
    auto value = Value::object();
    value.add("order_no", line.order_no)
        .add("line_no", line.line_no)
        .add("part_no", line.part_no)
        .add("qty", to_string(line.qty))
        .add("uom", line.uom);
    lines.items.push_back(std::move(value));
  }
  return lines;
}

Value history_of(const ViewOf& of, const std::string& asn) {
  auto history = Value::list();
  for (const auto& event : store::events_of(of.reader, asn)) {
    auto value = Value::object();
    value.add("at", to_string(event.at))
        .add("actor", event.actor)
        .add("from", text_or_null(event.from))
        .add("to", text_or_null(event.to))
        .add("why", text_or_null(event.why));
    history.items.push_back(std::move(value));
  }
  return history;
}

Value base_value(const store::AsnRecord& asn) {
  auto value = Value::object();
  value.add("asn", asn.id)
      .add("customer", asn.notice.customer)
      .add("state", asn.state)
      .add("class", asn.resend_class)
      .add("remote_id", text_or_null(asn.remote_id))
      .add("attempts", asn.attempts)
      .add("shipment_id", asn.notice.shipment_id)
      .add("ship_to", asn.notice.ship_to)
      .add("created", to_string(asn.created));
  return value;
}

Value time_or_null(const std::optional<LocalTime>& time) { return time ? Value(to_string(*time)) : Value(); }

}  // namespace

Listing asn_list_view(const ViewOf& of) {
  Listing listing{kColumns, {}};
  for (const auto& asn : store::list_asns(of.reader, {}))
    if (of.actor.scope.covers(asn.notice.customer, {})) listing.rows.push_back(base_value(asn));
  std::reverse(listing.rows.begin(), listing.rows.end());
  return listing;
}

std::optional<Value> asn_view(const ViewOf& of, const std::string& id) {
  const auto asn = store::find_asn(of.reader, id);
  if (!asn || !of.actor.scope.covers(asn->notice.customer, {})) return std::nullopt;
  auto value = base_value(*asn);
  value.add("shipped", time_or_null(asn->notice.shipped))
      .add("eta", time_or_null(asn->notice.eta))
      .add("carrier", text_or_null(asn->notice.carrier))
      .add("plate", text_or_null(asn->notice.plate))
      .add("waybill", text_or_null(asn->notice.waybill))
      .add("sha256", asn->frozen ? Value(asn->frozen->sha256) : Value())
      .add("lines", lines_of(*asn))
      .add("history", history_of(of, id));
  return value;
}

}  // namespace calloff::present
