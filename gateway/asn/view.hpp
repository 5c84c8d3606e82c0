// One ASN as people and scripts see it.
#pragma once
#include <string>
#include <vector>

#include "asn/phase.hpp"
#include "store/asns.hpp"
#include "store/event_log.hpp"

namespace calloff::asn {

struct AsnView {
  store::AsnRecord record;
  Phase phase = Phase::draft;
  std::vector<store::AttemptRecord> attempts;
  std::vector<store::Event> history;  ///< changes of state, oldest first; `why` is a sentence
};

/// errors: ask_person asn/unknown_asn (asn)
Result<AsnView> read_view(store::Reader& reader, std::string_view asn);

/// How far a sending has come, for an exit status.
enum class Ending {
  proven,    ///< where the customer's profile ends an ASN's way, and the customer's own word for it
  rejected,  ///< the customer said no
  stopped,   ///< cancelled or replaced
  not_sent,  ///< the newest attempt is proven not to be there; NOT_SENT, or still DRAFT, READY, QUEUED
  unknown    ///< SENDING, UNKNOWN, HELD, or taken and not yet shown
};
Ending ending(const AsnView& view);

}  // namespace calloff::asn
