#include "simulator/eschedule/sort.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace calloff::simulator::eschedule {
namespace {

struct SortColumn {
  std::string_view header;
  std::string_view value;  ///< `__`, the field's name in base64, `__`: as the page's own links send it
  bool (*less)(const Sheet& a, const Sheet& b);
};

constexpr std::array kColumns{
    SortColumn{"取货单号", "__cHVzTm8=__",
               [](const Sheet& a, const Sheet& b) { return a.number < b.number; }},                      // pusNo
    SortColumn{"道口", "__ZG9jaw==__", [](const Sheet& a, const Sheet& b) { return a.dock < b.dock; }},  // dock
    SortColumn{"计划取货时间", "__cGxhblBpY2t1cFRpbWU=__",  // planPickupTime
               [](const Sheet& a, const Sheet& b) { return a.pickup < b.pickup; }},
    SortColumn{"计划到达时间", "__cGxhbkFycml2ZVRpbWU=__",  // planArriveTime
               [](const Sheet& a, const Sheet& b) { return a.arrive < b.arrive; }},
    SortColumn{"发布时间", "__cHVibGlzaFRpbWU=__",  // publishTime
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

std::string sortable_header(std::string_view text) {
  for (const auto& column : kColumns) {
    if (column.header == text) return fmt::format("<a href=\"javascript:sortBy('{}');\">{}</a>", column.value, text);
  }
  return std::string(text);
}

}  // namespace calloff::simulator::eschedule
