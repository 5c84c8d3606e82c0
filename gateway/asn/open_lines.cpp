#include "asn/open_lines.hpp"

#include <algorithm>

#include "base/checked_sum.hpp"

namespace calloff::asn {
namespace {

/// What is taken beyond counting leaves nothing of the line.
constexpr Decimal kAll{999'999'999'999'999'999};

bool is_counted_by_customer(const Taking& asn, std::optional<Instant> orders_seen) {
  const bool is_there = asn.phase == Phase::accepted || asn.phase == Phase::goods_received;
  return is_there && orders_seen && asn.since < *orders_seen;
}

}  // namespace

std::string line_key(std::string_view order_no, std::string_view line_no) {
  return std::string(order_no) + "/" + std::string(line_no);
}

const OrderLine* find_line(const OrderLines& lines, std::string_view order_no, std::string_view line_no) {
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const OrderLine& line) {
    return line.order_no == order_no && line.line.line_no == line_no;
  });
  return found == lines.end() ? nullptr : &*found;
}

bool is_open(const OrderLine& line) {
  const auto ships = [](model::OrderState state) {
    return state == model::OrderState::open || state == model::OrderState::partly_shipped;
  };
  return ships(line.order_state) && ships(line.line.state) && line.line.open > Decimal{};
}

TakenByLine taken(const std::vector<Taking>& asns, std::optional<Instant> orders_seen, std::string_view except) {
  TakenByLine sums;
  for (const auto& asn : asns) {
    if (asn.asn == except || !reserves(asn.phase) || is_counted_by_customer(asn, orders_seen)) continue;
    for (const auto& line : asn.lines) {
      auto& sum = sums[line_key(line.order_no, line.line_no)];
      sum.qty = checked_sum(sum.qty, line.qty).value_or(kAll);
      sum.asns.push_back(asn.asn);
      if (asn.phase == Phase::unknown) sum.unknown_asn = asn.asn;
    }
  }
  return sums;
}

Decimal available(const OrderLine& line, const TakenByLine& taken) {
  const auto found = taken.find(line_key(line.order_no, line.line.line_no));
  const auto left = found == taken.end() ? line.line.open : line.line.open - found->second.qty;
  return std::max(left, Decimal{});
}

}  // namespace calloff::asn
