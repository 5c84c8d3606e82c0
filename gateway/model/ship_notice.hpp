// A ship notice (ASN) as we hold it, and what the customer answered.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/dates.hpp"
#include "base/quantity.hpp"

namespace calloff::model {

struct ShipNoticeLine {
  std::string order_no, line_no, part_no;
  Decimal qty;
  std::string uom;
  std::string record;  ///< the order line's record id, what explain takes
  std::string lot;
  std::optional<Decimal> boxes;
};

/// shipment_id: the SID, ours, unique for at least a year, equal to the printed note.
struct ShipNotice {
  std::string customer, shipment_id;
  int version = 1;
  std::string ship_to;                    ///< warehouse or plant: one ship-to per ASN
  std::optional<LocalTime> shipped, eta;  ///< plant-local
  std::string carrier, plate, waybill;
  std::vector<ShipNoticeLine> lines;
};

}  // namespace calloff::model
