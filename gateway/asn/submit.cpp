// Step 4: one attempt. Prepare (read-only), write SENDING, submit inside five seconds, write what became of it.
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include "asn/evidence.hpp"
#include "asn/service.hpp"
#include "base/hash.hpp"
#include "base/stopping.hpp"
#include "store/safe_mode.hpp"

namespace calloff::asn {
namespace {

using namespace std::chrono_literals;
using adapter_api::Outcome;

/// How long after asking for the commit of SENDING the first byte may still leave.
constexpr auto kStartWithin = 5s;

/// The wire refuses to change anything at the customer except while this lives.
class WritesAllowed {
 public:
  explicit WritesAllowed(transport::Session& session) : session_(session) { session_.allow_writes(true); }
  WritesAllowed(const WritesAllowed&) = delete;
  WritesAllowed& operator=(const WritesAllowed&) = delete;
  ~WritesAllowed() { session_.allow_writes(false); }

 private:
  transport::Session& session_;
};

// A defect of an adapter is not proof that nothing was sent. A cancelled coroutine leaves SENDING behind, which the
// next owner takes for what it is: unknown.
boost::asio::awaitable<Outcome> submit_guarded(Lent lent, adapter_api::Prepared prepared) {
  const WritesAllowed allowed(lent.session);
  try {
    co_return co_await lent.adapter.submit(lent.run, std::move(prepared));
  } catch (const boost::system::system_error&) {
    throw;
  } catch (const std::exception& defect) {
    co_return adapter_api::Unknown{Error(Recovery::fix_code, "asn/adapter_failed", {{"what", defect.what()}}), {}};
  }
}

struct Read {
  Answered answered;
  Error why;
  std::vector<adapter_api::Part> evidence;
};

Read read_outcome(Outcome outcome) {
  if (auto* sent = std::get_if<adapter_api::Sent>(&outcome))
    return {{0, 0, Answered::Kind::sent, sent->remote_id},
            Error(Recovery::retry, "asn/answered_sent", {{"remote_id", sent->remote_id}}),
            std::move(sent->evidence)};
  if (auto* refused = std::get_if<adapter_api::Refused>(&outcome))
    return {{0, 0, Answered::Kind::refused, ""}, std::move(refused->error), std::move(refused->evidence)};
  if (auto* not_sent = std::get_if<adapter_api::NotSent>(&outcome))
    return {{0, 0, Answered::Kind::not_sent, ""}, std::move(not_sent->error), {}};
  auto& unknown = std::get<adapter_api::Unknown>(outcome);
  return {{0, 0, Answered::Kind::unknown, ""}, std::move(unknown.error), std::move(unknown.evidence)};
}

}  // namespace

Task<adapter_api::Submission> AsnService::submission_of(store::AsnRecord record, std::string feed) {
  auto bytes = co_await store_.read([this, sha256 = record.frozen ? record.frozen->sha256 : ""](store::Reader&) {
    return store_.archive().get(sha256);
  });
  if (!bytes) co_return bytes.error();
  adapter_api::Submission submission;
  submission.feed = std::move(feed);
  submission.key = record.notice.shipment_id;
  submission.media_type = record.media_type;
  submission.bytes = std::move(*bytes);
  co_return submission;
}

Task<void> AsnService::attempt(Opened opened) {
  const auto asn = opened.record.id;
  const auto customer = opened.record.notice.customer;
  const auto made = std::make_shared<Attempt>();
  if (const auto free = co_await store_.read(store::check_unlocked); !free) {
    co_await change("asn.unprepared", asn, Unprepared{}, {kGatewayActor, free.error(), ""});
    co_return free.error();
  }
  SessionWork work = [this, opened, made](Lent lent) { return attempt_in_session(opened, lent, made); };
  auto ran = co_await gate_.with_session(customer, Purpose::submit, std::move(work));
  if (made->unwritten) co_return *made->unwritten;
  // Once SENDING is written, a failure of the session's own book-keeping says nothing about the ASN.
  if (ran || made->is_claimed || ran.error().recovery == Recovery::stopped) co_return ran;
  co_await change("asn.unprepared", asn, Unprepared{}, {kGatewayActor, ran.error(), ""});
  co_return ran.error();
}

Task<void> AsnService::attempt_in_session(Opened opened, Lent lent, std::shared_ptr<Attempt> made) {
  auto submission = co_await submission_of(opened.record, opened.channel.rules.feed);
  if (!submission) co_return submission.error();
  auto prepared = co_await lent.adapter.prepare(lent.run, *submission);
  if (!prepared) co_return prepared.error();
  if (sha256(prepared->submission.bytes) != opened.state.body_sha256 || prepared->submission.key != submission->key)
    co_return Error(Recovery::fix_code, "asn/body_changed");
  auto evidence = co_await keep_evidence(store_, std::move(prepared->evidence));
  if (!evidence) co_return evidence.error();

  // From here to the outcome a stop is not thrown: what is known of the attempt must reach the store.
  const bool throws = co_await boost::asio::this_coro::throw_if_cancelled();
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  auto claimed = co_await claim_and_submit(std::move(opened), std::move(*prepared), std::move(*evidence), lent, made);
  co_await boost::asio::this_coro::throw_if_cancelled(throws);
  co_return claimed;
}

Task<void> AsnService::claim_and_submit(Opened opened, adapter_api::Prepared prepared, Evidence evidence, Lent lent,
                                        std::shared_ptr<Attempt> made) {
  const auto before_commit = clock_.boot();
  auto claimed = co_await store_.write("asn.sending",
                                       [policy = opened.policy, asn = opened.record.id, shipped = prepared.shipped,
                                        evidence](store::Writer& writer) -> Result<Stepped> {
                                         if (auto free = store::check_unlocked(writer); !free) return free.error();
                                         auto record = load_asn(writer, asn);
                                         if (!record) return record.error();
                                         put_shipped_before(shipped, *record);
                                         const Claim claim{std::uint64_t(record->epoch) + 1};
                                         return step_record(writer, policy, std::move(*record), claim,
                                                            {kGatewayActor, {}, evidence.list, evidence.files});
                                       });
  if (!claimed) co_return claimed.error();
  made->is_claimed = true;
  opened.record = std::move(claimed->record);
  opened.state = std::move(claimed->step.state);
  // Work that may have sent something does not end in error: it would be taken for work that may be repeated.
  auto written = co_await submit_now(std::move(opened), std::move(prepared), before_commit, lent);
  if (!written) made->unwritten = written.error();
  co_return Result<void>();
}

Task<void> AsnService::submit_now(Opened opened, adapter_api::Prepared prepared, BootTime before_commit, Lent lent) {
  Outcome outcome = adapter_api::NotSent{Error(Recovery::retry, "asn/late_start")};
  // A machine that slept between the two must not send what somebody may meanwhile have settled.
  if (co_await is_told_to_stop())
    outcome = adapter_api::NotSent{Error(Recovery::stopped, "run/stopped")};
  else if (clock_.boot() - before_commit <= kStartWithin)
    outcome = co_await submit_guarded(lent, std::move(prepared));
  auto read = read_outcome(std::move(outcome));
  read.answered.epoch = opened.state.epoch;
  read.answered.attempt = opened.state.attempt;
  auto written = co_await write_outcome(opened.record.id, read.answered, {kGatewayActor, std::move(read.why), ""},
                                        std::move(read.evidence));
  co_return written;
}

/// Once more where an old file of the same bytes was pruned in between: what is known of an attempt is not given up.
Task<void> AsnService::write_outcome(std::string asn, Answered answered, Cause cause,
                                     std::vector<adapter_api::Part> parts) {
  for (bool is_again = false;; is_again = true) {
    auto evidence = co_await keep_evidence(store_, parts);
    auto kept = evidence ? std::move(*evidence) : Evidence();
    cause.evidence = std::move(kept.list);
    cause.files = std::move(kept.files);
    const auto changed = co_await change("asn.outcome", asn, answered, cause);
    if (changed) co_return Result<void>();
    if (is_again || changed.error().code != "store/pruned_meanwhile") co_return changed.error();
  }
}

}  // namespace calloff::asn
