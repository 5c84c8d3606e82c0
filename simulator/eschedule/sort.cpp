#include "simulator/eschedule/sort.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace calloff::simulator::eschedule {
namespace {

struct SortColumn {
  SheetColumn column;
  std::string_view value;  ///< `__`, the field's name in base64, `__`: as the page's own links send it
  bool (*less)(const Sheet& a, const Sheet& b);
};

constexpr std::array kColumns{
    SortColumn{SheetColumn::number, "__cHVzTm8=__",
               [](const Sheet& a, const Sheet& b) { return a.number < b.number; }},  // pusNo
    SortColumn{SheetColumn::dock, "__ZG9jaw==__",
               [](const Sheet& a, const Sheet& b) { return a.dock < b.dock; }},  // dock
    SortColumn{SheetColumn::pickup, "__cGxhblBpY2t1cFRpbWU=__",                  // planPickupTime
               [](const Sheet& a, const Sheet& b) { return a.pickup < b.pickup; }},
    SortColumn{SheetColumn::arrive, "__cGxhbkFycml2ZVRpbWU=__",  // planArriveTime
               [](const Sheet& a, const Sheet& b) { return a.arrive < b.arrive; }},
    SortColumn{SheetColumn::published, "__cHVibGlzaFRpbWU=__",  // publishTime
               [](const Sheet& a, const Sheet& b) { return a.published < b.published; }},
};

/// Is it the column asked for? With the underscores or without them.
bool is_meant(const SortColumn& column, std::string_view wanted) {
  return wanted == column.value || wanted == column.value.substr(2, column.value.size() - 4);
}

}  // namespace

void sort_sheets(std::vector<Sheet*>& sheets, const Call& call) {
  const auto wanted = call.form.get(kSortColumnField);
  const bool descending = call.form.get(kSortOrderField) == "DESC";
  for (const auto& column : kColumns) {
    if (!is_meant(column, wanted)) continue;
    std::sort(sheets.begin(), sheets.end(), [&](const Sheet* a, const Sheet* b) {
      if (column.less(*a, *b) || column.less(*b, *a)) return descending ? column.less(*b, *a) : column.less(*a, *b);
      return a->number < b->number;
    });
  }
}

std::string sortable_header(const Heading<SheetColumn>& heading) {
  for (const auto& each : kColumns) {
    if (each.column == heading.column)
      return fmt::format("<a href=\"javascript:sortBy('{}');\">{}</a>", each.value, heading.text);
  }
  return std::string(heading.text);
}

}  // namespace calloff::simulator::eschedule
