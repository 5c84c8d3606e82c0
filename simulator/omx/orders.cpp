#include "simulator/omx/orders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "simulator/dice.hpp"

namespace calloff::simulator {
namespace {

using namespace std::chrono_literals;

constexpr int kHistoryDays = 20;
constexpr int kNewDays = 3;  // the last workdays before the start whose orders are still untouched
constexpr int kAddedFrom = 50;
constexpr std::array<std::string_view, 3> kWarehouses{"PDC-SH", "PDC-YT", "PDC-WH"};

}  // namespace

std::string_view state_of(const Order& order) {
  if (order.cancelled) return "取消";
  if (order.closed) return "关闭";
  const auto shipped = [](const OrderLine& line) { return line.shipped > 0; };
  const auto closed = [](const OrderLine& line) { return line.closed; };
  if (std::all_of(order.lines.begin(), order.lines.end(), closed)) return "关闭";
  const auto done = [](const OrderLine& line) { return line.open() == 0; };
  if (std::all_of(order.lines.begin(), order.lines.end(), done)) return "已发货";
  return std::any_of(order.lines.begin(), order.lines.end(), shipped) ? "部分发货" : "新建";
}

std::string_view state_of(const Order& order, const OrderLine& line) {
  if (order.cancelled) return "取消";
  if (order.closed || line.closed) return "关闭";
  if (line.open() == 0) return "已发货";
  if (line.backordered) return "缺货待补";
  return line.shipped > 0 ? "部分发货" : "未发货";
}

void close_line(Order& order, std::string_view line_id) {
  const auto line = std::find_if(order.lines.begin(), order.lines.end(), [&](const OrderLine& each) {
    return line_id.empty() ? each.open() > 0 : each.line_id == line_id;
  });
  if (line != order.lines.end()) line->closed = true;
}

bool is_open(const Order& order) { return state_of(order) == "新建" || state_of(order) == "部分发货"; }

namespace {

/// second: where every second line goes; empty: all lines go where the first does
void spread(Order& order, std::string_view second) {
  bool other = false;
  for (auto& line : order.lines) {
    line.warehouse = other && !second.empty() ? std::string(second) : order.warehouse;
    other = !other;
  }
}

}  // namespace

OrderBook::OrderBook(std::uint64_t seed, Instant start)
    : seed_(seed), start_date_(china_date(start)), made_until_(add_days(start_date_, -kHistoryDays - 1)) {}

Order OrderBook::make(LocalDate date, int index, Instant appears) const {
  Dice dice(seed_, fmt::format("order/{}/{}", to_string(date), index));
  Order order;
  order.number = fmt::format("OES{}{:03}", six_digits(date), index + 1);
  order.type = dice.chance(70) ? "常规" : dice.chance(70) ? "紧急" : "VOR";
  order.date = date;
  order.appears = appears;
  order.warehouse = kWarehouses[static_cast<std::size_t>(dice.between(0, 2))];
  const int lines = dice.between(1, 5);
  for (int i = 0; i < lines; ++i) {
    // Steps of seven through the catalogue: no part twice in an order.
    const auto& part = parts()[static_cast<std::size_t>(dice.between(0, 6) + 7 * i) % parts().size()];
    OrderLine line{10 * (i + 1), fmt::format("7{:04}{:02}{:02}", day_number(date), index, i + 1), &part, 0, 0, {},
                   false};
    line.ordered = part.pack * dice.between(1, 8);
    line.due = workday_from(add_days(date, order.type == "常规" ? 10 : 3));
    order.lines.push_back(std::move(line));
  }
  // Some orders of the afternoon are for two warehouses at once.
  Dice split(seed_, "warehouses/" + order.number);
  const bool two = index == 1 && lines > 1 && split.chance(40);
  spread(order, two ? kWarehouses[static_cast<std::size_t>(split.between(0, 2))] : std::string_view());
  return order;
}

void OrderBook::add_history(Order& order, int age_in_workdays) const {
  if (age_in_workdays <= kNewDays) return;
  Dice dice(seed_, "history/" + order.number);
  if (dice.chance(10)) {
    order.cancelled = true;
    return;
  }
  const bool partly = dice.chance(30);
  for (auto& line : order.lines) line.shipped = line.ordered;
  if (partly) {
    auto& last = order.lines.back();
    last.shipped = last.part->pack * (last.ordered / last.part->pack / 2);
    last.backordered = true;
  } else {
    order.closed = age_in_workdays > 10;
  }
}

void OrderBook::make_until(LocalDate today) {
  while (made_until_ < today) {
    made_until_ = add_days(made_until_, 1);
    if (!is_workday(made_until_)) continue;
    const bool history = made_until_ < start_date_;
    Dice dice(seed_, "order times/" + to_string(made_until_));
    for (const auto hour : {8h, 13h}) {
      const auto appears = china_instant(made_until_, hour + std::chrono::minutes(dice.between(3, 12)));
      auto order = make(made_until_, hour == 8h ? 0 : 1, appears);
      int age = 0;
      for (auto day = made_until_; day < start_date_; day = next_workday(day)) ++age;
      if (history) add_history(order, age);
      orders_.emplace(order.number, std::move(order));
      if (history) break;  // one a day is enough of the past
    }
  }
}

std::vector<Order*> OrderBook::all(Instant now) {
  make_until(china_date(now));
  std::vector<Order*> found;
  for (auto& [number, order] : orders_) {
    if (order.appears <= now) found.push_back(&order);
  }
  std::sort(found.begin(), found.end(), [](const Order* a, const Order* b) { return a->number > b->number; });
  return found;
}

Order* OrderBook::find(std::string_view number, Instant now) {
  make_until(china_date(now));
  const auto found = orders_.find(std::string(number));
  return found != orders_.end() && found->second.appears <= now ? &found->second : nullptr;
}

Order& OrderBook::add(const Wish& wish, Instant now) {
  make_until(china_date(now));
  auto order = make(china_date(now), kAddedFrom + added_++, now);
  order.type = wish.type;
  if (!wish.warehouse.empty()) order.warehouse = wish.warehouse;
  while (static_cast<int>(order.lines.size()) > wish.lines) order.lines.pop_back();
  for (int i = static_cast<int>(order.lines.size()); i < wish.lines; ++i) {
    const auto& part = parts()[static_cast<std::size_t>(7 * i + 3) % parts().size()];
    order.lines.push_back({10 * (i + 1),
                           fmt::format("7{:04}{:02}{:02}", day_number(order.date), kAddedFrom + added_ - 1, i + 1),
                           &part, part.pack * 4, 0, workday_from(add_days(order.date, 10)), false});
  }
  spread(order, wish.second_warehouse);
  return orders_.emplace(order.number, std::move(order)).first->second;
}

}  // namespace calloff::simulator
