// From a request to the outbox: draft, check, freeze, approve.
#include "asn/number.hpp"
#include "asn/order_facts.hpp"
#include "asn/service.hpp"
#include "store/event_log.hpp"
#include "store/facts.hpp"
#include "store/safe_mode.hpp"

namespace calloff::asn {
namespace {

Result<std::string> next_shipment_id(store::Writer& writer, const std::string& customer, const Channel& channel) {
  const auto date = local_date(writer.now(), channel.zone);
  const auto& pattern = channel.rules.sid_pattern;
  const auto sequence = sid_sequence(customer, pattern, date);
  // Of the numbers of the day of a restore, some may have been given out since the backup.
  if (const auto put_back = store::last_restore(writer);
      put_back && sequence == sid_sequence(customer, pattern, local_date(put_back->restored, channel.zone)))
    if (auto skipped = store::skip_after_restore(writer, sequence, sid_jump(pattern)); !skipped) return skipped.error();
  for (;;) {
    auto sid = make_sid(pattern, date, store::next_number(writer, sequence));
    if (!sid || !store::find_asn_by_shipment(writer, customer, *sid)) return sid;
  }
}

Result<AsnView> make_draft(store::Writer& writer, const model::Actor& actor, DraftRequest request,
                           const Channel& channel) {
  const auto orders = orders_of(writer, request);
  const auto facts = read_order_facts(writer, request.customer, channel.rules, orders, "");
  auto notice = draft_notice(request, facts.lines, facts.taken, local_time(writer.now(), channel.zone));
  if (!notice) return notice.error();
  auto sid = next_shipment_id(writer, request.customer, channel);
  if (!sid) return sid.error();
  notice->shipment_id = std::move(*sid);

  store::AsnRecord record;
  record.notice = std::move(*notice);
  record.feed = channel.rules.feed;
  record.account = channel.rules.account;
  record.state = to_string(Phase::draft);
  record.resend_class = class_letter(channel.resend);
  record.created_by = actor.name;
  auto created = store::create_asn(writer, std::move(record));
  if (!created) return created.error();
  store::Event entry;
  entry.actor = actor.name;
  entry.kind = "asn.state";
  entry.subject = created->id;
  entry.to = to_string(Phase::draft);
  entry.why = "new";
  store::append_event(writer, std::move(entry));
  return read_view(writer, created->id);
}

std::vector<Finding> findings_of(store::Reader& reader, const store::AsnRecord& record, const Channel& channel,
                                 Instant now) {
  const auto facts =
      read_order_facts(reader, record.notice.customer, channel.rules, orders_of(record.notice), record.id);
  return check_notice(record.notice, {channel.rules, facts.lines, facts.taken, local_time(now, channel.zone)});
}

Result<void> stop_if_blocked(store::Writer& writer, const store::AsnRecord& record, const Channel& channel) {
  const auto findings = findings_of(writer, record, channel, writer.now());
  if (!blocks(findings)) return {};
  std::size_t count = 0;
  for (const auto& finding : findings) count += finding.severity == Severity::block;
  return Error(Recovery::ask_person, "asn/check_failed", {{"asn", record.id}, {"count", std::to_string(count)}});
}

Result<AsnView> make_ready(store::Writer& writer, const std::string& asn, const Channel& channel,
                           const std::string& media_type, const store::RawRef& frozen, const std::string& actor) {
  auto record = load_asn(writer, asn);
  if (!record) return record.error();
  // Somebody else may have sent it since we read it.
  if (record->state != to_string(Phase::draft) && record->state != to_string(Phase::ready))
    return Error(Recovery::ask_person, "asn/already_approved", {{"state", record->state}});
  if (auto free = stop_if_blocked(writer, *record, channel); !free) return free.error();
  if (!record->frozen) {
    record->frozen = frozen;
    record->media_type = media_type;
  }
  const auto stepped =
      step_record(writer, policy_of(channel), std::move(*record), Freeze{frozen.sha256}, {actor, {}, ""});
  if (!stepped) return stepped.error();
  return read_view(writer, asn);
}

Result<AsnView> approve(store::Writer& writer, const std::string& asn, const Channel& channel,
                        const std::string& actor) {
  auto record = load_asn(writer, asn);
  if (!record) return record.error();
  if (record->state == to_string(Phase::ready))
    if (auto free = stop_if_blocked(writer, *record, channel); !free) return free.error();
  std::optional<Instant> deadline;
  if (record->notice.shipped) deadline = to_instant(*record->notice.shipped, channel.zone);
  if (deadline && *deadline <= writer.now()) deadline.reset();  // gone already: nothing can be before it
  const auto stepped = step_record(writer, policy_of(channel), std::move(*record), Approve{deadline}, {actor, {}, ""});
  if (!stepped) return stepped.error();
  return read_view(writer, asn);
}

}  // namespace

Task<AsnView> AsnService::draft(model::Actor actor, DraftRequest request) {
  if (auto may = allowed(actor, request.customer); !may) co_return may.error();
  auto channel = channels_.channel(request.customer);
  if (!channel) co_return channel.error();
  co_return co_await store_.write("asn.draft", [actor, request, channel = std::move(*channel)](store::Writer& writer) {
    return make_draft(writer, actor, request, channel);
  });
}

Task<std::vector<Finding>> AsnService::check(model::Actor actor, std::string asn) {
  if (const auto may = co_await allow(actor, asn); !may) co_return may.error();
  auto opened = co_await open(asn);
  if (!opened) co_return opened.error();
  co_return co_await store_.read(
      [opened = std::move(*opened), now = clock_.now()](store::Reader& reader) -> Result<std::vector<Finding>> {
        return findings_of(reader, opened.record, opened.channel, now);
      });
}

Task<AsnView> AsnService::send(model::Actor actor, std::string asn) {
  if (const auto may = co_await allow(actor, asn); !may) co_return may.error();
  if (const auto free = co_await store_.read(store::check_unlocked); !free) co_return free.error();
  auto opened = co_await open(asn);
  if (!opened) co_return opened.error();
  if (opened->state.phase == Phase::draft) {
    auto encoded = opened->channel.encode(opened->record.notice);
    if (!encoded) co_return encoded.error();
    auto frozen = co_await store_.keep(std::move(encoded->bytes));
    if (!frozen) co_return frozen.error();
    const auto ready = co_await store_.write(
        "asn.ready",
        [=, channel = opened->channel, media_type = encoded->media_type, ref = *frozen](store::Writer& writer) {
          return make_ready(writer, asn, channel, media_type, ref, actor.name);
        });
    if (!ready) co_return ready.error();
  }
  co_return co_await store_.write("asn.queued",
                                  [asn, channel = opened->channel, name = actor.name](store::Writer& writer) {
                                    return approve(writer, asn, channel, name);
                                  });
}

}  // namespace calloff::asn
