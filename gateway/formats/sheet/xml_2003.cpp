#include "formats/sheet/xml_2003.hpp"

#include <map>
#include <pugixml.hpp>

#include "base/text.hpp"
#include "formats/charset.hpp"
#include "formats/html/meta.hpp"
#include "formats/sheet/cell_text.hpp"
#include "formats/sheet/sheet.hpp"
#include "formats/sheet/xml_node.hpp"

namespace calloff::formats {
namespace {

constexpr std::size_t kMostIndex = 1u << 24;

/// What a Data element says: its text, and the range of the source between its first text and its last.
struct Data {
  std::string text;
  std::size_t begin = 0, end = 0;
};

/// `2026-03-10T06:15:00.000` under the cell's format; without one the time of day is shown if it is not midnight.
std::string shown_date_time(std::string_view stored, const NumberFormat& format) {
  using Kind = NumberFormat::Kind;
  const auto t = stored.find('T');
  if (t == stored.npos) return std::string(stored);
  const auto date = stored.substr(0, t), time = stored.substr(t + 1);
  if (time.size() < 8) return std::string(stored);
  const auto seconds = time.substr(6, 2);
  const auto of_day = std::string(time.substr(0, 5)) + (seconds == "00" ? "" : ":" + std::string(seconds));
  if (format.kind == Kind::time) return of_day;
  const bool has_time = format.kind == Kind::date_time || (format.kind == Kind::number && of_day != "00:00");
  return std::string(date) + (has_time ? " " + of_day : "");
}

class Reader {
 public:
  Reader(const DecodedText& text, const PageOptions& options, Budget& budget)
      : text_(text), options_(options), budget_(budget) {}

  Result<void> read(const pugi::xml_node& workbook, Page& page) {
    read_styles(child_named(workbook, "Styles"));
    counts_from_1904_ = child_named(child_named(workbook, "ExcelWorkbook"), "Date1904");
    for (const auto& node : workbook.children()) {
      if (!is_named(node, "Worksheet")) continue;
      if (auto taken = budget_.take_sheet(); !taken) return taken;
      Sheet sheet;
      sheet.name = tidy_text(attribute_named(node, "Name"));
      if (auto rows = read_rows(child_named(node, "Table"), sheet); !rows) return rows;
      if (auto added = add_sheet(page, sheet, options_.part, budget_); !added) return added;
    }
    return {};
  }

 private:
  void read_styles(const pugi::xml_node& styles) {
    for (const auto& style : styles.children())
      if (const auto format = child_named(style, "NumberFormat"))
        formats_.emplace(attribute_named(style, "ID"), number_format_of(attribute_named(format, "Format")));
  }

  Result<void> read_rows(const pugi::xml_node& table, Sheet& sheet) {
    std::size_t number = 0;
    for (const auto& node : table.children()) {
      if (!is_named(node, "Row")) continue;
      const auto index = number_or(attribute_named(node, "Index"), number + 1, kMostIndex);
      SheetRow row;
      row.number = std::max(number, index == 0 ? 0 : index - 1);
      number = row.number + 1;
      place(row, std::size_t(std::max<std::ptrdiff_t>(1, node.offset_debug())) - 1, end_of(node, "Row"));
      if (auto cells = read_cells(node, row); !cells) return cells;
      sheet.rows.push_back(std::move(row));
    }
    return {};
  }

  Result<void> read_cells(const pugi::xml_node& row_node, SheetRow& row) {
    std::size_t next = 0;
    for (const auto& node : row_node.children()) {
      if (!is_named(node, "Cell")) continue;
      SheetCell cell;
      const auto index = number_or(attribute_named(node, "Index"), next + 1, kMostIndex);
      cell.column = std::max(next, index == 0 ? 0 : index - 1);
      cell.column_span = 1 + number_or(attribute_named(node, "MergeAcross"), 0, kMostIndex);
      cell.row_span = 1 + number_or(attribute_named(node, "MergeDown"), 0, kMostIndex);
      next = cell.column + cell.column_span;
      if (auto fits = budget_.check_place(row.number, cell.column); !fits) return fits;
      if (auto taken = budget_.take_cells(1); !taken) return taken;
      read_data(node, cell);
      if (auto taken = budget_.take_text(cell.text.size()); !taken) return taken;
      row.cells.push_back(std::move(cell));
    }
    return {};
  }

  void read_data(const pugi::xml_node& node, SheetCell& cell) const {
    const auto data_node = child_named(node, "Data");
    auto data = data_of(data_node);
    const auto type = attribute_named(data_node, "Type");
    const auto style = formats_.find(std::string(attribute_named(node, "StyleID")));
    const auto format = style == formats_.end() ? NumberFormat() : style->second;
    if (type == "Number")
      cell.text = shown_number(data.text, format, counts_from_1904_);
    else if (type == "DateTime")
      cell.text = shown_date_time(data.text, format);
    else if (type == "Boolean")
      cell.text = data.text == "1" ? "TRUE" : "FALSE";
    else
      cell.text = std::move(data.text);
    // A formula that nobody has worked out is not a blank.
    if (cell.text.empty() && !data_node) cell.text = attribute_named(node, "Formula");
    place(cell, data.begin, data.end);
  }

  /// The text below a Data element, formatting elements and all, without recursion.
  Data data_of(const pugi::xml_node& node) const {
    Data data;
    const auto source = std::string_view(text_.utf8);
    const auto visit = [&](const pugi::xml_node& leaf) {
      const auto offset = leaf.offset_debug();
      if (offset < 0 || (leaf.type() != pugi::node_pcdata && leaf.type() != pugi::node_cdata)) return;
      const auto begin = std::size_t(offset);
      const auto end = std::min(source.find(leaf.type() == pugi::node_cdata ? "]]>" : "<", begin), source.size());
      const auto tidy = tidy_range(source.substr(begin, end - begin));
      if (data.text.empty()) data.begin = begin + tidy.begin;
      data.end = begin + tidy.end;
      data.text += leaf.value();
    };
    for (auto at = node.first_child(); at;) {
      visit(at);
      if (at.first_child()) {
        at = at.first_child();
        continue;
      }
      while (at != node && !at.next_sibling()) at = at.parent();
      if (at == node) break;
      at = at.next_sibling();
    }
    return data;
  }

  /// Behind the end tag of an element that holds none of its own name.
  std::size_t end_of(const pugi::xml_node& node, std::string_view name) const {
    const auto source = std::string_view(text_.utf8);
    auto at = std::size_t(std::max<std::ptrdiff_t>(0, node.offset_debug()));
    const auto tag_end = source.find('>', at);
    if (tag_end == source.npos || source[tag_end - 1] == '/') return std::min(tag_end, source.size() - 1) + 1;
    for (at = source.find("</", at); at != source.npos; at = source.find("</", at + 2)) {
      const auto end = std::min(source.find('>', at), source.size() - 1);
      if (local_name(trim(source.substr(at + 2, end - at - 2))) == name) return end + 1;
    }
    return source.size();
  }

  template <class Placed>
  void place(Placed& placed, std::size_t begin, std::size_t end) const {
    placed.offset = text_.offsets.to_source(begin);
    placed.length = text_.offsets.to_source(std::max(begin, end)) - placed.offset;
  }

  const DecodedText& text_;
  const PageOptions& options_;
  Budget& budget_;
  std::map<std::string, NumberFormat, std::less<>> formats_;
  bool counts_from_1904_ = false;
};

}  // namespace

Result<Page> decode_xml_2003(std::string_view bytes, const PageOptions& options, const TableLimits& limits) {
  const auto text = decode_text(bytes, {options.http_charset, charset_in_head(bytes), options.default_charset});
  if (!text) return text.error();
  pugi::xml_document document;
  if (auto parsed = parse_xml(document, text->utf8, "the workbook", limits); !parsed) {
    auto error = parsed.error();
    if (error.where.offset) error.where.offset = text->offsets.to_source(*error.where.offset);
    return error;
  }
  Page page;
  page.kind = PageKind::xml_2003;
  page.charset = text->charset;
  page.is_complete = true;
  Budget budget(limits);
  if (auto read = Reader(*text, options, budget).read(document.document_element(), page); !read) return read.error();
  if (page.tables.empty())
    return Error{Recovery::quarantine, "decode/bad_workbook", {{"reason", "it has no worksheet"}}};
  return page;
}

}  // namespace calloff::formats
