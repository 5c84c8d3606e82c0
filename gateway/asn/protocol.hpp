// The submit protocol: one pure function from a state and an event to the next state and what has to be done.
// Nothing here does I/O or asks a clock; every rule that keeps an ASN from being lost or sent twice stands here.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapter_api/manifest.hpp"
#include "asn/phase.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace calloff::asn {

/// What the customer's profile and its adapter promise.
struct Policy {
  adapter_api::ResendClass resend = adapter_api::ResendClass::never;
  Phase terminal = Phase::accepted;  ///< where an ASN's way ends: delivered, accepted or goods_received
  int max_attempts = 3;
  std::chrono::seconds settle{120};      ///< how long a submission may stay invisible in the customer's own list
  std::chrono::seconds dedup_window{0};  ///< class deduplicated: how long the customer remembers our key
  std::chrono::seconds acknowledged_within{1800};  ///< SENT and not yet shown by then: the clerk is told
};

/// Everything the protocol remembers of one ASN version.
struct State {
  Phase phase = Phase::draft;
  int attempt = 0;             ///< number of the newest attempt; 0: none yet
  std::uint64_t epoch = 0;     ///< of the newest owner; rises strictly
  std::string body_sha256;     ///< frozen with READY
  std::string remote_id;       ///< the customer's own number
  std::string vouched_id;      ///< the customer's number that a person said is ours
  std::string absent_said_by;  ///< class never: the first of the two people who must say it
  bool has_receipt = false;    ///< the customer's answer, its list or a person named the newest attempt as received
  bool absence_was_judged =
      false;                 ///< an attempt was closed as absent by look-ups or a person, not by the wire's proof
  bool is_restored = false;  ///< of a backup, and not yet found or judged: what people did since is not known
  Instant since;             ///< of this phase
  std::optional<Instant> first_sending;
  std::optional<Instant> act_at;    ///< when the gateway acts next; none: a person, the owner, or nobody
  std::optional<Instant> deadline;  ///< the truck leaves
  std::optional<Instant> negative;  ///< start of the first counted negative look-up of this attempt
  int tries = 0;                    ///< look-ups or failed preparations in this phase: the gaps grow with it
  int told = 0;                     ///< 0 nobody, 1 clerk, 2 coordinator, 3 call-out
};

/// What a look-up means for us (judge.hpp decides it).
struct Judgement {
  enum class Verdict {
    found,        ///< same content, as far as `level`
    found_other,  ///< our key, other content or a state we do not know
    found_draft,  ///< saved at the customer, not submitted
    found_many,   ///< more than one
    absent,       ///< complete, control seen, shipped quantities as before: a negative that counts
    inconclusive  ///< anything else
  };
  Verdict verdict = Verdict::inconclusive;
  Phase level = Phase::sent;  ///< found: sent, accepted or goods_received
  std::string remote_id;
  Error why;  ///< code `asn/judged_...` with particulars; stands in the history
};

std::string_view to_string(Judgement::Verdict verdict);

// The events. `epoch` and `attempt` name the owner and the attempt an answer belongs to: answers of others are refused.
struct Freeze {
  std::string body_sha256;
};
struct Approve {
  std::optional<Instant> deadline;
};
struct Claim {
  std::uint64_t epoch = 0;
};
struct Unprepared {};  ///< signing in or preparing failed; nothing was written or sent
struct Answered {
  enum class Kind { sent, refused, not_sent, unknown };
  std::uint64_t epoch = 0;
  int attempt = 0;
  Kind kind = Kind::unknown;
  std::string remote_id;
};
/// A new owner finds this row. is_restored: in a store put back to an earlier state, which what was approved may have
/// left since
struct Restart {
  std::uint64_t epoch = 0;
  bool is_restored = false;
};
struct Looked {
  std::uint64_t epoch = 0;
  int attempt = 0;
  Instant started;
  Judgement judgement;
};
struct Due {};  ///< the clock reached next_due
struct Decide {
  enum class Choice { found, absent, abandon };
  Choice choice = Choice::found;
  std::string reference;  ///< found: the customer's number
  std::string actor;
};
struct Cancel {};
/// The customer's acknowledgement. level: delivered, accepted, goods_received or rejected.
struct Acknowledged {
  Phase level = Phase::accepted;
  std::string remote_id;
};

/// The order of the alternatives is the order of kEventNames.
using Happening =
    std::variant<Freeze, Approve, Claim, Unprepared, Answered, Restart, Looked, Due, Decide, Cancel, Acknowledged>;
inline constexpr int kEvents = 11;

struct Event {
  Instant at;
  Happening what;
};

std::string_view event_name(const Happening& what);

// What has to be done. The store effects are carried out in the transaction that keeps the new state; StartAttempt and
// LookUp after it.
struct Enqueue {};      ///< the outbox row comes to be
struct OpenAttempt {};  ///< the attempt's row: number, epoch, hash; durable before the first byte
struct Submit {};       ///< to be started within five seconds of the commit
struct CloseAttempt {
  std::string verdict;
};  ///< sent refused not_sent unknown found absent repeated abandoned
struct StartAttempt {};  ///< sign in, prepare, then Claim
struct LookUp {};
struct LeaveOutbox {};
enum class Audience { clerk, coordinator, call_out };
struct Notify {
  Audience to = Audience::clerk;
  std::string code;  ///< of the sentence
};

using Effect = std::variant<Enqueue, OpenAttempt, Submit, CloseAttempt, StartAttempt, LookUp, LeaveOutbox, Notify>;

struct Step {
  State state;
  std::vector<Effect> effects;
};

/// One step.
/// returns: the next state (also when it is the same one: an event that changes nothing is not an error)
/// errors:  ask_person asn/illegal_step (state, event), asn/cancel_unknown, asn/cancel_sent, asn/already_approved,
///          asn/reference_required, asn/receipt_not_absent, asn/nothing_to_decide, asn/second_person_required; fix_code
///          asn/stale_owner, asn/stale_look_up, asn/epoch_not_risen, asn/no_attempts_left, asn/frozen_differs,
///          asn/claim_of_unknown
Result<Step> step(const Policy& policy, const State& state, const Event& event);

/// When Due is to be said next; nothing when only a person, the owner of a running attempt, or nobody acts.
std::optional<Instant> next_due(const Policy& policy, const State& state);

/// The pause after the n-th try in a phase (n from 1): 30 s, 1, 2, 5, 10, then always 15 min.
std::chrono::seconds pause_after(int tries);

/// Two negative look-ups must be this far apart.
std::chrono::seconds negative_gap(const Policy& policy);

/// Is this event accepted in this phase at all? What the table says, without particulars.
bool is_listed(Phase phase, std::size_t event_index);

}  // namespace calloff::asn
