#include "store/explain.hpp"

#include "store/columns.hpp"
#include "store/forecast_rows.hpp"
#include "store/sheet_rows.hpp"

namespace calloff::store {
namespace {

// Columns: label's three texts, then document, part, byte_from, byte_count, position, mapping.
constexpr std::string_view kDeliveryLine =
    "select s.pus_no, l.line, i.part, l.document, l.part, l.byte_from, l.byte_count, l.position, v.mapping "
    "from schedule_line l join sheet s on s.id = l.sheet join schedule_item i on i.id = l.item "
    "join sheet_version v on v.sheet = l.sheet and v.from_seq = l.from_seq where l.record = $1 "
    "order by l.from_seq desc limit 1";
constexpr std::string_view kOrderLine =
    "select o.order_no, l.line, l.part, l.document, l.doc_part, l.byte_from, l.byte_count, l.position, v.mapping "
    "from order_line l join service_order o on o.id = l.service_order "
    "join order_version v on v.service_order = l.service_order and v.from_seq = l.from_seq where l.record = $1 "
    "order by l.from_seq desc limit 1";

void put_raw(const DocumentRecord& document, RecordOrigin& origin) {
  for (const auto& part : document.parts)
    if (origin.locator.part.empty() || part.name == origin.locator.part) {
      origin.raw = part.raw;
      origin.content_type = part.content_type;
      return;
    }
}

void put_document(Reader& reader, RecordOrigin& origin) {
  const auto document = find_document(reader, origin.document);
  origin.feed = document->feed;
  origin.run = document->run;
  put_raw(*document, origin);
}

std::optional<RecordOrigin> find_one(Reader& reader, std::string_view sql, std::int64_t column, RecordKind kind) {
  auto& session = reader.session();
  const auto rows = session.query(sql, {column});
  if (rows.empty()) return std::nullopt;
  const auto& row = rows[0];
  Words words(session);
  RecordOrigin origin;
  origin.kind = kind;
  origin.label = std::string(kind == RecordKind::delivery_line ? "sheet " : "order ") + row.text(0) + ", line " +
                 words.text(row.integer(1)) + ", part " + words.text(row.integer(2));
  origin.document = document_name(session, row.integer(3));
  origin.locator = {words.text(row.integer(4)), static_cast<std::uint64_t>(row.integer(5)),
                    static_cast<std::uint64_t>(row.integer(6)), words.text(row.integer(7))};
  origin.mapping_version = words.text(row.integer(8));
  put_document(reader, origin);
  return origin;
}

/// Every version of the lines that may have this id, the newest first; the content decides.
std::optional<RecordOrigin> find_forecast(Reader& reader, const ForecastRecordKey& id, std::string_view record) {
  auto& session = reader.session();
  Words words(session);
  for (const auto& row : session.query(
           "select t.customer, t.plant, t.supplier_duns, t.feed, s.part, s.dock, s.uom, l.qty, l.commitment, "
           "l.cum_required, l.place, l.at, l.size, r.id, r.document, r.mapping from forecast_series s "
           "join forecast_stream t on t.id = s.stream join forecast_line l on l.series = s.id and l.slot = $2 "
           "join forecast_release r on r.lines_in = s.stream and r.seq = l.from_seq where s.hash = $1 "
           "order by l.from_seq desc",
           {id.hash, id.slot})) {
    const auto text = [&](std::size_t column) { return words.text(row.integer(column)); };
    const SeriesKey key{text(0), text(1), text(2), text(3), text(4), text(5), text(6)};
    model::ForecastLine line;
    line.qty = decimal_of(row.integer(7));
    line.commitment = static_cast<model::Commitment>(row.integer(8));
    line.cum_required = maybe_of(row, 9, decimal_of);
    if (forecast_record(id.hash, id.slot, key, line) != record) continue;
    RecordOrigin origin;
    origin.kind = RecordKind::forecast_line;
    origin.label = "release " + release_name(session, row.integer(13)) + ", part " + key.part_no + ", " +
                   std::string(model::to_string(slot_bucket(id.slot))) + " " + calloff::to_string(slot_date(id.slot));
    origin.document = document_name(session, row.integer(14));
    origin.mapping_version = text(15);
    origin.locator = locator_of({row.integer(10), row.integer(11), row.integer(12)}, words);
    put_document(reader, origin);
    return origin;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(RecordKind kind) {
  switch (kind) {
    case RecordKind::delivery_line:
      return "delivery_line";
    case RecordKind::order_line:
      return "order_line";
    case RecordKind::forecast_line:
      break;
  }
  return "forecast_line";
}

std::optional<RecordOrigin> find_record(Reader& reader, std::string_view record) {
  std::optional<RecordOrigin> origin;
  if (const auto line = record_column_of(kLinePrefix, record))
    origin = find_one(reader, kDeliveryLine, *line, RecordKind::delivery_line);
  else if (const auto order = record_column_of(kOrderPrefix, record))
    origin = find_one(reader, kOrderLine, *order, RecordKind::order_line);
  else if (const auto forecast = forecast_record_key(record))
    origin = find_forecast(reader, *forecast, record);
  if (origin) origin->record = record;
  return origin;
}

}  // namespace calloff::store
