// The ASNs (发货通知) that OMX holds: the truth that a gateway's own books are compared with.
#pragma once
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/omx/orders.hpp"

namespace calloff::simulator {

struct AsnLine {
  int line_number;
  std::string line_id;
  const Part* part;
  int quantity;
  int boxes;
  std::string lot;
  int received = 0;
};

struct Asn {
  std::string number;
  std::string supplier_ref, order_number, warehouse;
  std::string ship_date, eta;  ///< `2026-03-11 14:00`, as typed
  std::string carrier, plate, waybill, gross_kg;
  std::string_view state = "草稿";  ///< 草稿, 已提交, 部分收货, 已收货, 已取消
  std::vector<AsnLine> lines;
  Instant created;
  std::optional<Instant> submitted;
  Instant due{};        ///< of the history: received then, if it was still under way
  Instant listed_from;  ///< the query shows it from then on
  bool seeded = false;  ///< of the world's history, not made by anybody since the start
  std::optional<Instant> received_at;
  int quantity() const;
  int received() const;
};

class AsnBook {
 public:
  /// One received ASN for every shipped order of the history that `orders` shows; the newest one is still under way.
  void seed(const std::vector<Order*>& orders, Instant start);

  /// Keeps a new draft; gives it a number if it has none.
  Asn& add(Asn draft, Instant now);
  Asn* find(std::string_view number);
  const std::deque<Asn>& all() const { return asns_; }

  /// Why this ASN may not be sent: the portal's sentence; empty if it may. Drafts reserve nothing.
  static std::string_view refusal(const Asn& asn, const Order& order);

  /// Submits: raises 已发数量 of the order's lines.
  static void submit(Asn& asn, Order& order, Instant now, std::chrono::milliseconds hidden_for);

  /// Takes a draft or submitted ASN back; a received one stays. Returns whether it was taken back.
  static bool cancel(Asn& asn, Order& order);

  /// Books a receipt of a submitted ASN: 已收货 when every line has come whole, else 部分收货.
  /// quantities: received so far by line number; a line that is not named keeps what it has; empty: everything came
  /// returns:    why not; empty when it is done
  static std::string_view receive(Asn& asn, const std::map<int, int>& quantities, Instant now);

  /// Goods of the history that were under way at the start are received two hours after they were expected.
  void receive_what_came(Instant now);

 private:
  std::deque<Asn> asns_;  // grows at the end only: references stay good
  int next_ = 1;
};

}  // namespace calloff::simulator
