// What can be wrong in a page that came whole: its characters, its table, its rows.
#include <array>

#include "simulator/faults/kinds.hpp"

namespace calloff::simulator {
namespace {

constexpr Steps kOnSheets = bit(Step::detail) | bit(Step::file) | bit(Step::weekly_detail) | bit(Step::weekly_file);

// No byte of a GBK character is `<`, so the search cannot land inside one.
void spoil_byte(Response& response, const Call&, const ArmedFault&) {
  const auto cell = response.body.rfind("</td>");
  response.body.insert(cell != std::string::npos ? cell : response.body.size(), 1, '\xFF');
}

void set_content_type(Response& response, std::string_view type) {
  for (auto& [name, value] : response.headers) {
    if (name == "Content-Type") value = type;
  }
}

void say_utf8(Response& response, const Call&, const ArmedFault&) {
  set_content_type(response, "text/html;charset=UTF-8");
}
void say_latin1(Response& response, const Call&, const ArmedFault&) {
  set_content_type(response, "text/html;charset=ISO-8859-1");
}

void say_no_charset(Response& response, const Call&, const ArmedFault&) {
  set_content_type(response, "text/html");
  const auto meta = response.body.find("<meta ");
  if (meta != std::string::npos) response.body.erase(meta, response.body.find('>', meta) + 1 - meta);
}

/// Pieces that end in the middle of a character, about one for every sixteenth of the body.
void cut_characters(Response& response, const Call&, const ArmedFault&) {
  const bool is_utf8 = field(response.headers, "Content-Type").ends_with("UTF-8");
  const auto& body = response.body;
  std::size_t next = body.size() / 16;
  for (std::size_t i = 0; i < body.size();) {
    const auto first = static_cast<unsigned char>(body[i]);
    const std::size_t length = first < 0x80 ? 1 : !is_utf8 || first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length > 1 && i >= next) {
      response.pieces.push_back(i + 1);
      next = i + body.size() / 16;
    }
    i += length;
  }
}

constexpr std::array kKinds{
    FaultKind{21, "charset_says_utf8", "The header says UTF-8; the bytes are the site's all the same.", steps::kTables,
              nullptr, nullptr, say_utf8},
    FaultKind{21, "charset_says_latin1", "The header says ISO-8859-1; the bytes are the site's all the same.",
              steps::kTables, nullptr, nullptr, say_latin1},
    FaultKind{22, "no_meta", "Neither header nor page says what charset the bytes are in.", steps::kTables, nullptr,
              nullptr, say_no_charset},
    FaultKind{23, "half_character", "The body comes in pieces that end in the middle of a character.", steps::kTables,
              nullptr, nullptr, cut_characters},
    FaultKind{24, "empty_with_text", "The list has no rows and says 没有符合条件的记录.", steps::kLists,
              [](Quirks& q) { q.empty = EmptyList::with_text; }},
    FaultKind{25, "empty_without_text", "The list has no rows and says nothing.", steps::kLists,
              [](Quirks& q) { q.empty = EmptyList::without_text; }},
    FaultKind{26, "inserted_column", "A blank column stands among the others.", steps::kTables,
              [](Quirks& q) { q.column = ColumnEdit::insert; }},
    FaultKind{27, "renamed_column", "A column that nobody can do without has another header.", steps::kTables,
              [](Quirks& q) { q.column = ColumnEdit::rename; }},
    FaultKind{28, "other_width", "The list has 15 cells instead of 14, or 14 instead of 15.", bit(Step::list),
              [](Quirks& q) { q.list.other_width = true; }},
    FaultKind{29, "duplicate_rows", "Each further page of the list begins with the last row of the page before.",
              bit(Step::list), [](Quirks& q) { q.list.repeats_row = true; }},
    FaultKind{30, "row_moves",
              "Before a further page of the list is shown, its first sheet is published anew and so moves to the top.",
              bit(Step::list), [](Quirks& q) { q.list.moves_row = true; }},
    FaultKind{31, "beyond_last_repeats",
              "The list promises a page more than it has; that one shows the last one again.",
              bit(Step::list) | bit(Step::weekly_list), [](Quirks& q) { q.list.one_page_more = true; }},
    FaultKind{32, "nested_table", "A table stands inside a cell, and a total row below the rows.", steps::kTables,
              [](Quirks& q) { q.nests_table = true; }},
    FaultKind{
        33, "number_spellings",
        "Quantities are written with no-break spaces, in full width, as 1,200 and as 1 200.00, unknown ones as -; "
        "of a release the first 欠交 of zero is (one box).",
        kOnSheets, [](Quirks& q) { q.spelling.numbers = true; }},
    FaultKind{
        34, "date_spellings",
        "Dates are written in turn as always, as yyyyMMdd, as MM/dd and as MM-dd; midnight is 24:00 of the day before.",
        kOnSheets | bit(Step::list) | bit(Step::weekly_list), [](Quirks& q) { q.spelling.dates = true; }},
    FaultKind{35, "leading_zero_lost", "Part numbers have lost their leading zeros.", kOnSheets,
              [](Quirks& q) { q.spelling.lost_zeros = true; }},
    FaultKind{36, "part_number_spacing", "Part numbers have a space or a hyphen in the middle.", kOnSheets,
              [](Quirks& q) { q.spelling.spaced_parts = true; }},
    FaultKind{0, "wrong_total", "The total row of a release is not the sum of its rows.",
              bit(Step::weekly_detail) | bit(Step::weekly_file), [](Quirks& q) { q.wrong_total = true; }},
    FaultKind{0, "missing_column", "The page's table lacks a column that nobody can do without.", steps::kTables,
              [](Quirks& q) { q.column = ColumnEdit::drop; }},
    FaultKind{0, "bad_gbk_byte", "A byte 0xFF, which is no GBK, stands in the last table cell.", steps::kTables,
              nullptr, nullptr, spoil_byte},
};

}  // namespace

std::span<const FaultKind> content_faults() { return kKinds; }

}  // namespace calloff::simulator
