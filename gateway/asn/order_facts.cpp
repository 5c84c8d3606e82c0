#include "asn/order_facts.hpp"

#include <algorithm>
#include <set>

#include "asn/progress.hpp"
#include "store/service_orders.hpp"
#include "store/states.hpp"

namespace calloff::asn {
namespace {

/// When the newest good poll of the orders began; none when the newest poll was not a good one.
std::optional<Instant> orders_seen(store::Reader& reader, const std::string& customer, const std::string& feed) {
  std::optional<Instant> seen;
  for (const auto& state : store::feed_states(reader)) {
    if (state.feed.customer != customer || state.feed.feed != feed) continue;
    const bool is_good = state.last_good && state.last_started && *state.last_good >= *state.last_started;
    if (!is_good) return std::nullopt;
    seen = seen ? std::min(*seen, *state.last_started) : *state.last_started;
  }
  return seen;
}

OrderLine order_line(store::OrderRow row) {
  return {std::move(row.record), std::move(row.order_no), std::move(row.line), row.order_state};
}

}  // namespace

OrderFacts read_order_facts(store::Reader& reader, const std::string& customer, const CustomerRules& rules,
                            const std::vector<std::string>& orders, std::string_view except) {
  OrderFacts facts;
  std::vector<Taking> takings;
  std::set<std::string> known;
  for (const auto& order : orders) {
    for (auto& row : store::order_rows(reader, {customer, order, std::nullopt}))
      facts.lines.push_back(order_line(std::move(row)));
    for (auto& asn : store::list_asns(reader, {customer, "", order, std::nullopt})) {
      const auto state = to_state(asn);
      if (state && known.insert(asn.id).second)
        takings.push_back({asn.id, state->phase, state->since, std::move(asn.notice.lines)});
    }
  }
  facts.taken = taken(takings, orders_seen(reader, customer, rules.orders_feed), except);
  return facts;
}

std::vector<std::string> orders_of(store::Reader& reader, DraftRequest& request) {
  std::set<std::string> orders;
  if (!request.order_no.empty()) orders.insert(request.order_no);
  for (auto& line : request.lines) {
    if (line.record.empty()) continue;
    const auto row = store::find_order_line(reader, line.record);
    if (!row || row->feed.customer != request.customer) continue;
    line.record = row->record;
    orders.insert(row->order_no);
  }
  return {orders.begin(), orders.end()};
}

std::vector<std::string> orders_of(const model::ShipNotice& notice) {
  std::set<std::string> orders;
  for (const auto& line : notice.lines) orders.insert(line.order_no);
  return {orders.begin(), orders.end()};
}

}  // namespace calloff::asn
