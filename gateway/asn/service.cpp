#include "asn/service.hpp"

#include <algorithm>

#include "asn/number.hpp"
#include "asn/order_facts.hpp"
#include "store/safe_mode.hpp"

namespace calloff::asn {

using namespace std::chrono_literals;

/// Marks an ASN as being worked on by this process, unless it is already.
class AsnService::Busy {
 public:
  Busy(std::set<std::string>& all, std::string asn)
      : all_(all), asn_(std::move(asn)), is_mine_(all_.insert(asn_).second) {}
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
  ~Busy() {
    if (is_mine_) all_.erase(asn_);
  }
  bool is_mine() const { return is_mine_; }

 private:
  std::set<std::string>& all_;
  std::string asn_;
  bool is_mine_;
};

AsnService::AsnService(store::Store& store, Clock& clock, const Channels& channels, AccountGate& gate)
    : store_(store), clock_(clock), channels_(channels), gate_(gate) {}

Task<AsnService::Opened> AsnService::open(std::string asn) {
  auto record = co_await store_.read([asn](store::Reader& reader) { return load_asn(reader, asn); });
  if (!record) co_return record.error();
  auto state = to_state(*record);
  if (!state) co_return state.error();
  auto channel = channels_.channel(record->notice.customer);
  if (!channel) co_return channel.error();
  const auto policy = policy_of(*channel);
  co_return Opened{std::move(*record), std::move(*state), std::move(*channel), policy};
}

Task<void> AsnService::allow(model::Actor actor, std::string asn) {
  const auto record = co_await store_.read([asn](store::Reader& reader) { return load_asn(reader, asn); });
  if (!record) co_return record.error();
  co_return allowed(actor, record->notice.customer);
}

Result<void> AsnService::allowed(const model::Actor& actor, const std::string& customer) {
  if (actor.scope.covers(customer, "")) return {};
  return Error(Recovery::ask_person, "asn/not_allowed", {{"actor", actor.name}, {"customer", customer}});
}

Task<AsnView> AsnService::view(std::string asn) {
  co_return co_await store_.read([asn](store::Reader& reader) { return read_view(reader, asn); });
}

Task<AsnView> AsnService::change(std::string job, std::string asn, Happening what, Cause cause) {
  const auto opened = co_await open(asn);
  if (!opened) co_return opened.error();
  co_return co_await store_.write(
      std::move(job), [policy = opened->policy, asn, what, cause](store::Writer& writer) -> Result<AsnView> {
        const auto stepped = step_record(writer, policy, asn, what, cause);
        if (!stepped) return stepped.error();
        return read_view(writer, asn);
      });
}

Task<AsnView> AsnService::show(model::Actor actor, std::string asn) {
  if (const auto may = co_await allow(actor, asn); !may) co_return may.error();
  co_return co_await view(asn);
}

Task<std::vector<AsnView>> AsnService::list(model::Actor actor, store::AsnFilter filter) {
  co_return co_await store_.read([actor, filter](store::Reader& reader) -> Result<std::vector<AsnView>> {
    std::vector<AsnView> views;
    for (const auto& record : store::list_asns(reader, filter)) {
      if (!actor.scope.covers(record.notice.customer, "")) continue;
      auto one = read_view(reader, record.id);
      if (!one) return one.error();
      views.push_back(std::move(*one));
    }
    return views;
  });
}

Task<AsnView> AsnService::decide(model::Actor actor, std::string asn, Decide::Choice choice, std::string reference) {
  if (const auto may = co_await allow(actor, asn); !may) co_return may.error();
  constexpr const char* words[] = {"found", "absent", "abandon"};
  Cause cause{actor.name,
              Error(Recovery::ask_person, "asn/person_decided",
                    {{"actor", actor.name}, {"choice", words[std::size_t(choice)]}, {"reference", reference}}),
              ""};
  co_return co_await change("asn.decided", asn, Decide{choice, reference, actor.name}, std::move(cause));
}

Task<AsnView> AsnService::cancel(model::Actor actor, std::string asn, std::string reason) {
  if (const auto may = co_await allow(actor, asn); !may) co_return may.error();
  Cause cause{actor.name,
              Error(Recovery::ask_person, "asn/person_cancelled", {{"actor", actor.name}, {"reason", reason}}), ""};
  co_return co_await change("asn.cancelled", asn, Cancel{}, std::move(cause));
}

Task<void> AsnService::recover() {
  const auto cut_off = co_await store_.read([](store::Reader& reader) -> Result<std::vector<store::AsnRecord>> {
    return store::list_asns(reader, {"", std::string(to_string(Phase::sending)), "", true});
  });
  if (!cut_off) co_return cut_off.error();
  for (const auto& record : *cut_off) {
    const Restart restart{std::uint64_t(record.epoch) + 1};
    const auto changed = co_await change("asn.restarted", record.id, restart,
                                         {kGatewayActor, Error(Recovery::retry, "asn/restarted"), ""});
    if (!changed) co_return changed.error();
  }
  co_return co_await recover_restored();
}

Task<void> AsnService::recover_restored() {
  const auto unsettled =
      co_await store_.read([](store::Reader& reader) -> Result<std::optional<std::vector<store::AsnRecord>>> {
        if (!store::has_unsettled_restore(reader)) return std::nullopt;
        return store::list_asns(reader, {"", "", "", true});
      });
  if (!unsettled) co_return unsettled.error();
  if (!*unsettled) co_return Result<void>();
  for (const auto& record : **unsettled) {
    const auto phase = phase_from(record.state);
    // A draft's bytes are not frozen: there is nothing to look for at the customer, and nothing may send it unseen.
    const bool is_draft = phase == Phase::draft || phase == Phase::ready;
    Happening what = Cancel{};
    if (!is_draft) what = Restart{std::uint64_t(record.epoch) + 1, true};
    const auto why = Error(Recovery::ask_person, is_draft ? "asn/restored_draft" : "asn/restored_open");
    const auto changed = co_await change("asn.restored", record.id, std::move(what), {kGatewayActor, why, ""});
    if (!changed) co_return changed.error();
  }
  co_return co_await store_.write("asn.restore_settled", [](store::Writer& writer) -> Result<void> {
    store::settle_restore(writer);
    return {};
  });
}

namespace {

Result<std::vector<store::AsnRecord>> approved(store::Reader& reader, const std::string& customer) {
  auto open = store::list_asns(reader, {customer, "", "", true});
  std::erase_if(open, [](const store::AsnRecord& record) { return !record.next_at; });
  return open;
}

bool is_settled(const AsnView& view) {
  if (!view.record.is_open) return true;
  switch (view.phase) {
    case Phase::queued:
    case Phase::sending:
    case Phase::sent:
    case Phase::delivered:
    case Phase::accepted:
      return false;
    default:
      return true;
  }
}

}  // namespace

Task<std::optional<Instant>> AsnService::next_due(std::string customer) {
  co_return co_await store_.read([customer](store::Reader& reader) -> Result<std::optional<Instant>> {
    std::optional<Instant> next;
    for (const auto& record : *approved(reader, customer))
      next = next ? std::min(*next, *record.next_at) : *record.next_at;
    return next;
  });
}

Task<void> AsnService::run_due(std::string customer) {
  const auto open = co_await store_.read([customer](store::Reader& reader) { return approved(reader, customer); });
  if (!open) co_return open.error();
  Result<void> last;
  for (const auto& record : *open) {
    if (*record.next_at > clock_.now()) continue;
    auto ran = co_await run(record.id);
    if (!ran) last = std::move(ran);
  }
  co_return last;
}

Task<void> AsnService::run(std::string asn) {
  const Busy busy(busy_, asn);
  if (!busy.is_mine()) co_return Result<void>();
  auto opened = co_await open(asn);
  if (!opened) co_return opened.error();
  if (opened->state.phase == Phase::sending) {  // nobody here works on it: its owner was cut off
    const Restart restart{opened->state.epoch + 1};
    const auto changed =
        co_await change("asn.restarted", asn, restart, {kGatewayActor, Error(Recovery::retry, "asn/restarted"), ""});
    co_return changed ? Result<void>() : Result<void>(changed.error());
  }
  auto due = step(opened->policy, opened->state, Event{clock_.now(), Due{}});
  if (!due) co_return due.error();
  const bool is_work = std::any_of(due->effects.begin(), due->effects.end(), [](const Effect& effect) {
    return std::holds_alternative<StartAttempt>(effect) || std::holds_alternative<LookUp>(effect);
  });
  if (!is_work || due->effects.size() > 1) {  // somebody is told, or only the timer moves on
    const auto told = co_await change("asn.due", asn, Due{}, {});
    if (!told) co_return told.error();
  }
  if (!is_work) co_return Result<void>();
  const bool is_attempt = std::holds_alternative<StartAttempt>(due->effects.back());
  co_return is_attempt ? co_await attempt(std::move(*opened)) : co_await look_up(std::move(*opened));
}

Task<Waited> AsnService::wait(std::string asn, std::chrono::milliseconds limit) {
  const auto end = clock_.boot() + limit;
  for (;;) {
    auto seen = co_await view(asn);
    if (!seen) co_return seen.error();
    if (is_settled(*seen)) co_return Waited{std::move(*seen), {}};
    const auto now = clock_.now();
    const auto next = seen->record.next_at.value_or(now + 1s);
    const bool is_busy = busy_.contains(asn);
    if (!is_busy && next <= now) {
      const auto ran = co_await run(asn);
      if (ran) continue;
      seen = co_await view(asn);
      if (!seen) co_return seen.error();
      co_return Waited{std::move(*seen), ran.error()};
    }
    if (clock_.boot() >= end) co_return Waited{std::move(*seen), {}};
    // Another loop of this process may be the one that goes on with it: look at least every second.
    const auto pause = is_busy ? 50ms : std::clamp<std::chrono::milliseconds>(next - now, 10ms, 1s);
    co_await clock_.sleep_until(std::min(end, clock_.boot() + pause));
  }
}

}  // namespace calloff::asn
