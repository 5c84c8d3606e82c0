// The admin verbs for OMX: orders, the true table of ASNs, what people enter and receive there.
#pragma once
#include <boost/json/value.hpp>

#include "simulator/admin_ask.hpp"

namespace calloff::simulator {

boost::json::value new_order(Ask& ask);
boost::json::value orders(Ask& ask);
boost::json::value asns(Ask& ask);
boost::json::value enter_asn(Ask& ask);
boost::json::value receive_asn(Ask& ask);

}  // namespace calloff::simulator
