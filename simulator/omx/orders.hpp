// The service-parts (OES) orders of OMX: a short history at the start, new ones as the clock goes on.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/china_time.hpp"
#include "simulator/parts.hpp"

namespace calloff::simulator {

struct OrderLine {
  int number;           ///< 行号: 10, 20, ...
  std::string line_id;  ///< the portal's own id, in forms
  const Part* part;
  int ordered;
  int shipped = 0;
  LocalDate due;
  bool backordered = false;  ///< short line that stays open
  std::string warehouse{};   ///< 仓库代码
  bool closed = false;       ///< a receipt closed it, short or not
  int open() const { return closed ? 0 : ordered - shipped; }
};

struct Order {
  std::string number;
  std::string_view type;  ///< 常规, 紧急, VOR
  LocalDate date;
  Instant appears;        ///< seen in the query from then on
  std::string warehouse;  ///< 收货仓库 of its first line; the others may go elsewhere
  bool closed = false, cancelled = false;
  std::vector<OrderLine> lines;
};

/// 新建, 部分发货, 已发货, 关闭, 取消
std::string_view state_of(const Order& order);
std::string_view state_of(const Order& order, const OrderLine& line);

/// Closes a line, as the receipt of goods that came another way does. line_id: empty: the first open one
void close_line(Order& order, std::string_view line_id);

/// Can goods still be sent for it?
bool is_open(const Order& order);

/// Two orders a workday, a few minutes after 08:00 and after 13:00; one a day before the start.
class OrderBook {
 public:
  OrderBook(std::uint64_t seed, Instant start);

  /// Everything that has appeared by `now`, newest first.
  std::vector<Order*> all(Instant now);
  Order* find(std::string_view number, Instant now);

  struct Wish {
    std::string_view type = "常规";
    std::string warehouse;           ///< empty: one is thrown
    std::string second_warehouse{};  ///< of every second line; empty: all go to one
    int lines = 2;
  };
  /// A new order that appears at `now`.
  Order& add(const Wish& wish, Instant now);

 private:
  void make_until(LocalDate today);
  Order make(LocalDate date, int index, Instant appears) const;
  void add_history(Order& order, int age_in_workdays) const;

  std::uint64_t seed_;
  LocalDate start_date_, made_until_;
  int added_ = 0;
  std::map<std::string, Order> orders_;  // node-based: pointers stay good
};

}  // namespace calloff::simulator
