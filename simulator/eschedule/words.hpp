// What a site writes on its pages: every word, the order of its columns, its charset and its way of writing dates.
// Two customers run the same software: one in Chinese, one in English.
#pragma once
#include <array>
#include <span>
#include <string_view>

#include "simulator/charset.hpp"

namespace calloff::simulator {

enum class SheetState { unread, read, accepted, shipped, received, cancelled, changed };
inline constexpr std::size_t kSheetStates = 7;

/// Columns of the list of pick-up sheets. `trip` is shown by some sites only.
enum class SheetColumn {
  select,
  state,
  number,
  link,
  supplier,
  plant,
  dock,
  route,
  pickup,
  arrive,
  published,
  carrier,
  boxes,
  trip,
  remark
};

/// Columns of a pick-up sheet.
enum class LineColumn { index, part, name, required, committed, uom, pack, boxes, pack_code, kanban, line, remark };

/// Columns of the list of weekly releases.
enum class ReleaseColumn { index, number, version, duns, plant, published, first_day, last_day, state, actions };

/// Columns of a weekly release; `days`, `weeks` and `months` are groups of 7, 8 and 3.
enum class WeeklyColumn { part, name, uom, pack, dock, received, behind, days, weeks, months, remark };

/// A column and the text above it.
template <class Column>
struct Heading {
  Column column;
  std::string_view text;
};

enum class Language { chinese, english };

struct Words {
  Language language;
  Charset charset;
  std::string_view content_type, meta_charset;

  std::string_view system, supplier_login, user, password, captcha, log_in, fill_in;
  std::string_view signed_in, no_window, enter, work_area, welcome, welcome_text, menu, log_out;
  std::string_view sheets, unread_sheets, accepted_sheets, all_sheets, releases;
  std::string_view view, download, back, accept;
  std::string_view count;  ///< for fmt: rows, page, pages
  std::string_view first_page, previous_page, next_page, last_page, no_records, column;
  std::string_view notice, busy, no_sheet, no_release, token_used, accepted, not_acceptable, bad_quantity, too_much;
  std::array<std::string_view, kSheetStates> states;  ///< by SheetState

  std::span<const Heading<SheetColumn>> sheet_list;
  std::span<const Heading<LineColumn>> sheet_lines;
  std::span<const Heading<ReleaseColumn>> release_list;
  std::span<const Heading<WeeklyColumn>> release_lines;

  std::string_view sheet_detail, sheet_file, supplier, duns, all_boxes, delivery_note, delivery_text;
  std::string_view release_detail, planner, week;  ///< week: for fmt: number, its first day
  std::string_view total, supplier_name, new_part, phase_out;

  std::string_view state(SheetState of) const { return states[static_cast<std::size_t>(of)]; }
};

extern const Words kChinese;
extern const Words kEnglish;

/// The text above a column; empty if the site does not show it.
template <class Column>
std::string_view heading(std::span<const Heading<Column>> headings, Column column) {
  for (const auto& each : headings) {
    if (each.column == column) return each.text;
  }
  return {};
}

}  // namespace calloff::simulator
