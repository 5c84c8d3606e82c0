// Step 6: what the customer says of an ASN by another way than a look-up.
#include "asn/service.hpp"
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

}  // namespace

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
