// The admin verbs' tables: what is true in the portals, as JSON.
#pragma once
#include <boost/json/value.hpp>

#include "simulator/portals.hpp"

namespace calloff::simulator::tables {

boost::json::value order(const Order& order);
boost::json::value orders(Portals& portals, Instant now);
boost::json::value asn(const Asn& asn);
boost::json::value asns(Portals& portals);
boost::json::value sheets(EschedulePortal& site, Instant now);
boost::json::value release(const Release& release);
boost::json::value releases(EschedulePortal& site, Instant now);
boost::json::value requests(Portals& portals);
boost::json::value faults(Portals& portals);

}  // namespace calloff::simulator::tables
