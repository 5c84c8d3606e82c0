#include "store/service_orders.hpp"

#include <set>

#include "base/hash.hpp"
#include "store/columns.hpp"
#include "store/intervals.hpp"
#include "store/sheet_rows.hpp"

namespace calloff::store {
namespace {

std::int64_t line_record(const model::ServiceOrder& order, const model::ServiceOrderLine& line) {
  return record_column(content_id(
      "", {order.source.customer, order.order_no, line.line_no, line.warehouse, line.part_no, line.part_name, line.uom,
           to_string(line.ordered), to_string(line.shipped), to_string(line.open), text_or_dash(line.min_pack),
           line.pack_spec, line.note, text_or_dash(line.due), model::to_string(line.state)}));
}

std::string order_content(const model::ServiceOrder& order) {
  std::string lines;
  for (const auto& line : order.lines) lines += record_id("", line_record(order, line));
  return content_id("",
                    {order.order_no, order.warehouse, model::to_string(order.type), model::to_string(order.state),
                     text_or_dash(order.ordered_on), lines},
                    64);
}

/// One order being put: what its functions share.
struct Put {
  Session& session;
  Words words;
  const model::ServiceOrder& order;
  std::int64_t commit, document, number = 0;
};

std::int64_t order_number(Put& put, Instant now) {
  const auto& source = put.order.source;
  return put.session
      .query(
          "insert into service_order (customer, plant, feed, order_no, last_read, last_document) "
          "values ($1, $2, $3, $4, $5, $6) on conflict (customer, order_no) do update set plant = excluded.plant, "
          "feed = excluded.feed, last_read = excluded.last_read, last_document = excluded.last_document returning id",
          {put.words.number(source.customer), put.words.number(source.plant), put.words.number(source.feed),
           put.order.order_no, column_of(now), source.document})
      .at(0)
      .integer(0);
}

void open_version(Put& put, const std::string& content) {
  const auto& order = put.order;
  put.session.execute(
      "insert into order_version (service_order, from_seq, content, warehouse, type, state, ordered_on, document, "
      "mapping) "
      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {put.number, put.commit, hash_column(content), put.words.number(order.warehouse),
       put.words.number(model::to_string(order.type)), put.words.number(model::to_string(order.state)),
       maybe(order.ordered_on), put.document, put.words.number(order.source.mapping_version)});
}

void open_line(Put& put, const model::ServiceOrderLine& line) {
  auto& words = put.words;
  put.session.execute(
      "insert into order_line (service_order, line, warehouse, from_seq, part, part_name, uom, ordered, shipped, open, "
      "min_pack, pack_spec, note, due, state, document, doc_part, byte_from, byte_count, position, record) "
      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
      {put.number,
       words.number(line.line_no),
       words.number(line.warehouse),
       put.commit,
       words.number(line.part_no),
       words.number(line.part_name),
       words.number(line.uom),
       column_of(line.ordered),
       column_of(line.shipped),
       column_of(line.open),
       maybe(line.min_pack),
       words.number(line.pack_spec),
       words.number(line.note),
       maybe(line.due),
       words.number(model::to_string(line.state)),
       put.document,
       words.number(line.locator.part),
       static_cast<std::int64_t>(line.locator.offset),
       static_cast<std::int64_t>(line.locator.length),
       words.number(line.locator.position),
       line_record(put.order, line)});
}

using LineKey = std::pair<std::int64_t, std::int64_t>;  // line number, warehouse

void put_lines(Put& put, PutCounts& counts) {
  using Line = KeptLine<LineKey, std::int64_t>;  // -> record
  const auto& lines = put.order.lines;
  std::vector<Line> standing, wanted;
  for (const auto& row : put.session.query(
           "select line, warehouse, record from order_line where service_order = $1 and to_seq is null", {put.number}))
    standing.push_back({{row.integer(0), row.integer(1)}, row.integer(2)});
  for (std::size_t i = 0; i < lines.size(); ++i)
    wanted.push_back({{put.words.number(lines[i].line_no), put.words.number(lines[i].warehouse)},
                      line_record(put.order, lines[i]),
                      i});
  replace_lines(
      std::move(standing), std::move(wanted), [&](std::size_t at) { open_line(put, lines[at]); },
      [&](const LineKey& key) {
        close_interval(put.session, "order_line", "service_order = $2 and line = $3 and warehouse = $4",
                       {put.number, key.first, key.second}, put.commit);
      },
      counts);
}

Result<void> check_lines(const model::ServiceOrder& order) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const auto& line : order.lines)
    if (!seen.emplace(line.line_no, line.warehouse).second)
      return line_twice(order.source, order.order_no, line.line_no, line.locator);
  return {};
}

}  // namespace

Result<PutCounts> put_service_order(Writer& writer, const model::ServiceOrder& order, std::int64_t commit) {
  if (auto fine = check_lines(order); !fine) return fine.error();
  auto& session = writer.session();
  Put put{session, Words(session), order, commit, document_number(session, order.source.document)};
  put.number = order_number(put, writer.now());
  const auto content = order_content(order);
  PutCounts counts;
  counts.change = change_of_head(session, "order_version", "service_order", put.number, content);
  if (counts.change == Change::unchanged) {
    counts.lines_kept = static_cast<std::int64_t>(order.lines.size());
    return counts;
  }
  close_interval(session, "order_version", "service_order = $2", {put.number}, commit);
  open_version(put, content);
  put_lines(put, counts);
  return counts;
}

}  // namespace calloff::store
