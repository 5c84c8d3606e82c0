// What may still be shipped: the customer's open order lines less what our own ASNs have taken of them. Pure.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "asn/phase.hpp"
#include "model/records.hpp"
#include "model/ship_notice.hpp"

namespace calloff::asn {

/// `ORDER_NO/LINE_NO`.
std::string line_key(std::string_view order_no, std::string_view line_no);

/// An order line as the customer's system last showed it.
struct OrderLine {
  std::string record, order_no;
  model::ServiceOrderLine line;
  model::OrderState order_state = model::OrderState::open;
};
using OrderLines = std::vector<OrderLine>;

const OrderLine* find_line(const OrderLines& lines, std::string_view order_no, std::string_view line_no);
bool is_open(const OrderLine& line);

/// One of our ASNs as it bears on what may be shipped.
struct Taking {
  std::string asn;
  Phase phase = Phase::draft;
  Instant since;  ///< of the phase
  std::vector<model::ShipNoticeLine> lines;
};

/// What others have taken of a line.
struct Taken {
  Decimal qty;
  std::vector<std::string> asns;
  std::string unknown_asn;  ///< the one whose outcome is not known, if there is one
};
using TakenByLine = std::map<std::string, Taken>;

/// orders_seen: when the poll that the order lines come from began; what the customer took before then is in its own
///              shipped quantities already
/// except:      the ASN that asks
TakenByLine taken(const std::vector<Taking>& asns, std::optional<Instant> orders_seen, std::string_view except);

/// Open less taken, never below zero.
Decimal available(const OrderLine& line, const TakenByLine& taken);

}  // namespace calloff::asn
