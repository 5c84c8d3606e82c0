// The HTML of a site's pick-up sheets: list, detail, file.
#pragma once
#include "simulator/call.hpp"
#include "simulator/eschedule/sheets.hpp"

namespace calloff::simulator::eschedule {

/// The list of pick-up sheets. sheets: all that the method selects, in the default order; sorted and paged here
Response list_page(const Site& site, const Call& call, std::vector<Sheet*> sheets);

/// token: of the form to accept the sheet with; empty: without one
Response detail_page(const Site& site, const Call& call, const Sheet& sheet, std::string_view token = {});

inline constexpr std::string_view kTokenField = "org.apache.struts.taglib.html.TOKEN";
inline constexpr std::string_view kLineField = "lineNo[]";
inline constexpr std::string_view kCommittedField = "committedQty[]";

/// The same detail as a file: HTML that calls itself a Word document.
Response detail_file(const Site& site, const Call& call, const Sheet& sheet);

}  // namespace calloff::simulator::eschedule
