// A list of the site, page by page: what the lists of sheets and of releases have in common.
#pragma once
#include <string>
#include <vector>

#include "simulator/call.hpp"
#include "simulator/eschedule/frames.hpp"

namespace calloff::simulator::eschedule {

inline constexpr std::string_view kPageSize = "com.sgm.common.web.PageBreakerTagCURRENT_PAGE_SIZE_NAME";
inline constexpr std::string_view kPageNumber = "com.sgm.common.web.PageBreakerTagCURRENT_PAGE_NUM_NAME";
inline constexpr std::size_t kRowsAPage = 20;

struct Listing {
  std::string_view title;
  std::string action;  ///< path of the list
  TableLook look;
  std::vector<std::vector<std::string>> rows;  ///< of all pages; HTML
  std::string script;                          ///< besides the paging's
  std::string hidden_fields{};                 ///< sent again with every page
};

/// The page that the call asks for.
Response paged_list(const Site& site, const Call& call, Listing listing);

}  // namespace calloff::simulator::eschedule
