#include <fmt/format.h>

#include <array>

#include "simulator/html.hpp"
#include "simulator/omx/pages.hpp"

namespace calloff::simulator::omx {
namespace {

constexpr std::size_t kRowsAPage = 10;

const std::vector<std::string> kEntryHeader{"行号",     "零件号", "零件名称", "单位",    "未发数量",
                                            "发货数量", "箱数",   "批次",     "仓库代码"};
constexpr std::size_t kOpenColumn = 4;

const std::vector<std::string> kViewHeader{"行号",     "零件号", "零件名称", "单位",
                                           "发货数量", "箱数",   "批次",     "收货数量"};
constexpr std::size_t kShippedColumn = 4;

const std::vector<std::string> kListHeader{"ASN号", "供应商参考号", "订单号", "收货仓库", "发货日期",
                                           "行数",  "数量合计",     "状态",   "操作"};
constexpr std::size_t kStateColumn = 7;

// The form comes back with what was typed, so that a person mends one field and not all.
std::string typed(const Call& call, std::string_view name, std::size_t index, std::string otherwise) {
  const auto values = call.form.all(name);
  return index < values.size() ? values[index] : otherwise;
}

std::string entry_table(const Call& call, const Order& order) {
  Table table({"id=\"asnEntryTab\"", kEntryHeader, kOpenColumn}, call.quirks);
  std::size_t index = 0;
  for (const auto& line : order.lines) {
    table.row({hidden("lineId[]", line.line_id) + std::to_string(line.number), line.part->number,
               escaped(line.part->name), std::string(line.part->uom), std::to_string(line.open()),
               text_input("shipQty[]", typed(call, "shipQty[]", index, ""), 6),
               text_input("boxes[]", typed(call, "boxes[]", index, ""), 4),
               text_input("lot[]", typed(call, "lot[]", index, ""), 8), line.warehouse});
    ++index;
  }
  return table.html();
}

std::string head_row(std::string_view label, std::string_view value, std::string_view label2, std::string_view value2) {
  return fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\r\n", label, escaped(value), label2,
                     escaped(value2));
}

std::string asn_head(const Asn& asn) {
  return "<table id=\"asnHeadTab\">\r\n" + head_row("ASN号", asn.number, "供应商参考号", asn.supplier_ref) +
         head_row("订单号", asn.order_number, "收货仓库", asn.warehouse) +
         head_row("状态", asn.state, "毛重(kg)", asn.gross_kg) +
         head_row("发货日期", asn.ship_date, "预计到货", asn.eta) +
         head_row("承运商", asn.carrier, "车牌号", asn.plate) +
         head_row("运单号", asn.waybill, "数量合计", std::to_string(asn.quantity())) +
         head_row("创建时间", page_time(asn.created), "提交时间", asn.submitted ? page_time(*asn.submitted) : "") +
         (asn.received_at
              ? head_row("收货时间", page_time(*asn.received_at), "收货数量合计", std::to_string(asn.received()))
              : std::string()) +
         "</table>\r\n";
}

std::string verb_button(std::string_view verb, std::string_view label, const Asn& asn, std::string_view token) {
  return fmt::format(
      "<form name=\"{0}Form\" method=\"post\" action=\"{1}asn/asn.do\" style=\"display:inline\">{2}{3}{4}"
      "<input type=\"submit\" value=\"{5}\"></form>\r\n",
      verb, kRoot, hidden("method", verb), hidden("token", token), hidden("asnNo", asn.number), label);
}

std::string asn_query_form(const Call& call, std::string_view token, const DateRange& range) {
  const auto& form = call.form;
  const auto day = [](const std::optional<LocalDate>& date) { return date ? to_string(*date) : std::string(); };
  return fmt::format(
      "<form name=\"asnQueryForm\" method=\"post\" action=\"{}asn/asnQuery.do\">\r\n{}{}\r\n"
      "ASN号 {} 供应商参考号 {} 订单号 {} 发货日期 {} 至 {} <input type=\"submit\" value=\"查询\">\r\n</form>\r\n",
      kRoot, hidden("token", token), hidden("pageNo", "1"), text_input("asnNo", form.get("asnNo")),
      text_input("supplierRef", form.get("supplierRef")), text_input("orderNo", form.get("orderNo")),
      text_input("dateFrom", day(range.from), 10), text_input("dateTo", day(range.to), 10));
}

}  // namespace

Response asn_form_page(const Call& call, std::string_view token, const Order& order, std::string_view result) {
  const auto field = [&](std::string_view label, std::string_view name, int size = 14) {
    return fmt::format("<td>{}</td><td>{}</td>", label, text_input(name, call.form.get(name), size));
  };
  return gbk_page(
      "发货通知录入", {},
      fmt::format(
          "<div class=\"titleBar\">发货通知录入</div>\r\n<div id=\"result\" class=\"msg\">{}</div>\r\n"
          "<form name=\"asnForm\" method=\"post\" action=\"{}asn/asn.do\">\r\n{}{}{}\r\n<table class=\"plain\">\r\n"
          "<tr>{}{}</tr>\r\n<tr>{}{}</tr>\r\n<tr>{}{}</tr>\r\n<tr>{}{}</tr>\r\n</table>\r\n"
          "<p>订单号 {} 收货仓库 {}　日期格式 yyyy-MM-dd HH:mm　ASN号留空则自动生成</p>\r\n{}"
          "<p><input type=\"submit\" value=\"保存\"></p>\r\n</form>",
          result, kRoot, hidden("method", "save"), hidden("token", token), hidden("orderNo", order.number),
          field("ASN号", "asnNo"), field("供应商参考号", "supplierRef", 20), field("发货日期", "shipDate", 18),
          field("预计到货", "eta", 18), field("承运商", "carrier"), field("车牌号", "plateNo"),
          field("运单号", "waybill"), field("毛重(kg)", "grossKg", 8), order.number, order.warehouse,
          entry_table(call, order)));
}

Response asn_view_page(const Call& call, std::string_view token, const Asn& asn, std::string_view result) {
  Table table({"id=\"asnLineTab\"", kViewHeader, kShippedColumn}, call.quirks);
  for (const auto& line : asn.lines) {
    table.row({std::to_string(line.line_number), line.part->number, escaped(line.part->name),
               std::string(line.part->uom), std::to_string(line.quantity), line.boxes ? std::to_string(line.boxes) : "",
               escaped(line.lot), asn.received_at ? std::to_string(line.received) : ""});
  }
  std::string buttons;
  if (asn.state == "草稿") buttons += verb_button("submit", "提交", asn, token);
  if (asn.state == "草稿" || asn.state == "已提交") buttons += verb_button("cancel", "取消", asn, token);
  return gbk_page(
      "发货通知", {},
      fmt::format(
          "<div class=\"titleBar\">发货通知</div>\r\n<div id=\"result\" class=\"msg\">{0}</div>\r\n{1}<br>\r\n{2}{3}"
          "<p><a href=\"{5}asn/asn.do?method=label&amp;asnNo={4}\">标签 PDF</a> "
          "<a href=\"{5}asn/asnQuery.do\">发货通知查询</a></p>",
          result, asn_head(asn), table.html(), buttons, escaped(asn.number), kRoot));
}

bool asn_matches(const Call& call, const DateRange& range, const Asn& asn) {
  const auto unasked_or = [&](std::string_view name, std::string_view value) {
    const auto asked = call.form.get(name);
    return asked.empty() || asked == value;
  };
  const auto ship_date = parse_date(std::string_view(asn.ship_date).substr(0, 10));
  return unasked_or("asnNo", asn.number) && unasked_or("supplierRef", asn.supplier_ref) &&
         unasked_or("orderNo", asn.order_number) && ship_date.has_value() && in_range(range, *ship_date);
}

Response asn_query_page(const Call& call, std::string_view token, const std::vector<const Asn*>* asns,
                        std::string_view message) {
  std::string body =
      fmt::format("<div class=\"titleBar\">发货通知查询</div>\r\n<div id=\"result\" class=\"msg\">{}</div>\r\n{}",
                  message, asn_query_form(call, token, date_range(call, 30, true)));
  if (asns) {
    const std::vector<const Asn*> none;
    const auto& shown = call.quirks.empty == EmptyList::no ? *asns : none;
    const auto cut = cut_page(shown.size(), kRowsAPage, call.form.get("pageNo"));
    Table table({"id=\"asnListTab\"", kListHeader, kStateColumn}, call.quirks);
    for (auto i = cut.first; i < cut.last; ++i) {
      const auto& asn = *shown[i];
      table.row(
          {escaped(asn.number), escaped(asn.supplier_ref), asn.order_number, asn.warehouse, asn.ship_date,
           std::to_string(asn.lines.size()), std::to_string(asn.quantity()), std::string(asn.state),
           fmt::format("<a href=\"{}asn/asn.do?method=view&amp;asnNo={}\">查看</a>", kRoot, escaped(asn.number))});
    }
    body += table.html({}, kNoRecords) + page_links("asnQueryForm", shown.size(), cut);
  }
  return gbk_page("发货通知查询", kPageLinkScript, body);
}

}  // namespace calloff::simulator::omx
