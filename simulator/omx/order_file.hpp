// An order as a file for a spreadsheet.
#pragma once
#include "simulator/call.hpp"
#include "simulator/omx/orders.hpp"

namespace calloff::simulator::omx {

/// A `.xls` that is HTML, or what a fault makes of it.
Response order_file(const Call& call, const Order& order);

}  // namespace calloff::simulator::omx
