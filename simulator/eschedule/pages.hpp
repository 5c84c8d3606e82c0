// The HTML of eSchedule's pages behind the log-in.
#pragma once
#include "simulator/call.hpp"
#include "simulator/eschedule/sheets.hpp"

namespace calloff::simulator::eschedule {

Response index_frameset(const Site& site);
Response menu_page(const Site& site);
Response work_area_page(const Site& site);
Response welcome_page();

/// The list of pick-up sheets. sheets: all that the method selects, in the default order; sorted and paged here
Response list_page(const Site& site, const Call& call, std::vector<Sheet*> sheets);

Response detail_page(const Site& site, const Call& call, const Sheet& sheet);

/// The same detail as a file: HTML that calls itself a Word document.
Response detail_file(const Site& site, const Call& call, const Sheet& sheet);

/// A page that says one sentence.
Response notice_page(std::string_view sentence);

}  // namespace calloff::simulator::eschedule
