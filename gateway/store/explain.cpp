#include "store/explain.hpp"

#include "store/columns.hpp"
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
  const auto document = find_document(reader, origin.document);
  origin.feed = document->feed;
  origin.run = document->run;
  put_raw(*document, origin);
  return origin;
}

}  // namespace

std::string_view to_string(RecordKind kind) {
  return kind == RecordKind::delivery_line ? "delivery_line" : "order_line";
}

std::optional<RecordOrigin> find_record(Reader& reader, std::string_view record) {
  std::optional<RecordOrigin> origin;
  if (const auto line = record_column_of(kLinePrefix, record))
    origin = find_one(reader, kDeliveryLine, *line, RecordKind::delivery_line);
  else if (const auto order = record_column_of(kOrderPrefix, record))
    origin = find_one(reader, kOrderLine, *order, RecordKind::order_line);
  if (origin) origin->record = record;
  return origin;
}

}  // namespace calloff::store
