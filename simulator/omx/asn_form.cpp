#include <algorithm>
#include <charconv>

#include "simulator/omx/pages.hpp"

namespace calloff::simulator::omx {
namespace {

constexpr std::size_t kNumberLength = 20, kReferenceLength = 35;

bool is_number_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-'; });
}

/// A whole number of zero or more; empty counts as zero, anything else is nothing.
std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  if (text.empty()) return value;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= 0 ? std::optional(value) : std::nullopt;
}

std::string_view head_complaint(const Asn& asn) {
  if (asn.number.size() > kNumberLength || !is_number_text(asn.number)) return "ASN号格式错误";
  if (asn.supplier_ref.empty()) return "供应商参考号不能为空";
  if (asn.supplier_ref.size() > kReferenceLength) return "供应商参考号过长";
  const auto shipped = parse_local_time(asn.ship_date);
  if (!shipped) return "发货日期格式错误";
  if (!asn.eta.empty()) {
    const auto eta = parse_local_time(asn.eta);
    if (!eta) return "预计到货格式错误";
    if (*eta < *shipped) return "预计到货不能早于发货日期";
  }
  if (asn.gross_kg.find_first_not_of("0123456789.") != std::string::npos) return "毛重格式错误";
  return {};
}

std::string_view read_lines(const Call& call, const Order& order, Asn& asn) {
  const auto ids = call.form.all("lineId[]"), quantities = call.form.all("shipQty[]");
  const auto boxes = call.form.all("boxes[]"), lots = call.form.all("lot[]");
  if (ids.size() != quantities.size()) return "数据错误";
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto quantity = whole_number(quantities[i]);
    const auto box_count = whole_number(i < boxes.size() ? boxes[i] : std::string());
    if (!quantity || !box_count) return "数量格式错误";
    if (*quantity == 0) continue;
    const auto line =
        std::find_if(order.lines.begin(), order.lines.end(), [&](auto& each) { return each.line_id == ids[i]; });
    if (line == order.lines.end()) return "订单行不存在";
    const auto twice = [&](const AsnLine& other) { return other.line_id == ids[i]; };
    if (std::any_of(asn.lines.begin(), asn.lines.end(), twice)) return "订单行重复";
    asn.lines.push_back(
        {line->number, line->line_id, line->part, *quantity, *box_count, i < lots.size() ? lots[i] : ""});
  }
  return {};
}

}  // namespace

AsnEntry read_asn_form(const Call& call, const Order& order) {
  const auto& form = call.form;
  AsnEntry entry;
  auto& asn = entry.asn;
  asn.number = form.get("asnNo");
  asn.supplier_ref = form.get("supplierRef");
  asn.order_number = order.number;
  asn.warehouse = order.warehouse;
  asn.ship_date = form.get("shipDate");
  asn.eta = form.get("eta");
  asn.carrier = form.get("carrier");
  asn.plate = form.get("plateNo");
  asn.waybill = form.get("waybill");
  asn.gross_kg = form.get("grossKg");
  entry.complaint = head_complaint(asn);
  if (entry.complaint.empty()) entry.complaint = read_lines(call, order, asn);
  for (const auto& line : order.lines) {
    if (!asn.lines.empty() && line.line_id == asn.lines.front().line_id) asn.warehouse = line.warehouse;
  }
  return entry;
}

}  // namespace calloff::simulator::omx
