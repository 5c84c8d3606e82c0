#include "present/workbook.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>

#include "base/dates.hpp"
#include "base/quantity.hpp"
#include "base/text.hpp"

namespace calloff::present {
namespace {

/// What a double holds exactly, in thousandths.
constexpr std::int64_t kMostThousandths = std::int64_t{1} << 53;
constexpr double kNarrowest = 6, kWidest = 40;

struct Formats {
  lxw_format *heading, *date;
};

/// Columns as the sheet has them: a listing that says its members has one for each.
std::vector<Column> columns_of(const Listing& listing) {
  if (listing.members.empty()) return listing.columns;
  std::vector<Column> columns;
  for (const auto& member : listing.members) {
    const auto known = std::ranges::find(listing.columns, member, &Column::name);
    columns.push_back(known == listing.columns.end() ? Column{member, member} : *known);
    columns.back().heading = member;
    columns.back().is_right_aligned |= member.starts_with("qty");
  }
  return columns;
}

std::optional<double> number_of(const Value& value) {
  if (value.kind == Value::Kind::integer) return double(value.integer);
  const auto quantity = parse_decimal(value.text);
  if (!quantity || std::abs(quantity->thousandths) > kMostThousandths) return std::nullopt;
  return double(quantity->thousandths) / 1000;
}

/// A part number may look like a date: only columns of dates have any.
std::optional<lxw_datetime> date_of(const Column& column, const Value& value) {
  if (column.name != "date" && column.name != "until") return std::nullopt;
  const auto date = parse_date(value.text);
  if (!date) return std::nullopt;
  return lxw_datetime{int(date->year()), int(unsigned(date->month())), int(unsigned(date->day())), 0, 0, 0};
}

void write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t at, const Column& column, const Value& value,
                const Formats& formats) {
  if (value.kind == Value::Kind::null) return;
  if (value.kind == Value::Kind::boolean) {
    worksheet_write_boolean(sheet, row, at, value.boolean, nullptr);
  } else if (auto date = date_of(column, value)) {
    worksheet_write_datetime(sheet, row, at, &*date, formats.date);
  } else if (const auto number = column.is_right_aligned ? number_of(value) : std::nullopt) {
    worksheet_write_number(sheet, row, at, *number, nullptr);
  } else {
    worksheet_write_string(sheet, row, at, value.text.c_str(), nullptr);
  }
}

double width_of(const Column& column, const std::vector<Value>& rows) {
  auto widest = display_width(column.heading);
  for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 200); ++i)
    if (const auto* value = rows[i].find(column.name)) widest = std::max(widest, display_width(value->text));
  return std::clamp(double(widest) + 2, kNarrowest, kWidest);
}

void write_sheet(lxw_workbook* book, const Sheet& from, const Formats& formats) {
  auto* sheet = workbook_add_worksheet(book, from.name.c_str());
  const auto columns = columns_of(from.listing);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const auto at = lxw_col_t(c);
    worksheet_set_column(sheet, at, at, width_of(columns[c], from.listing.rows), nullptr);
    const auto& heading = columns[c].heading.empty() ? columns[c].name : columns[c].heading;
    worksheet_write_string(sheet, 0, at, heading.c_str(), formats.heading);
  }
  worksheet_freeze_panes(sheet, 1, lxw_col_t(from.kept_columns));
  if (!columns.empty())
    worksheet_autofilter(sheet, 0, 0, lxw_row_t(from.listing.rows.size()), lxw_col_t(columns.size() - 1));
  for (std::size_t r = 0; r < from.listing.rows.size(); ++r)
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (const auto* value = from.listing.rows[r].find(columns[c].name))
        write_cell(sheet, lxw_row_t(r + 1), lxw_col_t(c), columns[c], *value, formats);
}

Error not_written(const std::filesystem::path& file, std::string detail) {
  return {Recovery::ask_person, "present/workbook", {{"file", file.string()}, {"detail", std::move(detail)}}};
}

}  // namespace

Result<void> write_workbook(const std::filesystem::path& file, const std::vector<Sheet>& sheets) {
  auto part = file;
  part += ".part";
  const auto folder = file.has_parent_path() ? file.parent_path().string() : std::string(".");
  auto name = part.string(), place = folder;
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = place.data();
  auto* book = workbook_new_opt(name.c_str(), &options);
  if (!book) return not_written(file, "out of memory");
  Formats formats{workbook_add_format(book), workbook_add_format(book)};
  format_set_bold(formats.heading);
  format_set_num_format(formats.date, "yyyy-mm-dd");
  for (const auto& sheet : sheets) write_sheet(book, sheet, formats);
  if (const auto failed = workbook_close(book); failed != LXW_NO_ERROR) {
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    return not_written(file, lxw_strerror(failed));
  }
  std::error_code failed;
  std::filesystem::rename(part, file, failed);
  if (failed) return not_written(file, failed.message());
  return {};
}

}  // namespace calloff::present
