#include "asn/record_step.hpp"

#include <algorithm>

#include "store/asn_proofs.hpp"
#include "store/event_log.hpp"
#include "store/outbox.hpp"
#include "store/tickets.hpp"

namespace calloff::asn {
namespace {

std::string ticket_key(const store::AsnRecord& record) { return "asn/" + record.id; }

// Hashes and numbers only: nothing that would have to be escaped.
std::string event_body(const State& state, const Cause& cause) {
  return "{\"attempt\":" + std::to_string(state.attempt) + ",\"epoch\":" + std::to_string(state.epoch) +
         ",\"sha256\":\"" + state.body_sha256 + "\",\"evidence\":\"" + cause.evidence + "\"}";
}

void log_step(store::Writer& writer, const store::AsnRecord& record, const State& before, const Step& step,
              const Event& event, const Cause& cause) {
  store::Event entry;
  entry.actor = cause.actor;
  entry.kind = before.phase == step.state.phase ? "asn." + std::string(event_name(event.what)) : "asn.state";
  entry.subject = record.id;
  entry.from = to_string(before.phase);
  entry.to = to_string(step.state.phase);
  entry.why = cause.why.code.empty() ? std::string(event_name(event.what)) : sentence(cause.why);
  entry.body = event_body(step.state, cause);
  store::append_event(writer, std::move(entry));
}

/// The store's word for how an attempt ended; empty where its outcome stays as it is.
std::string outcome_word(const std::string& verdict) {
  if (verdict == "found") return "sent";
  return verdict == "abandoned" ? "" : verdict;
}

Result<void> close_attempt(store::Writer& writer, const store::AsnRecord& record, const std::string& verdict,
                           const Cause& cause) {
  auto attempts = store::attempts_of(writer, record.id);
  const auto word = outcome_word(verdict);
  if (attempts.empty() || word.empty()) return {};
  auto& attempt = attempts.back();
  const bool is_settled = !attempt.outcome.empty() && attempt.outcome != "unknown";
  if (is_settled || attempt.outcome == word) return {};
  attempt.outcome = word;
  attempt.settled = writer.now();
  if (!cause.evidence.empty()) attempt.evidence = cause.evidence;
  if (!cause.why.code.empty()) attempt.error = cause.why;
  return store::settle_attempt(writer, attempt);
}

void notify(store::Writer& writer, const store::AsnRecord& record, const Notify& notice) {
  // A rung of the ladder replaces the one below it: one ticket an ASN, which gets worse.
  store::raise_ticket(
      writer, ticket_key(record),
      Error(Recovery::ask_person, notice.code, {{"asn", record.id}}, {record.notice.customer, "", "", "", {}, ""}));
}

Result<void> carry_out(store::Writer& writer, const store::AsnRecord& record, const Effect& effect,
                       const Cause& cause) {
  if (const auto* close = std::get_if<CloseAttempt>(&effect))
    return close_attempt(writer, record, close->verdict, cause);
  if (const auto* notice = std::get_if<Notify>(&effect)) notify(writer, record, *notice);
  if (std::holds_alternative<LeaveOutbox>(effect)) store::close_outbox(writer, kOutboxKind, record.id);
  if (std::holds_alternative<OpenAttempt>(effect)) {
    const auto opened = store::start_attempt(writer, record.id, record.epoch);
    if (!opened) return opened.error();
  }
  return {};
}

/// Files that prove a step are kept for as long as it is: from this very write on.
void keep_proof(store::Writer& writer, const store::AsnRecord& record, const Cause& cause) {
  store::put_proofs(writer, record.id, cause.files);
  if (cause.files.empty() && !cause.evidence.empty()) store::put_document_proof(writer, record.id, cause.evidence);
}

/// Every open row that left its maker's hands has a timer, also one that waits for a person or for its owner.
std::optional<Instant> timer_of(const store::AsnRecord& record, Phase phase, Instant now) {
  if (!record.is_open || phase == Phase::draft || phase == Phase::ready) return std::nullopt;
  if (record.next_at) return record.next_at;
  return now + (phase == Phase::sending ? std::chrono::minutes(15) : std::chrono::hours(24));
}

}  // namespace

Result<store::AsnRecord> load_asn(store::Reader& reader, std::string_view asn) {
  auto record = store::find_asn(reader, asn);
  if (!record) return Error(Recovery::ask_person, "asn/unknown_asn", {{"asn", std::string(asn)}});
  return std::move(*record);
}

Result<Stepped> step_record(store::Writer& writer, const Policy& policy, std::string_view asn, Happening what,
                            const Cause& cause) {
  auto record = load_asn(writer, asn);
  if (!record) return record.error();
  return step_record(writer, policy, std::move(*record), std::move(what), cause);
}

Result<Stepped> step_record(store::Writer& writer, const Policy& policy, store::AsnRecord record, Happening what,
                            const Cause& cause) {
  const auto before = to_state(record);
  if (!before) return before.error();
  const Event event{writer.now(), std::move(what)};
  auto next = step(policy, *before, event);
  if (!next) return next.error();
  put_state(policy, next->state, record);
  record.next_at = timer_of(record, next->state.phase, writer.now());
  const auto revision = store::update_asn(writer, record);
  if (!revision) return revision.error();
  record.revision = *revision;
  if (record.next_at) store::put_outbox(writer, kOutboxKind, record.id, *record.next_at);
  const bool is_told =
      std::ranges::any_of(next->effects, [](const Effect& effect) { return std::holds_alternative<Notify>(effect); });
  if (next->state.phase != before->phase && !is_told)
    store::close_ticket(writer, ticket_key(record), cause.actor, std::string(to_string(next->state.phase)));
  for (const auto& effect : next->effects)
    if (auto done = carry_out(writer, record, effect, cause); !done) return done.error();
  keep_proof(writer, record, cause);
  log_step(writer, record, *before, *next, event, cause);
  record.attempts = next->state.attempt;
  return Stepped{std::move(record), std::move(*next)};
}

}  // namespace calloff::asn
