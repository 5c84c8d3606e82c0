// Step 6: what the customer says of an ASN by another way than a look-up.
#include "asn/service.hpp"
#include "base/checked_sum.hpp"
#include "store/tickets.hpp"

namespace calloff::asn {
namespace {

/// An acknowledgement of something we do not know may be a second system sending in our name: somebody has to look.
Error unknown_to_us(const Acknowledgement& said) {
  Error error(Recovery::ask_person, "asn/acknowledged_nothing",
              {{"shipment_id", said.shipment_id}, {"remote_id", said.remote_id}});
  error.where.customer = said.customer;
  return error;
}

/// How far a row of the list takes an ASN; none: a draft proves nothing, and one that was taken back is for the
/// look-up.
std::optional<Phase> level_shown(std::string_view state) {
  if (state == "submitted") return Phase::accepted;
  if (state == "partly_received" || state == "received") return Phase::goods_received;
  return std::nullopt;
}

/// None if it is beyond what a quantity can be: nothing proves such an ASN.
std::optional<Decimal> total_of(const model::ShipNotice& notice) {
  std::optional<Decimal> total = Decimal{};
  for (const auto& line : notice.lines)
    if (total) total = checked_sum(*total, line.qty);
  return total;
}

/// The customer shows our shipment id where it must not: before we sent it, or under a second number.
Error out_of_place(const char* code, const model::AsnStatus& row, const std::string& asn) {
  Error error(Recovery::ask_person, code,
              {{"asn", asn}, {"shipment_id", row.supplier_ref}, {"remote_id", row.remote_id}});
  error.where.customer = row.source.customer;
  return error;
}

/// What a row says of the ASN that we hold. ticket: somebody has to look; is_proof: it may be acknowledged
struct RowJudgement {
  bool is_proof = false;
  std::optional<Error> ticket{};
};

RowJudgement judge_row(const store::AsnRecord& record, const model::AsnStatus& row) {
  const auto phase = phase_from(record.state).value_or(Phase::draft);
  if (phase == Phase::draft || phase == Phase::ready || phase == Phase::queued)
    return {false, out_of_place("asn/shown_before_sent", row, record.id)};
  if (!record.remote_id.empty() && record.remote_id != row.remote_id)
    return {false, out_of_place("asn/shown_twice", row, record.id)};
  return {!row.total_qty || total_of(record.notice) == *row.total_qty, std::nullopt};
}

}  // namespace

Task<void> AsnService::observe(model::AsnStatus row, std::string document) {
  const auto level = level_shown(row.state);
  if (!level || row.supplier_ref.empty()) co_return Result<void>();
  const auto judged = co_await store_.write("asn.observed", [row](store::Writer& writer) -> Result<RowJudgement> {
    const auto record = store::find_asn_by_shipment(writer, row.source.customer, row.supplier_ref);
    if (!record) return RowJudgement{};
    auto judgement = judge_row(*record, row);
    if (judgement.ticket)
      store::raise_ticket(writer, judgement.ticket->code + "/" + record->id + "/" + row.remote_id, *judgement.ticket);
    return judgement;
  });
  if (!judged) co_return judged.error();
  if (!judged->is_proof) co_return Result<void>();
  auto acknowledged =
      co_await acknowledge({row.source.customer, row.supplier_ref, *level, row.remote_id, std::move(document)});
  // A step that the protocol does not take from where the ASN stands changes nothing; only a store that fails counts.
  if (!acknowledged && acknowledged.error().recovery == Recovery::retry) co_return acknowledged.error();
  co_return Result<void>();
}

Task<AsnView> AsnService::acknowledge(Acknowledgement said) {
  if (said.evidence.empty())
    co_return Error(Recovery::fix_code, "asn/no_evidence", {{"shipment_id", said.shipment_id}});
  const auto channel = channels_.channel(said.customer);
  if (!channel) co_return channel.error();
  using Found = std::optional<AsnView>;
  auto found = co_await store_.write(
      "asn.acknowledged", [policy = policy_of(*channel), said](store::Writer& writer) -> Result<Found> {
        const auto record = store::find_asn_by_shipment(writer, said.customer, said.shipment_id);
        if (!record) {
          store::raise_ticket(writer, "asn/acknowledged/" + said.customer + "/" + said.shipment_id,
                              unknown_to_us(said));
          return Found();
        }
        const Cause cause{said.customer,
                          Error(Recovery::retry, "asn/acknowledged",
                                {{"level", std::string(to_string(said.level))}, {"remote_id", said.remote_id}}),
                          said.evidence};
        const auto stepped = step_record(writer, policy, *record, Acknowledged{said.level, said.remote_id}, cause);
        if (!stepped) return stepped.error();
        auto view = read_view(writer, record->id);
        if (!view) return view.error();
        return Found(std::move(*view));
      });
  if (!found) co_return found.error();
  if (!*found) co_return unknown_to_us(said);
  co_return std::move(**found);
}

}  // namespace calloff::asn
