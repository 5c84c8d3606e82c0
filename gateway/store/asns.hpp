// Ship notices, their attempts and the evidence of look-ups. The rules that prevent a second submission are kept here
// too, by unique indexes and checks, whatever the protocol above does. States are the protocol's words; text here.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/ship_notice.hpp"
#include "store/archive.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// id: `A-000123`. revision: counts changes; who changes must have seen the last. frozen: the bytes every attempt
/// sends, in the archive; once set it never changes. is_open: not in a terminal state. next_at: its timer.
struct AsnRecord {
  std::string id;
  model::ShipNotice notice;
  std::string feed, account;
  std::string state;
  bool is_open = true;
  std::string resend_class;  ///< D, Q, N
  std::string remote_id;
  std::optional<RawRef> frozen;
  std::string media_type;
  int attempts = 0;
  std::int64_t epoch = 0, revision = 0;
  std::optional<Instant> next_at;
  std::string refers_to;  ///< the ASN that this one replaces
  std::string progress;   ///< what else the protocol remembers of it; opaque here
  std::string created_by;
  Instant created{};
};

/// Gives id, revision and created. errors: ask_person store/shipment_id_taken (shipment_id, asn)
Result<AsnRecord> create_asn(Writer& writer, AsnRecord asn);

/// Writes every field but id, attempts, created and created_by; gives the new revision. Lines may change until frozen.
/// errors: ask_person store/asn_changed (asn; somebody else was first); fix_code store/asn_frozen,
/// store/epoch_backwards,
///         store/asn_unknown
Result<std::int64_t> update_asn(Writer& writer, const AsnRecord& asn);

std::optional<AsnRecord> find_asn(Reader& reader, std::string_view id);
/// The newest version.
std::optional<AsnRecord> find_asn_by_shipment(Reader& reader, std::string_view customer, std::string_view shipment_id);

/// Empty fields: all. Oldest first.
struct AsnFilter {
  std::string customer, state, order_no;
  std::optional<bool> is_open;
};
std::vector<AsnRecord> list_asns(Reader& reader, const AsnFilter& filter);
/// How many there are in each state that has any.
std::map<std::string, std::int64_t> count_asns(Reader& reader);

/// outcome: none while it is open; then sent, not_sent, unknown, absent, refused, repeated (class D: sent again inside
/// the customer's own window)
struct AttemptRecord {
  std::string asn;
  int number = 0;
  std::int64_t epoch = 0;
  std::string body_sha256;
  Instant committed{};
  std::string outcome;
  std::optional<Instant> settled;
  std::string evidence;  ///< document or archive hash
  std::optional<Error> error;
};

/// Opens attempt n = attempts + 1, with the ASN's epoch and frozen hash. errors: fix_code store/attempt_exists,
/// store/attempt_not_closed (the one before is not not_sent or absent), store/asn_not_frozen, store/epoch_stale
Result<AttemptRecord> start_attempt(Writer& writer, std::string_view asn, std::int64_t epoch);
/// unknown may later become sent, refused or absent; nothing else changes. errors: fix_code store/attempt_settled
Result<void> settle_attempt(Writer& writer, const AttemptRecord& attempt);
std::vector<AttemptRecord> attempts_of(Reader& reader, std::string_view asn);

/// One look at the customer's own list. is_negative: complete, without a match; verdict: the judge's word
struct LookUpRecord {
  std::string asn;
  int attempt = 0;
  Instant at{};
  bool is_complete = false, is_negative = false;
  std::vector<std::string> controls_asked, controls_seen, matches;
  std::optional<bool> is_shipped_unchanged;  ///< the shipped quantity equals its value before the attempt
  std::string verdict, evidence;
};
void put_look_up(Writer& writer, const LookUpRecord& look_up);
std::vector<LookUpRecord> look_ups_of(Reader& reader, std::string_view asn);

/// The ids the customer is known to hold: shipment id and remote id of ASNs that it showed us. Newest first.
struct KnownSubmission {
  std::string asn, shipment_id, remote_id;
};
std::vector<KnownSubmission> known_submissions(Reader& reader, std::string_view customer, std::size_t limit);

}  // namespace calloff::store
