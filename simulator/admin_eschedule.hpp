// The admin verbs for what a plant publishes: pick-up sheets and weekly releases.
#pragma once
#include <boost/json/value.hpp>

#include "simulator/admin_ask.hpp"

namespace calloff::simulator {

boost::json::value publish_sheets(Ask& ask);
boost::json::value sheets(Ask& ask);
boost::json::value cancel_sheet(Ask& ask);
boost::json::value change_sheet(Ask& ask);
boost::json::value withdraw_sheet(Ask& ask);
boost::json::value releases(Ask& ask);
boost::json::value publish_release(Ask& ask);

}  // namespace calloff::simulator
