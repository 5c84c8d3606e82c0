#include <algorithm>
#include <tuple>

#include "store/columns.hpp"
#include "store/service_orders.hpp"
#include "store/sheet_rows.hpp"

namespace calloff::store {
namespace {

constexpr std::int64_t kNow = INT64_MAX;

model::ServiceOrderLine line_of(const Row& row, Words& words) {
  model::ServiceOrderLine line;
  line.line_no = words.text(row.integer(9));
  line.warehouse = words.text(row.integer(10));
  line.part_no = words.text(row.integer(13));
  line.part_name = words.text(row.integer(14));
  line.uom = words.text(row.integer(15));
  line.ordered = decimal_of(row.integer(16));
  line.shipped = decimal_of(row.integer(17));
  line.open = decimal_of(row.integer(18));
  line.min_pack = maybe_of(row, 19, decimal_of);
  line.pack_spec = words.text(row.integer(20));
  line.note = words.text(row.integer(21));
  line.due = maybe_of(row, 22, date_of);
  line.state = enum_of<model::OrderState>(words.text(row.integer(23)));
  line.locator = {words.text(row.integer(24)), static_cast<std::uint64_t>(row.integer(25)),
                  static_cast<std::uint64_t>(row.integer(26)), words.text(row.integer(27))};
  return line;
}

OrderRow row_of(const Row& row, Words& words) {
  OrderRow order;
  order.feed = {words.text(row.integer(0)), words.text(row.integer(1)), words.text(row.integer(2))};
  order.order_no = row.text(3);
  order.order_warehouse = words.text(row.integer(4));
  order.type = enum_of<model::OrderType>(words.text(row.integer(5)));
  order.order_state = enum_of<model::OrderState>(words.text(row.integer(6)));
  order.ordered_on = maybe_of(row, 7, date_of);
  order.mapping_version = words.text(row.integer(8));
  order.from_commit = row.integer(11);
  order.to_commit = row.maybe_integer(12);
  order.line = line_of(row, words);
  order.record = record_id(kOrderPrefix, row.integer(28));
  order.document = row.text(29);
  return order;
}

/// condition: on o, v, l, over $2...
std::vector<OrderRow> rows_where(Reader& reader, const std::string& condition, std::vector<Value> values) {
  Words words(reader.session());
  const auto rows = reader.session().query(
      "select o.customer, o.plant, o.feed, o.order_no, v.warehouse, v.type, v.state, v.ordered_on, v.mapping, l.line, "
      "l.warehouse, l.from_seq, l.to_seq, l.part, l.part_name, l.uom, l.ordered, l.shipped, l.open, l.min_pack, "
      "l.pack_spec, l.note, l.due, l.state, l.doc_part, l.byte_from, l.byte_count, l.position, l.record, d.name "
      "from service_order o join order_version v on v.service_order = o.id join order_line l on l.service_order = o.id "
      "join document d on d.id = l.document where v.from_seq <= $1 and (v.to_seq is null or v.to_seq > $1) "
      "and l.from_seq <= $1 and (l.to_seq is null or l.to_seq > $1)" +
          condition,
      values);
  std::vector<OrderRow> found;
  for (const auto& row : rows) found.push_back(row_of(row, words));
  std::ranges::sort(found, {}, [](const OrderRow& row) {
    return std::tuple(row.feed.customer, row.order_no, row.line.line_no.size(), row.line.line_no, row.line.warehouse);
  });
  return found;
}

}  // namespace

std::vector<OrderRow> order_rows(Reader& reader, const OrderFilter& filter) {
  std::vector<Value> values{filter.as_of.value_or(kNow)};
  std::string condition;
  if (!filter.customer.empty()) {
    const auto customer = Words(reader.session()).find(filter.customer);
    if (!customer) return {};
    values.emplace_back(*customer);
    condition += " and o.customer = $" + std::to_string(values.size());
  }
  if (!filter.order_no.empty()) {
    values.emplace_back(filter.order_no);
    condition += " and o.order_no = $" + std::to_string(values.size());
  }
  return rows_where(reader, condition, std::move(values));
}

std::optional<OrderRow> find_order_line(Reader& reader, std::string_view record) {
  const auto column = record_column_of(kOrderPrefix, record);
  if (!column) return std::nullopt;
  const auto known = reader.session().query(
      "select service_order, line, warehouse from order_line where record = $1 order by from_seq desc limit 1",
      {*column});
  if (known.empty()) return std::nullopt;
  auto rows = rows_where(reader, " and o.id = $2 and l.line = $3 and l.warehouse = $4",
                         {kNow, known[0].integer(0), known[0].integer(1), known[0].integer(2)});
  if (rows.empty()) return std::nullopt;
  return std::move(rows[0]);
}

}  // namespace calloff::store
