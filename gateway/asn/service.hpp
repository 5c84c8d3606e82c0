// The ASN side as the command line and `serve` see it: draft, check, send, run what is due, wait, decide, cancel.
// Threading: every call on one executor (one strand); between two steps other calls may run, the store decides who
// was first. The service keeps nothing in memory but which ASNs it is working on: a crash loses nothing.
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "asn/check.hpp"
#include "asn/draft.hpp"
#include "asn/evidence.hpp"
#include "asn/ports.hpp"
#include "asn/record_step.hpp"
#include "asn/view.hpp"
#include "model/actor.hpp"
#include "model/records.hpp"
#include "store/store.hpp"

namespace calloff::asn {

/// What the customer said by another way than a look-up (a feed of its own list, a message).
struct Acknowledgement {
  std::string customer, shipment_id;
  Phase level = Phase::accepted;  ///< delivered, accepted, goods_received or rejected
  std::string remote_id;
  std::string evidence;  ///< the document that says so; an acknowledgement without one is refused
};

/// What became of a wait. stopped_by: why nothing goes on just now (signing in failed, the customer's system is down)
struct Waited {
  AsnView view;
  std::optional<Error> stopped_by;
};

class AsnService {
 public:
  /// Everything lent outlives the service.
  AsnService(store::Store& store, Clock& clock, const Channels& channels, AccountGate& gate);

  /// Makes a draft with its shipment id. errors: of draft_notice; asn/customer_unknown, asn/not_allowed
  Task<AsnView> draft(model::Actor actor, DraftRequest request);
  /// The findings as things stand now.
  Task<std::vector<Finding>> check(model::Actor actor, std::string asn);
  /// Checks, freezes, approves: QUEUED when it returns; run_due (or wait) sends it.
  /// errors: asn/check_failed (asn, count), asn/already_approved, of the encoder
  Task<AsnView> send(model::Actor actor, std::string asn);
  Task<AsnView> decide(model::Actor actor, std::string asn, Decide::Choice choice, std::string reference);
  /// errors: asn/cancel_unknown, asn/cancel_sent, asn/illegal_step
  Task<AsnView> cancel(model::Actor actor, std::string asn, std::string reason);
  /// errors: asn/no_evidence; ask_person asn/acknowledged_nothing (a ticket is raised: nobody knows that ASN)
  Task<AsnView> acknowledge(Acknowledgement acknowledgement);
  /// A row of the customer's own list of ASNs, by our shipment id. Shown as submitted with our quantity it is ACCEPTED,
  /// shown as received GOODS_RECEIVED; other quantities and drafts are left to the look-up; rows of others are nothing.
  /// document: where the row is archived. errors: store/...
  Task<void> observe(model::AsnStatus row, std::string document);

  Task<AsnView> show(model::Actor actor, std::string asn);
  Task<std::vector<AsnView>> list(model::Actor actor, store::AsnFilter filter);

  /// Once after opening the store and before anything else: attempts that a crash cut off become UNKNOWN; so does what
  /// may have been sent since the backup that the store was put back to.
  Task<void> recover();
  /// Works off what is due for this customer, one after the other. One loop a customer: a hanging portal holds up no
  /// other.
  Task<void> run_due(std::string customer);
  /// The next instant at which run_due has something to do; none while nothing is open.
  Task<std::optional<Instant>> next_due(std::string customer);
  /// Works on this ASN until it is closed, NOT_SENT, UNKNOWN or HELD, until something stops it, or for `limit`.
  Task<Waited> wait(std::string asn, std::chrono::milliseconds limit);

 private:
  class Busy;
  struct Opened {
    store::AsnRecord record;
    State state;
    Channel channel;
    Policy policy;
  };

  /// How far one attempt came. is_claimed: SENDING is written; unwritten: why its outcome could not be
  struct Attempt {
    bool is_claimed = false;
    std::optional<Error> unwritten;
  };

  /// One look-up on its way through a session.
  struct Look {
    adapter_api::Submission submission;
    std::vector<adapter_api::Known> controls;
    Instant started{};
    adapter_api::Sighting seen;
    std::optional<Error> failure;  ///< of signing in or of the adapter
  };

  static Result<void> allowed(const model::Actor& actor, const std::string& customer);
  Task<Opened> open(std::string asn);
  Task<void> allow(model::Actor actor, std::string asn);
  Task<AsnView> view(std::string asn);
  Task<AsnView> change(std::string job, std::string asn, Happening what, Cause cause);

  /// Once after a restore: what was approved becomes UNKNOWN, what was not yet is withdrawn.
  Task<void> recover_restored();

  /// One due ASN: what it needs now. errors: why it cannot go on now (of signing in, preparing, the store)
  Task<void> run(std::string asn);

  // submit.cpp
  Task<void> attempt(Opened opened);
  Task<void> attempt_in_session(Opened opened, Lent lent, std::shared_ptr<Attempt> made);
  Task<void> claim_and_submit(Opened opened, adapter_api::Prepared prepared, Evidence evidence, Lent lent,
                              std::shared_ptr<Attempt> made);
  Task<void> write_outcome(std::string asn, Answered answered, Cause cause, std::vector<adapter_api::Part> parts);
  Task<void> submit_now(Opened opened, adapter_api::Prepared prepared, BootTime before_commit, Lent lent);
  // reconcile.cpp
  Task<void> look_up(Opened opened);
  Task<void> look_up_in_session(std::shared_ptr<Look> look, Lent lent);
  Task<void> settle_look_up(Opened opened, std::shared_ptr<Look> look);
  Task<std::vector<adapter_api::Known>> controls_for(store::AsnRecord record);
  Task<adapter_api::Submission> submission_of(store::AsnRecord record, std::string feed);

  store::Store& store_;
  Clock& clock_;
  const Channels& channels_;
  AccountGate& gate_;
  std::set<std::string> busy_;
};

}  // namespace calloff::asn
