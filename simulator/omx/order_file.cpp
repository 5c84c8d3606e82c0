#include "simulator/omx/order_file.hpp"

#include <fmt/format.h>

#include "simulator/files/workbook.hpp"
#include "simulator/omx/pages.hpp"

namespace calloff::simulator::omx {
namespace {

Grid grid_of(std::string attributes, std::size_t header_rows, const std::vector<Cells>& rows) {
  Grid grid{std::move(attributes), header_rows, {}};
  for (const auto& cells : rows) {
    auto& row = grid.rows.emplace_back();
    for (const auto& text : cells) row.push_back({text});
  }
  return grid;
}

files::Worksheet worksheet(const Order& order) {
  return {"订单行",
          {grid_of("id=\"orderHeadTab\"", 0, order_head_cells(order)),
           grid_of("id=\"orderLineTab\"", 1, order_line_cells(order))}};
}

std::string bytes_of(const Call& call, const Order& order) {
  const auto html = [&] { return order_tables_page(call, order).body; };
  switch (call.quirks.file) {
    case FileShape::mhtml:
      return files::mhtml(html(), "gb2312");
    case FileShape::tab_text:
      return files::tab_text(worksheet(order), Charset::gbk);
    case FileShape::xml_2003:
      return files::xml_2003(worksheet(order));
    case FileShape::biff8:
      return files::biff8(worksheet(order));
    case FileShape::xlsx:
      return files::xlsx(worksheet(order));
    default:
      return html();
  }
}

}  // namespace

Response order_file(const Call& call, const Order& order) {
  auto file = answer(200, "application/vnd.ms-excel;charset=GBK", bytes_of(call, order));
  file.headers.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}.xls\"", order.number));
  return file;
}

}  // namespace calloff::simulator::omx
