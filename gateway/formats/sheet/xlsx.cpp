#include "formats/sheet/xlsx.hpp"

#include <algorithm>
#include <map>
#include <pugixml.hpp>

#include "base/text.hpp"
#include "formats/container/containers.hpp"
#include "formats/sheet/cell_text.hpp"
#include "formats/sheet/sheet.hpp"
#include "formats/sheet/xml_node.hpp"

namespace calloff::formats {
namespace {

constexpr std::size_t kMostRow = 1u << 24;

Error bad_workbook(std::string reason) {
  return {Recovery::quarantine, "decode/bad_workbook", {{"reason", std::move(reason)}}};
}

/// What an archive without a workbook is, by what it holds.
std::string kind_of(const std::vector<std::string>& names) {
  const auto holds = [&](std::string_view start) {
    return std::ranges::any_of(names, [&](const std::string& name) { return name.starts_with(start); });
  };
  if (holds("xl/workbook.bin")) return "a binary workbook (.xlsb)";
  if (holds("word/")) return "a Word document (.docx)";
  if (holds("ppt/")) return "a presentation (.pptx)";
  if (holds("content.xml")) return "an OpenDocument file";
  return names.empty() ? "an empty ZIP archive" : "a ZIP archive without a workbook (" + names.front() + " ...)";
}

/// A relationship's target within the archive: against the folder of the part that names it, or from the root.
std::string resolve(std::string_view folder, std::string_view target) {
  std::string path =
      target.starts_with('/') ? std::string(target.substr(1)) : std::string(folder) + std::string(target);
  for (auto up = path.find("/../"); up != path.npos; up = path.find("/../")) {
    const auto parent = up == 0 ? 0 : path.rfind('/', up - 1);
    path.erase(parent == path.npos ? 0 : parent + 1, up + 4 - (parent == path.npos ? 0 : parent + 1));
  }
  return path;
}

/// The text of a string item, rich or plain; how it is pronounced (rPh) is no part of it.
std::string text_of(const pugi::xml_node& item) {
  std::string text;
  for (const auto& child : item.children()) {
    if (is_named(child, "t")) text += child.text().get();
    if (is_named(child, "r")) text += child_named(child, "t").text().get();
  }
  // What XML can not say is written `_x000D_`.
  for (const auto* escape : {"_x000D_", "_x000A_", "_x0009_"}) text = replace_all(std::move(text), escape, " ");
  return text;
}

class Workbook {
 public:
  Workbook(ZipArchive& archive, const PageOptions& options, const TableLimits& limits)
      : archive_(archive), options_(options), limits_(limits), budget_(limits) {}

  Result<Page> read() {
    pugi::xml_document book;
    const auto found = load("xl/workbook.xml", book);
    if (!found) return found.error();
    if (!*found) return Error{Recovery::quarantine, "decode/unknown_kind", {{"looks_like", kind_of(archive_.names())}}};
    if (auto styles = read_styles(); !styles) return styles.error();
    if (auto strings = read_strings(); !strings) return strings.error();
    const auto targets = relationships();
    if (!targets) return targets.error();
    const auto date1904 = attribute_named(child_named(book.document_element(), "workbookPr"), "date1904");
    counts_from_1904_ = date1904 == "1" || date1904 == "true";
    Page page;
    page.kind = PageKind::xlsx;
    page.charset = "UTF-8";
    page.is_complete = true;
    for (const auto& sheet : child_named(book.document_element(), "sheets").children()) {
      if (!is_named(sheet, "sheet")) continue;
      if (auto read = read_sheet(sheet, *targets, page); !read) return read.error();
    }
    if (page.tables.empty()) return bad_workbook("it has no worksheet");
    return page;
  }

 private:
  /// false: there is no such part.
  Result<bool> load(const std::string& name, pugi::xml_document& document) {
    const auto bytes = archive_.read(name);
    if (!bytes) return bytes.error();
    if (!*bytes) return false;
    if (auto parsed = parse_xml(document, **bytes, name, limits_); !parsed) return parsed.error();
    return true;
  }

  Result<void> read_styles() {
    pugi::xml_document styles;
    if (auto found = load("xl/styles.xml", styles); !found) return found.error();
    std::map<std::size_t, NumberFormat> own;
    for (const auto& format : child_named(styles.document_element(), "numFmts").children())
      own[number_or(attribute_named(format, "numFmtId"), 0, kMostRow)] =
          number_format_of(attribute_named(format, "formatCode"));
    for (const auto& style : child_named(styles.document_element(), "cellXfs").children()) {
      if (!is_named(style, "xf")) continue;
      const auto id = number_or(attribute_named(style, "numFmtId"), 0, kMostRow);
      const auto format = own.find(id);
      formats_.push_back(format == own.end() ? built_in_number_format(unsigned(id)) : format->second);
    }
    return {};
  }

  Result<void> read_strings() {
    pugi::xml_document strings;
    if (auto found = load("xl/sharedStrings.xml", strings); !found) return found.error();
    for (const auto& item : strings.document_element().children())
      if (is_named(item, "si")) strings_.push_back(text_of(item));
    return {};
  }

  Result<std::map<std::string, std::string>> relationships() {
    pugi::xml_document document;
    if (auto found = load("xl/_rels/workbook.xml.rels", document); !found) return found.error();
    std::map<std::string, std::string> targets;
    for (const auto& relation : document.document_element().children())
      targets.emplace(attribute_named(relation, "Id"), resolve("xl/", attribute_named(relation, "Target")));
    return targets;
  }

  Result<void> read_sheet(const pugi::xml_node& node, const std::map<std::string, std::string>& targets, Page& page) {
    if (auto taken = budget_.take_sheet(); !taken) return taken;
    Sheet sheet;
    sheet.name = tidy_text(attribute_named(node, "name"));
    const auto target = targets.find(std::string(attribute_named(node, "id")));
    if (target == targets.end()) return bad_workbook("sheet " + sheet.name + " is named and not there");
    if (target->second.find("chartsheets/") != std::string::npos) return {};
    pugi::xml_document document;
    const auto found = load(target->second, document);
    if (!found) return found.error();
    if (!*found) return bad_workbook("sheet " + sheet.name + " is named and not there");
    if (auto rows = read_rows(document.document_element(), sheet); !rows) return rows;
    merge(document.document_element(), sheet);
    return add_sheet(page, sheet, options_.part, budget_);
  }

  Result<void> read_rows(const pugi::xml_node& worksheet, Sheet& sheet) {
    std::size_t next = 0;
    for (const auto& node : child_named(worksheet, "sheetData").children()) {
      if (!is_named(node, "row")) continue;
      SheetRow row;
      row.number = std::max(next, number_or(attribute_named(node, "r"), next + 1, kMostRow) - 1);
      next = row.number + 1;
      std::size_t column = 0;
      for (const auto& cell_node : node.children()) {
        if (!is_named(cell_node, "c")) continue;
        SheetCell cell;
        const auto place = cell_place(attribute_named(cell_node, "r"));
        cell.column = place ? std::max(column, place->column) : column;
        column = cell.column + 1;
        cell.text = value_of(cell_node);
        if (cell.text.empty()) continue;
        if (auto fits = budget_.check_place(row.number, cell.column); !fits) return fits;
        if (auto taken = budget_.take_cells(1); !taken) return taken;
        if (auto taken = budget_.take_text(cell.text.size()); !taken) return taken;
        row.cells.push_back(std::move(cell));
      }
      if (!row.cells.empty()) sheet.rows.push_back(std::move(row));
    }
    return {};
  }

  std::string value_of(const pugi::xml_node& cell) const {
    const auto type = attribute_named(cell, "t");
    const std::string stored = child_named(cell, "v").text().get();
    if (type == "inlineStr") return text_of(child_named(cell, "is"));
    if (type == "s") {
      const auto index = number_or(stored, strings_.size(), kMostRow);
      return index < strings_.size() ? strings_[index] : "#REF!";
    }
    if (type == "b") return stored == "1" ? "TRUE" : "FALSE";
    if (stored.empty()) {
      const std::string formula = child_named(cell, "f").text().get();
      return formula.empty() || type == "str" ? std::string() : "=" + formula;
    }
    if (type == "str" || type == "e" || type == "d") return stored;
    const auto style = number_or(attribute_named(cell, "s"), 0, kMostRow);
    return shown_number(stored, style < formats_.size() ? formats_[style] : NumberFormat(), counts_from_1904_);
  }

  static void merge(const pugi::xml_node& worksheet, Sheet& sheet) {
    for (const auto& node : child_named(worksheet, "mergeCells").children()) {
      const auto range = attribute_named(node, "ref");
      const auto colon = range.find(':');
      const auto first = cell_place(range.substr(0, colon));
      const auto last = colon == range.npos ? first : cell_place(range.substr(colon + 1));
      if (first && last) merge_cells(sheet, *first, *last);
    }
  }

  ZipArchive& archive_;
  const PageOptions& options_;
  TableLimits limits_;
  Budget budget_;
  std::vector<NumberFormat> formats_;
  std::vector<std::string> strings_;
  bool counts_from_1904_ = false;
};

}  // namespace

Result<Page> decode_xlsx(std::string_view bytes, const PageOptions& options, const TableLimits& limits) {
  const auto containers = load_containers();
  if (!containers) return containers.error();
  const auto archive = (*containers)->open_zip(bytes, limits);
  if (!archive) return archive.error();
  return Workbook(**archive, options, limits).read();
}

}  // namespace calloff::formats
