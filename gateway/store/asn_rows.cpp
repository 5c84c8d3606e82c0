#include "store/asn_rows.hpp"

#include "store/columns.hpp"

namespace calloff::store {
namespace {

constexpr std::string_view kColumns =
    "id, customer, shipment_id, version, feed, account, state, is_open, resend_class, remote_id, frozen, frozen_size, "
    "media_type, attempts, epoch, revision, next_at, refers_to, ship_to, shipped, eta, carrier, plate, waybill, "
    "created_by, "
    "created, progress";

AsnRecord asn_of(const Row& row) {
  AsnRecord asn;
  asn.id = row.text(0);
  asn.notice.customer = row.text(1);
  asn.notice.shipment_id = row.text(2);
  asn.notice.version = static_cast<int>(row.integer(3));
  asn.feed = row.text(4);
  asn.account = row.text(5);
  asn.state = row.text(6);
  asn.is_open = row.integer(7) != 0;
  asn.resend_class = row.text(8);
  asn.remote_id = row.text(9);
  if (!row.is_null(10)) asn.frozen = RawRef{hash_of(row.blob(10)), static_cast<std::uint64_t>(row.integer(11))};
  asn.media_type = row.text(12);
  asn.attempts = static_cast<int>(row.integer(13));
  asn.epoch = row.integer(14);
  asn.revision = row.integer(15);
  asn.next_at = maybe_of(row, 16, instant_of);
  asn.refers_to = row.text(17);
  asn.notice.ship_to = row.text(18);
  asn.notice.shipped = maybe_of(row, 19, local_time_of);
  asn.notice.eta = maybe_of(row, 20, local_time_of);
  asn.notice.carrier = row.text(21);
  asn.notice.plate = row.text(22);
  asn.notice.waybill = row.text(23);
  asn.created_by = row.text(24);
  asn.created = instant_of(row.integer(25));
  asn.progress = row.text(26);
  return asn;
}

std::vector<model::ShipNoticeLine> lines_of(Session& session, const std::string& asn) {
  std::vector<model::ShipNoticeLine> lines;
  for (const auto& row : session.query("select order_no, line_no, part_no, qty, uom, record, lot, boxes from asn_line "
                                       "where asn = $1 order by number",
                                       {asn}))
    lines.push_back({row.text(0), row.text(1), row.text(2), decimal_of(row.integer(3)), row.text(4), row.text(5),
                     row.text(6), maybe_of(row, 7, decimal_of)});
  return lines;
}

/// id, then what replace_asn writes, in its order.
std::vector<Value> values_of(const AsnRecord& asn) {
  const auto& notice = asn.notice;
  return {asn.id,
          notice.customer,
          notice.shipment_id,
          std::int64_t{notice.version},
          asn.feed,
          asn.account,
          asn.state,
          std::int64_t{asn.is_open},
          asn.resend_class,
          asn.remote_id,
          asn.frozen ? Value(hash_column(asn.frozen->sha256)) : Value(),
          asn.frozen ? Value(static_cast<std::int64_t>(asn.frozen->size)) : Value(),
          asn.media_type,
          asn.epoch,
          asn.revision,
          maybe(asn.next_at),
          asn.refers_to,
          notice.ship_to,
          maybe(notice.shipped),
          maybe(notice.eta),
          notice.carrier,
          notice.plate,
          notice.waybill,
          asn.progress};
}

}  // namespace

std::vector<AsnRecord> asns_where(Session& session, const std::string& condition, const std::vector<Value>& values) {
  std::vector<AsnRecord> asns;
  for (const auto& row : session.query("select " + std::string(kColumns) + " from asn where " + condition, values)) {
    asns.push_back(asn_of(row));
    asns.back().notice.lines = lines_of(session, asns.back().id);
  }
  return asns;
}

void insert_asn(Session& session, const AsnRecord& asn) {
  auto values = values_of(asn);
  values.emplace_back(asn.created_by);
  values.emplace_back(column_of(asn.created));
  session.execute(
      "insert into asn (id, customer, shipment_id, version, feed, account, state, is_open, resend_class, remote_id, "
      "frozen, "
      "frozen_size, media_type, epoch, revision, next_at, refers_to, ship_to, shipped, eta, carrier, plate, waybill, "
      "progress, created_by, created, attempts) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
      "$15, $16, "
      "$17, "
      "$18, $19, $20, $21, $22, $23, $24, $25, $26, 0)",
      values);
}

bool replace_asn(Session& session, const AsnRecord& asn) {
  return session.execute(
             "update asn set customer = $2, shipment_id = $3, version = $4, feed = $5, account = $6, state = $7, "
             "is_open = $8, resend_class = $9, remote_id = $10, frozen = $11, frozen_size = $12, media_type = $13, "
             "epoch = $14, revision = $15 + 1, next_at = $16, refers_to = $17, ship_to = $18, shipped = $19, eta = "
             "$20, "
             "carrier = $21, plate = $22, waybill = $23, progress = $24 where id = $1 and revision = $15",
             values_of(asn)) == 1;
}

void replace_lines(Session& session, const AsnRecord& asn) {
  session.execute("delete from asn_line where asn = $1", {asn.id});
  std::int64_t number = 0;
  for (const auto& line : asn.notice.lines)
    session.execute(
        "insert into asn_line (asn, number, order_no, line_no, part_no, qty, uom, record, lot, boxes) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        {asn.id, ++number, line.order_no, line.line_no, line.part_no, column_of(line.qty), line.uom, line.record,
         line.lot, maybe(line.boxes)});
}

}  // namespace calloff::store
