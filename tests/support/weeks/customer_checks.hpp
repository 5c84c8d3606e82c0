// Holds what we show against what the customer's own books say, line by line and both ways. Threading: one thread.
#pragma once
#include <functional>
#include <string>

#include "inbound/poll.hpp"
#include "simulator/portals.hpp"
#include "store/store.hpp"

namespace calloff::test {

/// site: of eSchedule; any other word: OMX
/// at: by then the customer had shown it, and we have polled since
/// broken: takes every document that we lack, show otherwise, or show though the customer has none such
void compare_with_customer(store::Store& store, const inbound::PolledFeed& feed, simulator::Portals& portals,
                           const std::string& site, Instant at, const std::function<void(std::string)>& broken);

}  // namespace calloff::test
