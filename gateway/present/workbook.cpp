#include "present/workbook.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>

#include "base/dates.hpp"
#include "base/quantity.hpp"
#include "base/text.hpp"
#include "formats/container/containers.hpp"
#include "present/whole_file.hpp"

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

/// A part number may look like a number: only columns of figures have any.
std::optional<double> number_of(const Column& column, const Value& value) {
  if (value.kind == Value::Kind::integer) return double(value.integer);
  if (!column.is_right_aligned) return std::nullopt;
  const auto quantity = parse_decimal(value.text);
  if (!quantity || std::abs(quantity->thousandths) > kMostThousandths) return std::nullopt;
  return double(quantity->thousandths) / 1000;
}

/// The same of dates.
std::optional<lxw_datetime> date_of(const Column& column, const Value& value) {
  if (column.name != "date" && column.name != "until") return std::nullopt;
  const auto date = parse_date(value.text);
  if (!date) return std::nullopt;
  return lxw_datetime{int(date->year()), int(unsigned(date->month())), int(unsigned(date->day())), 0, 0, 0};
}

/// What the library was given, to be held against what the file has in the end.
struct Written {
  std::size_t cells = 0;
  lxw_error failed = LXW_NO_ERROR;

  void note(lxw_error result) {
    ++cells;
    if (failed == LXW_NO_ERROR) failed = result;
  }
};

/// Lists and objects have no place in a cell; no listing that is written has any.
bool is_blank(const Value& value) {
  return value.text.empty() && value.kind != Value::Kind::boolean && value.kind != Value::Kind::integer;
}

lxw_error write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t at, const Column& column, const Value& value,
                     const Formats& formats) {
  if (value.kind == Value::Kind::boolean) return worksheet_write_boolean(sheet, row, at, value.boolean, nullptr);
  if (auto date = date_of(column, value)) return worksheet_write_datetime(sheet, row, at, &*date, formats.date);
  if (const auto number = number_of(column, value)) return worksheet_write_number(sheet, row, at, *number, nullptr);
  return worksheet_write_string(sheet, row, at, value.text.c_str(), nullptr);
}

double width_of(const Column& column, const std::vector<Value>& rows) {
  auto widest = display_width(column.heading);
  for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 200); ++i)
    if (const auto* value = rows[i].find(column.name)) widest = std::max(widest, display_width(value->text));
  return std::clamp(double(widest) + 2, kNarrowest, kWidest);
}

void write_rows(lxw_worksheet* sheet, const Listing& listing, const std::vector<Column>& columns,
                const Formats& formats, Written& written) {
  for (std::size_t r = 0; r < listing.rows.size(); ++r)
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const auto* value = listing.rows[r].find(columns[c].name);
      if (!value || is_blank(*value)) continue;
      written.note(write_cell(sheet, lxw_row_t(r + 1), lxw_col_t(c), columns[c], *value, formats));
    }
}

Written write_sheet(lxw_workbook* book, const Sheet& from, const Formats& formats) {
  Written written;
  auto* sheet = workbook_add_worksheet(book, from.name.c_str());
  if (!sheet) return {0, LXW_ERROR_CREATING_TMPFILE};
  const auto columns = columns_of(from.listing);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const auto at = lxw_col_t(c);
    worksheet_set_column(sheet, at, at, width_of(columns[c], from.listing.rows), nullptr);
    const auto& heading = columns[c].heading.empty() ? columns[c].name : columns[c].heading;
    written.note(worksheet_write_string(sheet, 0, at, heading.c_str(), formats.heading));
  }
  worksheet_freeze_panes(sheet, 1, lxw_col_t(from.kept_columns));
  if (!columns.empty())
    worksheet_autofilter(sheet, 0, 0, lxw_row_t(from.listing.rows.size()), lxw_col_t(columns.size() - 1));
  write_rows(sheet, from.listing, columns, formats, written);
  return written;
}

/// returns: what was given to each sheet
/// errors:  as the library tells them, none of the temporary files it copies from
Result<std::vector<Written>> write_book(const std::filesystem::path& file, const std::filesystem::path& part,
                                        const std::vector<Sheet>& sheets) {
  auto name = part.string(), place = file.has_parent_path() ? file.parent_path().string() : std::string(".");
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = place.data();
  auto* book = workbook_new_opt(name.c_str(), &options);
  if (!book) return not_written(file, "out of memory");
  Formats formats{workbook_add_format(book), workbook_add_format(book)};
  format_set_bold(formats.heading);
  format_set_num_format(formats.date, "yyyy-mm-dd");
  std::vector<Written> written;
  for (const auto& sheet : sheets) written.push_back(write_sheet(book, sheet, formats));
  const auto closed = workbook_close(book);
  for (const auto& sheet : written)
    if (sheet.failed != LXW_NO_ERROR) return not_written(file, lxw_strerror(sheet.failed));
  if (closed != LXW_NO_ERROR) return not_written(file, lxw_strerror(closed));
  return written;
}

/// Begins as XML does and ends its first element.
bool is_closed(std::string_view xml) {
  const auto root = xml.find('<', xml.find("?>"));
  if (!xml.starts_with("<?xml") || root == xml.npos) return false;
  const auto name = xml.substr(root + 1, xml.find_first_of(" >", root) - root - 1);
  return trim(xml).ends_with("</" + std::string(name) + ">");
}

std::size_t count_of(std::string_view text, std::string_view what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++count;
  return count;
}

/// The library writes each part to a temporary file first and does not ask whether the disk took it: a full disk gives
/// a workbook that ends in mid-row. So it is read again and its cells are counted.
Result<bool> is_whole(const std::filesystem::path& part, const std::vector<Written>& sheets) {
  std::ifstream in(part, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const auto containers = formats::load_containers();
  if (!containers) return containers.error();
  constexpr auto kAny = std::numeric_limits<std::size_t>::max();
  const auto archive = (*containers)->open_zip(bytes, {.max_unpacked = kAny, .max_ratio = kAny, .max_entries = kAny});
  if (!archive) return false;
  std::size_t found = 0;
  for (const auto& name : (*archive)->names()) {
    const auto xml = (*archive)->read(name);
    if (!xml || !*xml || !is_closed(**xml)) return false;
    for (std::size_t i = 0; i < sheets.size(); ++i)
      if (name == "xl/worksheets/sheet" + std::to_string(i + 1) + ".xml")
        found += count_of(**xml, "<c r=") == sheets[i].cells && count_of(**xml, "</c>") == sheets[i].cells;
  }
  return found == sheets.size();
}

}  // namespace

Result<void> write_workbook(const std::filesystem::path& file, const std::vector<Sheet>& sheets) {
  return replace_whole(file, [&](const std::filesystem::path& part) -> Result<void> {
    const auto written = write_book(file, part, sheets);
    if (!written) return written.error();
    const auto whole = is_whole(part, *written);
    if (!whole) return whole.error();
    if (!*whole) return not_written(file, "the disk did not take all of it");
    return {};
  });
}

}  // namespace calloff::present
