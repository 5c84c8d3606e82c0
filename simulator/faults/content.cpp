// What can be wrong in a page that came whole: its characters, its table, its rows.
#include <array>

#include "simulator/faults/kinds.hpp"

namespace calloff::simulator {
namespace {

// No byte of a GBK character is `<`, so the search cannot land inside one.
void spoil_byte(Response& response, const Call&, const ArmedFault&) {
  const auto cell = response.body.rfind("</td>");
  response.body.insert(cell != std::string::npos ? cell : response.body.size(), 1, '\xFF');
}

constexpr std::array kKinds{
    FaultKind{24, "empty_with_text", "The list has no rows and says 没有符合条件的记录.", steps::kLists,
              [](Quirks& q) { q.empty = EmptyList::with_text; }},
    FaultKind{25, "empty_without_text", "The list has no rows and says nothing.", steps::kLists,
              [](Quirks& q) { q.empty = EmptyList::without_text; }},
    FaultKind{26, "inserted_column", "A blank column stands among the others.", steps::kTables,
              [](Quirks& q) { q.column = ColumnEdit::insert; }},
    FaultKind{27, "renamed_column", "A column that nobody can do without has another header.", steps::kTables,
              [](Quirks& q) { q.column = ColumnEdit::rename; }},
    FaultKind{0, "missing_column", "The page's table lacks a column that nobody can do without.", steps::kTables,
              [](Quirks& q) { q.column = ColumnEdit::drop; }},
    FaultKind{0, "bad_gbk_byte", "A byte 0xFF, which is no GBK, stands in the last table cell.", steps::kTables,
              nullptr, nullptr, spoil_byte},
};

}  // namespace

std::span<const FaultKind> content_faults() { return kKinds; }

}  // namespace calloff::simulator
