// One protocol step carried out on the store: state, attempt, outbox, tickets and event log in one write job.
#pragma once
#include <string>
#include <vector>

#include "asn/ports.hpp"
#include "asn/progress.hpp"
#include "asn/protocol.hpp"
#include "store/asns.hpp"
#include "store/job.hpp"

namespace calloff::asn {

inline constexpr const char* kOutboxKind = "asn";
inline constexpr const char* kGatewayActor = "gateway";

/// Why a step was made: who, in which words, proven by what (hash of a list of evidence, or the name of a document; may
/// be empty). files: that the evidence is made of; a document's own are known
struct Cause {
  std::string actor = kGatewayActor;
  Error why;  ///< empty code: nothing to say
  std::string evidence;
  std::vector<store::RawRef> files{};
};

struct Stepped {
  store::AsnRecord record;
  Step step;
};

/// what:    happens at writer.now()
/// errors:  ask_person asn/unknown_asn; those of step(); those of the store
Result<Stepped> step_record(store::Writer& writer, const Policy& policy, std::string_view asn, Happening what,
                            const Cause& cause);

/// The same for a record with changes of the caller's own (frozen bytes, shipped quantities before the attempt).
Result<Stepped> step_record(store::Writer& writer, const Policy& policy, store::AsnRecord record, Happening what,
                            const Cause& cause);

/// errors: ask_person asn/unknown_asn (asn)
Result<store::AsnRecord> load_asn(store::Reader& reader, std::string_view asn);

}  // namespace calloff::asn
