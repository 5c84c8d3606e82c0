#include "simulator/omx/asns.hpp"

#include <fmt/format.h>

namespace calloff::simulator {
namespace {

using namespace std::chrono_literals;

template <class AnyOrder>
auto* line_of(AnyOrder& order, std::string_view line_id) {
  for (auto& line : order.lines) {
    if (line.line_id == line_id) return &line;
  }
  return static_cast<decltype(order.lines.data())>(nullptr);
}

}  // namespace

int Asn::received() const {
  int sum = 0;
  for (const auto& line : lines) sum += line.received;
  return sum;
}

int Asn::quantity() const {
  int sum = 0;
  for (const auto& line : lines) sum += line.quantity;
  return sum;
}

void AsnBook::seed(const std::vector<Order*>& orders, Instant start) {
  Asn* newest = nullptr;
  for (auto order = orders.rbegin(); order != orders.rend(); ++order) {  // oldest first: numbers rise with time
    Asn asn;
    for (const auto& line : (*order)->lines) {
      if (line.shipped > 0) {
        asn.lines.push_back({line.number, line.line_id, line.part, line.shipped, line.shipped / line.part->pack, ""});
      }
    }
    if (asn.lines.empty()) continue;
    const auto created = china_instant(next_workday((*order)->date), 15h);
    asn.order_number = (*order)->number;
    asn.warehouse = (*order)->lines.front().warehouse;
    asn.supplier_ref = "H" + (*order)->number.substr(3);
    asn.ship_date = page_time(created + 1h);
    asn.eta = page_time(created + 25h);
    asn.carrier = "安顺物流";
    asn.plate = "沪A00000";
    asn.seeded = true;
    auto& kept = add(std::move(asn), created);
    kept.state = "已提交";
    kept.submitted = created;
    kept.due = created + 27h;
    newest = &kept;
  }
  if (!newest) return;
  newest->eta = page_time(china_instant(china_date(start), 16h));
  newest->due = china_instant(china_date(start), 18h);
  receive_what_came(start);
}

std::string_view AsnBook::receive(Asn& asn, const std::map<int, int>& quantities, Instant now) {
  if (asn.state != "已提交" && asn.state != "部分收货") return "ASN状态不允许收货";
  bool whole = true;
  for (auto& line : asn.lines) {
    const auto given = quantities.find(line.line_number);
    if (given != quantities.end())
      line.received = std::min(given->second, line.quantity);
    else if (quantities.empty())
      line.received = line.quantity;
    whole = whole && line.received == line.quantity;
  }
  asn.state = whole ? "已收货" : "部分收货";
  asn.received_at = now;
  return {};
}

void AsnBook::receive_what_came(Instant now) {
  for (auto& asn : asns_) {
    if (!asn.seeded || asn.state != "已提交" || asn.due > now) continue;
    receive(asn, {}, asn.due);
  }
}

Asn& AsnBook::add(Asn draft, Instant now) {
  if (draft.number.empty()) draft.number = fmt::format("ASN{}{:05}", six_digits(china_date(now)), next_++);
  draft.created = now;
  draft.listed_from = now;
  return asns_.emplace_back(std::move(draft));
}

Asn* AsnBook::find(std::string_view number) {
  for (auto& asn : asns_) {
    if (asn.number == number) return &asn;
  }
  return nullptr;
}

std::string_view AsnBook::refusal(const Asn& asn, const Order& order) {
  if (!is_open(order)) return "订单状态不允许发货";
  if (asn.lines.empty()) return "请至少填写一行发货数量";
  for (const auto& line : asn.lines) {
    const auto* ordered = line_of(order, line.line_id);
    if (!ordered) return "订单行不存在";
    if (ordered->closed) return "订单行已关闭";
    if (line.quantity > ordered->open()) return "发货数量超过未发数量";
    if (ordered->warehouse != asn.warehouse) return "不同仓库的订单行不能合并发货";
  }
  return {};
}

void AsnBook::submit(Asn& asn, Order& order, Instant now, std::chrono::milliseconds hidden_for) {
  for (const auto& line : asn.lines) {
    auto* ordered = line_of(order, line.line_id);
    ordered->shipped += line.quantity;
    ordered->backordered = false;
  }
  asn.state = "已提交";
  asn.submitted = now;
  asn.listed_from = now + hidden_for;
}

bool AsnBook::cancel(Asn& asn, Order& order) {
  if (asn.state != "草稿" && asn.state != "已提交") return false;
  if (asn.state == "已提交") {
    for (const auto& line : asn.lines) line_of(order, line.line_id)->shipped -= line.quantity;
  }
  asn.state = "已取消";
  return true;
}

}  // namespace calloff::simulator
