#include "store/asns.hpp"

#include <fmt/format.h>

#include "store/asn_proofs.hpp"
#include "store/asn_rows.hpp"
#include "store/columns.hpp"
#include "store/facts.hpp"
#include "store/registry.hpp"

namespace calloff::store {
namespace {

Error refused(std::string code, std::string_view asn) {
  return {Recovery::fix_code, std::move(code), {{"asn", std::string(asn)}}};
}

bool says_the_same(const model::ShipNotice& a, const model::ShipNotice& b) {
  const auto line_of = [](const model::ShipNoticeLine& line) {
    return std::tie(line.order_no, line.line_no, line.part_no, line.qty, line.uom, line.record, line.lot, line.boxes);
  };
  const auto head_of = [](const model::ShipNotice& notice) {
    return std::tie(notice.customer, notice.shipment_id, notice.version, notice.ship_to, notice.shipped, notice.eta,
                    notice.carrier, notice.plate, notice.waybill);
  };
  return head_of(a) == head_of(b) &&
         std::ranges::equal(a.lines, b.lines, [&](const auto& x, const auto& y) { return line_of(x) == line_of(y); });
}

/// What never may change, whatever the protocol asks.
Result<void> check_change(const AsnRecord& before, const AsnRecord& after) {
  if (after.epoch < before.epoch) return refused("store/epoch_backwards", after.id);
  if (before.frozen && (before.frozen != after.frozen || !says_the_same(before.notice, after.notice)))
    return refused("store/asn_frozen", after.id);
  return {};
}

Error taken(Session& session, const model::ShipNotice& notice) {
  const auto holders = asns_where(session, "customer = $1 and shipment_id = $2 and version = $3",
                                  {notice.customer, notice.shipment_id, std::int64_t{notice.version}});
  return {Recovery::ask_person,
          "store/shipment_id_taken",
          {{"shipment_id", notice.shipment_id}, {"asn", holders.empty() ? "" : holders[0].id}}};
}

}  // namespace

Result<AsnRecord> create_asn(Writer& writer, AsnRecord asn) {
  auto& session = writer.session();
  const auto& notice = asn.notice;
  if (!session
           .query("select 1 from asn where customer = $1 and shipment_id = $2 and version = $3",
                  {notice.customer, notice.shipment_id, std::int64_t{notice.version}})
           .empty())
    return taken(session, notice);
  asn.id = fmt::format("A-{:06}", next_number(writer, "asn"));
  asn.attempts = 0;
  asn.revision = 1;
  asn.created = writer.now();
  if (asn.frozen) register_file(writer, *asn.frozen);
  insert_asn(session, asn);
  if (asn.frozen) put_proofs(writer, asn.id, {*asn.frozen});
  replace_lines(session, asn);
  return asn;
}

Result<std::int64_t> update_asn(Writer& writer, const AsnRecord& asn) {
  auto& session = writer.session();
  const auto before = find_asn(writer, asn.id);
  if (!before) return refused("store/asn_unknown", asn.id);
  if (before->revision != asn.revision) return Error{Recovery::ask_person, "store/asn_changed", {{"asn", asn.id}}};
  if (auto fine = check_change(*before, asn); !fine) return fine.error();
  if (asn.frozen && !before->frozen) put_proofs(writer, asn.id, {*asn.frozen});
  if (!replace_asn(session, asn)) return Error{Recovery::ask_person, "store/asn_changed", {{"asn", asn.id}}};
  if (!before->frozen) replace_lines(session, asn);
  return asn.revision + 1;
}

std::optional<AsnRecord> find_asn(Reader& reader, std::string_view id) {
  auto found = asns_where(reader.session(), "id = $1", {std::string(id)});
  if (found.empty()) return std::nullopt;
  return std::move(found[0]);
}

std::optional<AsnRecord> find_asn_by_shipment(Reader& reader, std::string_view customer, std::string_view shipment_id) {
  auto found = asns_where(reader.session(), "customer = $1 and shipment_id = $2 order by version desc limit 1",
                          {std::string(customer), std::string(shipment_id)});
  if (found.empty()) return std::nullopt;
  return std::move(found[0]);
}

std::vector<AsnRecord> list_asns(Reader& reader, const AsnFilter& filter) {
  return asns_where(
      reader.session(),
      "($1 = '' or customer = $1) and ($2 = '' or state = $2) and ($3 = '' or exists (select 1 from asn_line l "
      "where l.asn = asn.id and l.order_no = $3)) and ($4 = -1 or is_open = $4) order by id",
      {filter.customer, filter.state, filter.order_no,
       filter.is_open ? std::int64_t{*filter.is_open} : std::int64_t{-1}});
}

std::map<std::string, std::int64_t> count_asns(Reader& reader) {
  std::map<std::string, std::int64_t> counts;
  for (const auto& row : reader.session().query("select state, count(*) from asn group by state"))
    counts[row.text(0)] = row.integer(1);
  return counts;
}

std::vector<KnownSubmission> known_submissions(Reader& reader, std::string_view customer, std::size_t limit) {
  std::vector<KnownSubmission> known;
  for (const auto& row : reader.session().query("select id, shipment_id, remote_id from asn where customer = $1 and "
                                                "remote_id <> '' order by id desc limit $2",
                                                {std::string(customer), static_cast<std::int64_t>(limit)}))
    known.push_back({row.text(0), row.text(1), row.text(2)});
  return known;
}

}  // namespace calloff::store
