#include "present/freshness.hpp"
#include "present/views.hpp"
#include "store/service_orders.hpp"

namespace calloff::present {
namespace {

const std::vector<Column> kColumns{{"customer", "CUSTOMER"},
                                   {"order_no", "ORDER"},
                                   {"line_no", "LINE", true},
                                   {"warehouse", "WAREHOUSE"},
                                   {"part_no", "PART"},
                                   {"qty_ordered", "ORDERED", true},
                                   {"qty_shipped", "SHIPPED", true},
                                   {"qty_open", "OPEN", true},
                                   {"uom", "UOM"},
                                   {"due", "DUE"},
                                   {"status", "STATUS"},
                                   {"record", "RECORD"}};

}  // namespace

Listing oes_view(const ViewOf& of, bool is_open_only) {
  Listing listing{kColumns, {}};
  for (const auto& row : store::order_rows(of.reader, {})) {
    if (!of.actor.scope.covers(row.feed.customer, row.feed.plant)) continue;
    const auto& line = row.line;
    const bool is_open =
        line.open > Decimal{} && line.state != model::OrderState::cancelled && line.state != model::OrderState::closed;
    if (is_open_only && !is_open) continue;
    auto value = Value::object();
    value.add("customer", row.feed.customer)
        .add("order_no", row.order_no)
        .add("line_no", line.line_no)
        .add("warehouse", line.warehouse.empty() ? row.order_warehouse : line.warehouse)
        .add("part_no", line.part_no)
        .add("qty_ordered", to_string(line.ordered))
        .add("qty_shipped", to_string(line.shipped))
        .add("qty_open", to_string(line.open))
        .add("uom", line.uom)
        .add("due", line.due ? Value(to_string(*line.due)) : Value())
        .add("status", model::to_string(line.state))
        .add("record", row.record);
    listing.rows.push_back(std::move(value));
  }
  std::vector<FeedAge> ages;
  for (const auto* feed : feeds_of(of, mapping::RecordKind::service_order, {}, {}, {}))
    ages.push_back(feed_age(of, *feed));
  listing.notes = stale_notes(of, ages);
  return listing;
}

}  // namespace calloff::present
