// Order lines, rules and a notice that pass every check; tests break one thing at a time.
#pragma once
#include "asn/check.hpp"
#include "asn/draft.hpp"

namespace calloff::asn::test {

inline LocalTime at(const char* text) { return *parse_local_time(text); }

inline OrderLine order_line(const char* order, const char* line, const char* part, int open,
                            const char* warehouse = "W1") {
  OrderLine l;
  l.record = std::string("L-") + order + line;
  l.order_no = order;
  l.line.line_no = line;
  l.line.part_no = part;
  l.line.warehouse = warehouse;
  l.line.uom = "C62";
  l.line.ordered = Decimal::whole(open);
  l.line.open = Decimal::whole(open);
  l.line.min_pack = Decimal::whole(10);
  return l;
}

inline OrderLines order_lines() {
  return {order_line("OE1", "10", "24107001", 40), order_line("OE1", "20", "24107002", 25),
          order_line("OE2", "10", "24107001", 10, "W2")};
}

inline CustomerRules rules() {
  CustomerRules r;
  r.sid_pattern = "SIM{yymmdd}{seq:4}";
  r.required = {"carrier", "plate"};
  r.words = {{"草稿"}, {"已提交"}, {"部分收货", "已收货"}, {"已取消"}};
  return r;
}

inline const LocalTime kWallNow = at("2026-03-11T10:30");

inline model::ShipNotice good_notice() {
  DraftRequest request;
  request.customer = "sgm";
  request.order_no = "OE1";
  request.eta = at("2026-03-12T08:00");
  request.carrier = "安吉物流";
  request.plate = "沪A12345";
  auto notice = *draft_notice(request, order_lines(), {}, kWallNow);
  notice.shipment_id = "SIM2603110001";
  return notice;
}

}  // namespace calloff::asn::test
