// Step 1: a draft from OES order lines. Pure.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "asn/open_lines.hpp"
#include "base/result.hpp"

namespace calloff::asn {

/// One line wanted: by record (what `oes list` shows) or by line number of the order.
struct WantedLine {
  std::string line_no, record;
  Decimal qty;
};

/// order_no alone: everything of the order that may still be shipped. lines with record need no order_no.
struct DraftRequest {
  std::string customer, order_no;
  std::vector<WantedLine> lines;
  std::optional<LocalTime> shipped, eta;  ///< plant-local; shipped: now where it is not given
  std::string carrier, plate, waybill;
};

/// The notice without its shipment id. Quantities are taken as asked for: check says what is wrong with them.
/// lines:   of the order, or (for records) all that the records name
/// now:     the customer's wall clock
/// errors:  ask_person asn/order_unknown (order), asn/line_unknown (line), asn/nothing_open (order, asns),
///          asn/several_ship_to (ship_to), asn/no_lines
Result<model::ShipNotice> draft_notice(const DraftRequest& request, const OrderLines& lines, const TakenByLine& taken,
                                       LocalTime now);

}  // namespace calloff::asn
