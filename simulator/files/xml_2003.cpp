#include <fmt/format.h>

#include "simulator/files/workbook.hpp"
#include "simulator/html.hpp"

namespace calloff::simulator::files {
namespace {

std::string cell_of(const PlacedCell& cell, std::size_t expected_column) {
  std::string xml = "<Cell";
  if (cell.column != expected_column) xml += fmt::format(" ss:Index=\"{}\"", cell.column + 1);
  if (cell.columns > 1) xml += fmt::format(" ss:MergeAcross=\"{}\"", cell.columns - 1);
  if (cell.rows > 1) xml += fmt::format(" ss:MergeDown=\"{}\"", cell.rows - 1);
  return xml + fmt::format("><Data ss:Type=\"{}\">{}</Data></Cell>", cell.is_number ? "Number" : "String",
                           escaped(cell.text));
}

}  // namespace

std::string xml_2003(const Worksheet& sheet) {
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<?mso-application progid=\"Excel.Sheet\"?>\r\n"
      "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"\r\n"
      " xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\r\n<Worksheet ss:Name=\"{}\">\r\n<Table>\r\n",
      escaped(sheet.name));
  std::size_t row = 0, column = 0;
  bool is_open = false;
  for (const auto& cell : placed(sheet)) {
    if (!is_open || cell.row != row) {
      if (is_open) xml += "</Row>\r\n";
      const auto expected = is_open ? row + 1 : 0;
      xml += cell.row == expected ? std::string("<Row>") : fmt::format("<Row ss:Index=\"{}\">", cell.row + 1);
      is_open = true;
      row = cell.row;
      column = 0;
    }
    xml += cell_of(cell, column);
    column = cell.column + cell.columns;
  }
  if (is_open) xml += "</Row>\r\n";
  return xml + "</Table>\r\n</Worksheet>\r\n</Workbook>\r\n";
}

}  // namespace calloff::simulator::files
