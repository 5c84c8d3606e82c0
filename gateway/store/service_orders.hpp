// Service-parts orders, interval-versioned like delivery schedules.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/records.hpp"
#include "store/delivery_schedules.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// errors: quarantine store/line_twice (order, line)
Result<PutCounts> put_service_order(Writer& writer, const model::ServiceOrder& order, std::int64_t commit);

struct OrderRow {
  std::string record;
  FeedKey feed;
  std::string order_no, order_warehouse;
  model::OrderType type = model::OrderType::stock;
  model::OrderState order_state = model::OrderState::open;
  std::optional<LocalDate> ordered_on;
  model::ServiceOrderLine line;
  std::string document, mapping_version;
  std::int64_t from_commit = 0;
  std::optional<std::int64_t> to_commit;
};

/// Empty fields: all.
struct OrderFilter {
  std::string customer, order_no;
  std::optional<std::int64_t> as_of;
};
/// In order of customer, order, line.
std::vector<OrderRow> order_rows(Reader& reader, const OrderFilter& filter);

/// The line as it now stands whose record id, of this or an earlier version, is `record`.
std::optional<OrderRow> find_order_line(Reader& reader, std::string_view record);

}  // namespace calloff::store
