#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "simulator/html.hpp"
#include "simulator/omx/pages.hpp"

namespace calloff::simulator::omx {
namespace {

constexpr std::size_t kRowsAPage = 10;
constexpr int kLongestRange = 90;

const std::vector<std::string> kOrderHeader{"订单号", "订单类型", "下单日期", "收货仓库", "行数", "状态", "操作"};
constexpr std::size_t kStateColumn = 5;

const std::vector<std::string> kLineHeader{"行号",     "零件号",   "零件名称", "单位",     "订购数量",
                                           "已发数量", "未发数量", "最小包装", "包装要求", "要求到货日",
                                           "仓库代码", "状态",     "备注"};
constexpr std::size_t kOrderedColumn = 4;

struct StateCode {
  std::string_view code, state;
};
constexpr std::array kStates{StateCode{"10", "新建"}, StateCode{"20", "部分发货"}, StateCode{"30", "已发货"},
                             StateCode{"40", "关闭"}, StateCode{"90", "取消"}};

std::string state_select(std::string_view chosen) {
  std::string html = "<select name=\"status\"><option value=\"\">全部</option>";
  for (const auto& [code, state] : kStates) {
    html += fmt::format("<option value=\"{}\"{}>{}</option>", code, code == chosen ? " selected" : "", state);
  }
  return html + "</select>";
}

std::string query_form(const Call& call, std::string_view token, const DateRange& range) {
  const auto& form = call.form;
  const auto day = [](const std::optional<LocalDate>& date) { return date ? to_string(*date) : std::string(); };
  return fmt::format(
      "<form name=\"queryForm\" method=\"post\" action=\"{}order/orderQuery.do\">\r\n{}{}\r\n"
      "订单号 {} 下单日期 {} 至 {} 状态 {} 仓库 {} 零件号 {} <input type=\"submit\" value=\"查询\">\r\n</form>\r\n",
      kRoot, hidden("token", token), hidden("pageNo", "1"), text_input("orderNo", form.get("orderNo")),
      text_input("dateFrom", day(range.from), 10), text_input("dateTo", day(range.to), 10),
      state_select(form.get("status")), text_input("whCode", form.get("whCode"), 8),
      text_input("partNo", form.get("partNo"), 10));
}

std::string order_table(const Call& call, const std::vector<Order*>& orders, const PageCut& cut) {
  Table table({"id=\"orderListTab\"", kOrderHeader, kStateColumn}, call.quirks);
  for (auto i = cut.first; i < cut.last; ++i) {
    const auto& order = *orders[i];
    table.row(
        {order.number, std::string(order.type), to_string(order.date), order.warehouse,
         std::to_string(order.lines.size()), std::string(state_of(order)),
         fmt::format("<a href=\"{}order/orderLine.do?method=list&amp;orderNo={}\">订单行</a>", kRoot, order.number)});
  }
  return table.html({}, kNoRecords);
}

std::string order_head(const Order& order) {
  std::string html = "<table id=\"orderHeadTab\">\r\n";
  for (const auto& cells : order_head_cells(order)) {
    html += "<tr>";
    for (const auto& cell : cells) html += fmt::format("<td>{}</td>", escaped(cell));
    html += "</tr>\r\n";
  }
  return html + "</table><br>\r\n";
}

std::string line_table(const Call& call, const Order& order) {
  auto rows = order_line_cells(order);
  Table table({"id=\"orderLineTab\"", rows.front(), kOrderedColumn}, call.quirks);
  for (auto cells = rows.begin() + 1; cells != rows.end(); ++cells) {
    for (auto& cell : *cells) cell = escaped(cell);
    table.row(std::move(*cells));
  }
  return table.html({}, kNoRecords);
}

}  // namespace

Response result_page(std::string_view sentence) {
  return gbk_page(
      "售后订单系统", {},
      fmt::format("<div id=\"result\" class=\"msg\">{}</div>\r\n<p><a href=\"javascript:history.back();\">返回</a></p>",
                  sentence));
}

Response main_frameset(std::string_view script) {
  return gbk_page("售后订单系统 OMX", script,
                  fmt::format("<frameset cols=\"160,*\">\r\n<frame name=\"menuFrame\" src=\"{0}core/menu.jsp\">\r\n"
                              "<frame name=\"mainFrame\" src=\"{0}core/welcome.jsp\">\r\n</frameset>",
                              kRoot));
}

Response menu_page() {
  return gbk_page("菜单", {},
                  fmt::format("<p><a href=\"{0}order/orderQuery.do\" target=\"mainFrame\">订单查询</a></p>\r\n"
                              "<p><a href=\"{0}asn/asnQuery.do\" target=\"mainFrame\">发货通知查询</a></p>\r\n"
                              "<hr><p><a href=\"{0}core/logout.do\" target=\"_top\">退出</a></p>",
                              kRoot));
}

Response welcome_page() { return gbk_page("欢迎", {}, "<p>欢迎使用售后订单系统。请从左侧菜单选择功能。</p>"); }

DateRange date_range(const Call& call, int default_days, bool unlimited) {
  DateRange range;
  const auto read = [&](std::string_view name, std::optional<LocalDate>& date) {
    const auto text = call.form.get(name);
    if (text.empty()) return;
    if (const auto parsed = parse_date(text))
      date = *parsed;
    else
      range.complaint = "日期格式错误";
  };
  read("dateFrom", range.from);
  read("dateTo", range.to);
  if (!range.complaint.empty() || (unlimited && !range.from && !range.to)) return range;
  if (!range.to) range.to = china_date(call.now);
  if (!range.from) range.from = add_days(*range.to, -default_days);
  const auto length = std::chrono::sys_days(*range.to) - std::chrono::sys_days(*range.from);
  if (length < std::chrono::days(0)) range.complaint = "开始日期不能晚于结束日期";
  if (length > std::chrono::days(kLongestRange)) range.complaint = "查询日期范围不能超过90天";
  return range;
}

bool in_range(const DateRange& range, LocalDate date) {
  return (!range.from || date >= *range.from) && (!range.to || date <= *range.to);
}

bool order_matches(const Call& call, const DateRange& range, const Order& order) {
  const auto& form = call.form;
  const auto unasked_or = [&](std::string_view name, std::string_view value) {
    const auto asked = form.get(name);
    return asked.empty() || asked == value;
  };
  std::string_view code;
  for (const auto& row : kStates) {
    if (row.state == state_of(order)) code = row.code;
  }
  const auto part = form.get("partNo");
  const bool has_part = part.empty() || std::any_of(order.lines.begin(), order.lines.end(),
                                                    [&](const OrderLine& line) { return line.part->number == part; });
  return unasked_or("orderNo", order.number) && unasked_or("whCode", order.warehouse) && unasked_or("status", code) &&
         has_part && in_range(range, order.date);
}

Response order_query_page(const Call& call, std::string_view token, const std::vector<Order*>* orders,
                          std::string_view message) {
  const auto range = date_range(call, 30, orders && !call.form.get("orderNo").empty());
  std::string body =
      fmt::format("<div class=\"titleBar\">订单查询</div>\r\n<div id=\"result\" class=\"msg\">{}</div>\r\n{}", message,
                  query_form(call, token, range));
  if (orders) {
    const std::vector<Order*> none;
    const auto& shown = call.quirks.empty == EmptyList::no ? *orders : none;
    const auto cut = cut_page(shown.size(), kRowsAPage, call.form.get("pageNo"));
    body += order_table(call, shown, cut) + page_links("queryForm", shown.size(), cut);
  }
  return gbk_page("订单查询", kPageLinkScript, body);
}

Response order_lines_page(const Call& call, const Order& order) {
  const auto make_asn =
      is_open(order)
          ? fmt::format("<a href=\"{}asn/asn.do?method=init&amp;orderNo={}\">创建发货通知</a> ", kRoot, order.number)
          : std::string();
  return gbk_page(
      "订单行", {},
      fmt::format("<div class=\"titleBar\">订单行</div>\r\n{0}{1}"
                  "<p>{2}<a href=\"{3}order/orderLine.do?method=export&amp;orderNo={4}\">导出</a> "
                  "<a href=\"{3}asn/asnQuery.do\">发货通知查询</a> <a href=\"javascript:history.back();\">返回</a></p>",
                  order_head(order), line_table(call, order), make_asn, kRoot, order.number));
}

std::vector<Cells> order_head_cells(const Order& order) {
  return {{"订单号", order.number, "订单类型", std::string(order.type)},
          {"下单日期", to_string(order.date), "收货仓库", order.warehouse},
          {"状态", std::string(state_of(order)), "行数", std::to_string(order.lines.size())}};
}

std::vector<Cells> order_line_cells(const Order& order) {
  std::vector<Cells> rows{kLineHeader};
  for (const auto& line : order.lines) {
    const auto& part = *line.part;
    rows.push_back({std::to_string(line.number), part.number, part.name, std::string(part.uom),
                    std::to_string(line.ordered), std::to_string(line.shipped), std::to_string(line.open()),
                    std::to_string(part.pack), "单件包装加售后标签", to_string(line.due), line.warehouse,
                    std::string(state_of(order, line)), line.backordered ? "缺货" : ""});
  }
  return rows;
}

Response order_tables_page(const Call& call, const Order& order) {
  return gbk_page("订单行", {}, order_head(order) + line_table(call, order));
}

}  // namespace calloff::simulator::omx
