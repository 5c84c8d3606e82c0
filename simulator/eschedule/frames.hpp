// What all pages of a site have in common, and the pages around the work area.
#pragma once
#include "simulator/call.hpp"
#include "simulator/html.hpp"
#include "simulator/sites.hpp"

namespace calloff::simulator::eschedule {

PageCharset charset_of(const Site& site);

/// A page in the site's charset.
Response page(const Site& site, std::string_view title, std::string_view script, std::string_view body);

Response index_frameset(const Site& site);
Response menu_page(const Site& site);
Response work_area_page(const Site& site);
Response welcome_page(const Site& site);

/// A page that says one sentence.
Response notice_page(const Site& site, std::string_view sentence);

}  // namespace calloff::simulator::eschedule
