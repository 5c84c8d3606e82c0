// The list's sort tag: a column's name in base64 and an order, as request parameters.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "simulator/call.hpp"
#include "simulator/eschedule/sheets.hpp"

namespace calloff::simulator::eschedule {

inline constexpr std::string_view kSortColumnField = "__SORT_TAG_NAME_SORT_COLUMN";
inline constexpr std::string_view kSortOrderField = "__SORT_TAG_NAME_SORT_ORDER";

/// Sorts by what the call asks for; unknown or no column: left as it is.
void sort_sheets(std::vector<Sheet*>& sheets, const Call& call);

/// The header cell's HTML: a link that sorts, where the column can be sorted by.
std::string sortable_header(const Heading<SheetColumn>& heading);

}  // namespace calloff::simulator::eschedule
