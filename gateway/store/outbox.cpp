#include "store/outbox.hpp"

#include "store/columns.hpp"

namespace calloff::store {
namespace {

constexpr std::string_view kColumns = "id, kind, key, next_at, attempts, epoch, lease_owner, lease_until, is_done";

OutboxRow outbox_of(const Row& row) {
  OutboxRow out;
  out.id = row.integer(0);
  out.kind = row.text(1);
  out.key = row.text(2);
  out.next_at = instant_of(row.integer(3));
  out.attempts = row.integer(4);
  out.epoch = row.integer(5);
  out.lease_owner = row.text(6);
  out.lease_until = maybe_of(row, 7, instant_of);
  out.is_done = row.integer(8) != 0;
  return out;
}

Error stale(const OutboxRow& row) { return {Recovery::fix_code, "store/epoch_stale", {{"asn", row.key}}}; }

}  // namespace

void put_outbox(Writer& writer, std::string_view kind, std::string_view key, Instant next_at) {
  writer.session().execute(
      "insert into outbox (kind, key, next_at, attempts, epoch, lease_owner, is_done) values ($1, $2, $3, 0, 0, '', 0) "
      "on conflict (kind, key) where is_done = 0 do update set next_at = excluded.next_at",
      {std::string(kind), std::string(key), column_of(next_at)});
}

std::optional<OutboxRow> claim_outbox(Writer& writer, std::string_view kind, std::string_view owner,
                                      std::chrono::milliseconds lease) {
  static const auto sql =
      "update outbox set attempts = attempts + 1, epoch = epoch + 1, lease_owner = $2, lease_until = $4 where id = "
      "(select id "
      "from outbox where kind = $1 and is_done = 0 and next_at <= $3 and (lease_owner = '' or lease_owner = $2 or "
      "lease_until <= $3) order by next_at, id limit 1) returning " +
      std::string(kColumns);
  const auto rows = writer.session().query(
      sql, {std::string(kind), std::string(owner), column_of(writer.now()), column_of(writer.now() + lease)});
  if (rows.empty()) return std::nullopt;
  return outbox_of(rows[0]);
}

Result<void> postpone_outbox(Writer& writer, const OutboxRow& claimed, Instant next_at) {
  const auto changed = writer.session().execute(
      "update outbox set next_at = $3, lease_owner = '', lease_until = null where id = $1 and epoch = $2 and is_done = "
      "0",
      {claimed.id, claimed.epoch, column_of(next_at)});
  if (changed == 0) return stale(claimed);
  return {};
}

Result<void> finish_outbox(Writer& writer, const OutboxRow& claimed) {
  const auto changed = writer.session().execute(
      "update outbox set is_done = 1, lease_owner = '', lease_until = null where id = $1 and epoch = $2 and is_done = "
      "0",
      {claimed.id, claimed.epoch});
  if (changed == 0) return stale(claimed);
  return {};
}

void close_outbox(Writer& writer, std::string_view kind, std::string_view key) {
  writer.session().execute(
      "update outbox set is_done = 1, lease_owner = '', lease_until = null where kind = $1 and key = $2 and is_done = "
      "0",
      {std::string(kind), std::string(key)});
}

std::optional<OutboxRow> find_outbox(Reader& reader, std::string_view kind, std::string_view key) {
  static const auto sql =
      "select " + std::string(kColumns) + " from outbox where kind = $1 and key = $2 and is_done = 0";
  const auto rows = reader.session().query(sql, {std::string(kind), std::string(key)});
  if (rows.empty()) return std::nullopt;
  return outbox_of(rows[0]);
}

std::optional<Instant> next_outbox(Reader& reader, std::string_view kind) {
  const auto rows = reader.session().query(
      "select min(case when lease_until > next_at then lease_until else next_at end) from outbox "
      "where kind = $1 and is_done = 0",
      {std::string(kind)});
  return maybe_of(rows.at(0), 0, instant_of);
}

}  // namespace calloff::store
