// The submit protocol's table: every pair of phase and event, and the promises of each step.
#include "asn/protocol.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::asn;
using namespace std::chrono_literals;
using adapter_api::ResendClass;

namespace {

const Instant kNow = Instant(1'800'000'000s);

Policy policy(ResendClass resend = ResendClass::queryable) {
  Policy p;
  p.resend = resend;
  p.settle = 6min;
  p.dedup_window = 2h;
  return p;
}

State in(Phase phase, int attempt = 1) {
  State s;
  s.phase = phase;
  s.attempt = phase == Phase::draft || phase == Phase::ready || phase == Phase::queued ? 0 : attempt;
  s.epoch = 7;
  s.body_sha256 = "h";
  s.since = kNow;
  s.act_at = kNow;
  s.first_sending = kNow;
  return s;
}

Judgement seen(Judgement::Verdict verdict, Phase level = Phase::accepted) { return {verdict, level, "ASN1", {}}; }

Result<Step> go(const State& state, Happening what, std::chrono::milliseconds later = 0ms, Policy p = policy()) {
  return step(p, state, Event{kNow + later, std::move(what)});
}

template <class Wanted>
const Wanted* effect(const Step& step) {
  for (const auto& e : step.effects)
    if (const auto* found = std::get_if<Wanted>(&e)) return found;
  return nullptr;
}

std::string verdict_of(const Step& step) {
  const auto* closed = effect<CloseAttempt>(step);
  return closed ? closed->verdict : "";
}

const std::vector<Happening> kSamples = {Freeze{"h"},
                                         Approve{},
                                         Claim{8},
                                         Unprepared{},
                                         Answered{7, 1, Answered::Kind::sent, "ASN1"},
                                         Restart{8},
                                         Looked{7, 1, kNow, seen(Judgement::Verdict::found)},
                                         Due{},
                                         Decide{Decide::Choice::found, "ASN1", "li"},
                                         Cancel{},
                                         Acknowledged{Phase::accepted, "ASN1"}};

}  // namespace

TEST_CASE("every pair of phase and event is listed or refused") {
  REQUIRE(kSamples.size() == std::size_t(kEvents));
  std::string drawn;
  for (int p = 0; p < kPhases; ++p) {
    std::string line(to_string(Phase(p)));
    line.resize(15, ' ');
    for (const auto& sample : kSamples) {
      const auto result = go(in(Phase(p)), sample);
      INFO(to_string(Phase(p)) << " " << event_name(sample));
      const bool is_illegal = !result && result.error().code == "asn/illegal_step";
      CHECK(is_illegal == !is_listed(Phase(p), sample.index()));
      line += is_illegal ? "." : result ? (result->state.phase == Phase(p) ? "=" : "x") : "!";
    }
    drawn += line + "\n";
  }
  // freeze approve claim unprepared answered restart looked due decide cancel acknowledged
  // x another phase, = the same one, ! refused with its own sentence, . illegal
  CHECK(drawn ==
        "DRAFT          x....=...x.\n"
        "READY          =x...=...x.\n"
        "QUEUED         .!x=.=.=.x.\n"
        "SENDING        .!..xx....x\n"
        "SENT           .!...=x=!!x\n"
        "DELIVERED      .!..==x=!!x\n"
        "ACCEPTED       .!..===="
        ".!=\n"
        "GOODS_RECEIVED .!..==...!=\n"
        "NOT_SENT       .!x=.=.=.xx\n"
        "UNKNOWN        .!!=.=x=x!x\n"
        "HELD           .!...=.=x!=\n"
        "REJECTED       .!..==....=\n"
        "CANCELLED      .!...=....=\n"
        "REPLACED       .....=.....\n");
}

TEST_CASE("words of the phases go both ways") {
  for (int p = 0; p < kPhases; ++p) CHECK(phase_from(to_string(Phase(p))) == Phase(p));
  CHECK(!phase_from("sent"));
}

TEST_CASE("an attempt opens only with a risen epoch and while attempts are left") {
  auto opened = go(in(Phase::queued), Claim{8});
  REQUIRE(opened);
  CHECK(opened->state.phase == Phase::sending);
  CHECK(opened->state.attempt == 1);
  CHECK(opened->state.epoch == 8);
  CHECK(effect<OpenAttempt>(*opened));
  CHECK(effect<Submit>(*opened));
  CHECK(go(in(Phase::queued), Claim{7}).error().code == "asn/epoch_not_risen");
  CHECK(go(in(Phase::not_sent, 3), Claim{8}).error().code == "asn/no_attempts_left");
  CHECK(go(in(Phase::unknown), Claim{8}).error().code == "asn/claim_of_unknown");
}

TEST_CASE("an answer belongs to one owner and one attempt") {
  CHECK(go(in(Phase::sending), Answered{6, 1, Answered::Kind::sent, ""}).error().code == "asn/stale_owner");
  CHECK(go(in(Phase::sending), Answered{7, 2, Answered::Kind::sent, ""}).error().code == "asn/stale_owner");
  CHECK(go(in(Phase::accepted), Answered{6, 1, Answered::Kind::sent, ""}).error().code == "asn/stale_owner");
}

TEST_CASE("what each answer leads to") {
  struct Case {
    Answered::Kind kind;
    Phase phase;
    const char* verdict;
  };
  const auto c = GENERATE(Case{Answered::Kind::sent, Phase::sent, "sent"},
                          Case{Answered::Kind::refused, Phase::rejected, "refused"},
                          Case{Answered::Kind::not_sent, Phase::not_sent, "not_sent"},
                          Case{Answered::Kind::unknown, Phase::unknown, "unknown"});
  const auto next = go(in(Phase::sending), Answered{7, 1, c.kind, "ASN1"});
  REQUIRE(next);
  CHECK(next->state.phase == c.phase);
  CHECK(verdict_of(*next) == c.verdict);
}

TEST_CASE("a refusal after an attempt that was only judged absent is for a person") {
  auto state = in(Phase::sending, 2);
  state.absence_was_judged = true;
  CHECK(go(state, Answered{7, 2, Answered::Kind::refused, ""})->state.phase == Phase::held);
}

TEST_CASE("two complete negatives, far enough apart and not too early, make ABSENT") {
  const auto absent = seen(Judgement::Verdict::absent);
  auto looked = [&](State s, std::chrono::seconds at) { return go(s, Looked{7, 1, kNow + at, absent}, at)->state; };
  const auto early = looked(in(Phase::unknown), 359s);
  CHECK(early.phase == Phase::unknown);
  CHECK(!early.negative);
  const auto first = looked(in(Phase::unknown), 360s);
  CHECK(first.phase == Phase::unknown);
  REQUIRE(first.negative);
  CHECK(*first.act_at == kNow + 12min);
  CHECK(looked(first, 719s).phase == Phase::unknown);
  const auto second = looked(first, 720s);
  CHECK(second.phase == Phase::not_sent);
  CHECK(second.absence_was_judged);
  CHECK(*second.act_at == kNow + 12min);

  auto last = first;
  last.attempt = 3;
  const auto given_up = go(last, Looked{7, 3, kNow + 720s, absent}, 720s);
  CHECK(given_up->state.phase == Phase::not_sent);
  CHECK(!given_up->state.act_at);
  CHECK(effect<Notify>(*given_up)->code == "asn/notice_given_up");
}

TEST_CASE("class never: looking proves nothing, two people must say it") {
  const auto p = policy(ResendClass::never);
  State state = in(Phase::unknown);
  for (int i = 0; i < 50; ++i) {
    state = go(state, Looked{7, 1, kNow + 1h * i, seen(Judgement::Verdict::absent)}, 1h * i, p)->state;
    REQUIRE(state.phase == Phase::unknown);
    REQUIRE(!state.negative);
  }
  const Decide by_li{Decide::Choice::absent, "", "li"};
  const auto once = go(state, by_li, 0ms, p);
  CHECK(once->state.phase == Phase::unknown);
  CHECK(go(once->state, by_li, 0ms, p).error().code == "asn/second_person_required");
  CHECK(go(once->state, Decide{Decide::Choice::absent, "", "wang"}, 0ms, p)->state.phase == Phase::not_sent);
}

TEST_CASE("class deduplicated: repeated without looking, inside half the window") {
  const auto p = policy(ResendClass::deduplicated);
  CHECK(effect<StartAttempt>(*go(in(Phase::unknown), Due{}, 59min, p)));
  CHECK(go(in(Phase::unknown), Claim{8}, 59min, p)->state.attempt == 2);
  CHECK(effect<LookUp>(*go(in(Phase::unknown), Due{}, 60min, p)));
  CHECK(go(in(Phase::unknown), Claim{8}, 60min, p).error().code == "asn/claim_of_unknown");
  CHECK(effect<LookUp>(*go(in(Phase::unknown, 3), Due{}, 1min, p)));
}

TEST_CASE("a look-up of an earlier owner, attempt or state is refused") {
  const auto found = seen(Judgement::Verdict::found);
  CHECK(go(in(Phase::unknown), Looked{6, 1, kNow, found}).error().code == "asn/stale_look_up");
  CHECK(go(in(Phase::unknown, 2), Looked{7, 1, kNow, found}).error().code == "asn/stale_look_up");
  CHECK(go(in(Phase::unknown), Looked{7, 1, kNow - 1ms, found}).error().code == "asn/stale_look_up");
}

TEST_CASE("what each sighting leads to") {
  using V = Judgement::Verdict;
  struct Case {
    V verdict;
    Phase level, from_unknown, from_sent;
  };
  const auto c = GENERATE(Case{V::found, Phase::sent, Phase::sent, Phase::sent},
                          Case{V::found, Phase::accepted, Phase::accepted, Phase::accepted},
                          Case{V::found, Phase::goods_received, Phase::goods_received, Phase::goods_received},
                          Case{V::found_other, Phase::sent, Phase::held, Phase::held},
                          Case{V::found_draft, Phase::sent, Phase::held, Phase::held},
                          Case{V::found_many, Phase::sent, Phase::held, Phase::held},
                          Case{V::absent, Phase::sent, Phase::unknown, Phase::sent},
                          Case{V::inconclusive, Phase::sent, Phase::unknown, Phase::sent});
  INFO(to_string(c.verdict));
  CHECK(go(in(Phase::unknown), Looked{7, 1, kNow, seen(c.verdict, c.level)})->state.phase == c.from_unknown);
  CHECK(go(in(Phase::sent), Looked{7, 1, kNow, seen(c.verdict, c.level)})->state.phase == c.from_sent);
}

TEST_CASE("acknowledgements only rise, and REJECTED dominates") {
  const Phase levels[] = {Phase::sent, Phase::delivered, Phase::accepted, Phase::goods_received};
  for (const auto from : levels)
    for (const auto said : levels) {
      INFO(to_string(from) << " " << to_string(said));
      CHECK(go(in(from), Acknowledged{said, ""})->state.phase == std::max(from, said));
    }
  for (const auto from : {Phase::sending, Phase::sent, Phase::accepted, Phase::goods_received, Phase::unknown,
                          Phase::held, Phase::rejected})
    CHECK(go(in(from), Acknowledged{Phase::rejected, ""})->state.phase == Phase::rejected);
  CHECK(go(in(Phase::rejected), Acknowledged{Phase::accepted, ""})->state.phase == Phase::rejected);
  CHECK(effect<Notify>(*go(in(Phase::cancelled), Acknowledged{Phase::accepted, ""})));
}

TEST_CASE("what people may do with a stuck one") {
  for (const auto phase : {Phase::unknown, Phase::held}) {
    INFO(to_string(phase));
    CHECK(go(in(phase), Decide{Decide::Choice::found, "", "li"}).error().code == "asn/reference_required");
    const auto found = go(in(phase), Decide{Decide::Choice::found, "ASN9", "li"});
    CHECK(found->state.phase == Phase::sent);
    CHECK(found->state.vouched_id == "ASN9");
    CHECK(go(in(phase), Decide{Decide::Choice::absent, "", "li"})->state.phase == Phase::not_sent);
    CHECK(go(in(phase), Decide{Decide::Choice::abandon, "", "li"})->state.phase == Phase::cancelled);
    CHECK(go(in(phase), Cancel{}).error().code == "asn/cancel_unknown");
    auto receipted = in(phase);
    receipted.has_receipt = true;
    CHECK(go(receipted, Decide{Decide::Choice::absent, "", "li"}).error().code == "asn/receipt_not_absent");
  }
  auto overdue = in(Phase::sent);
  CHECK(go(overdue, Decide{Decide::Choice::abandon, "", "li"}).error().code == "asn/nothing_to_decide");
  overdue.told = 1;
  CHECK(go(overdue, Decide{Decide::Choice::abandon, "", "li"})->state.phase == Phase::cancelled);
}

TEST_CASE("who is told, and when") {
  auto state = go(in(Phase::sending), Answered{7, 1, Answered::Kind::unknown, ""})->state;
  CHECK(state.told == 1);
  CHECK(*next_due(policy(), state) == kNow + 6min);
  const auto at_ten = go(state, Due{}, 10min);
  CHECK(effect<Notify>(*at_ten)->to == Audience::coordinator);
  CHECK(at_ten->state.told == 2);

  state.deadline = kNow + 16min;  // half of what is left comes before ten minutes; the call-out a minute from now
  const auto at_eight = go(state, Due{}, 8min);
  CHECK(at_eight->state.told == 3);
  state.deadline = kNow + 40min;
  CHECK(go(state, Due{}, 10min)->state.told == 2);
  CHECK(go(state, Due{}, 25min)->state.told == 3);

  auto sent = in(Phase::sent);
  sent.act_at = kNow + 2h;
  CHECK(*next_due(policy(), sent) == kNow + 30min);
  CHECK(effect<Notify>(*go(sent, Due{}, 30min))->code == "asn/notice_unacknowledged");
}

TEST_CASE("preparing may fail for ever: it waits longer each time and tells the clerk once") {
  State state = in(Phase::queued);
  int notices = 0;
  Instant at = kNow;
  for (int i = 0; i < 10; ++i) {
    const auto next = step(policy(), state, Event{at, Unprepared{}});
    notices += effect<Notify>(*next) != nullptr;
    CHECK(*next->state.act_at > at);
    state = next->state;
    at = *state.act_at;
  }
  CHECK(notices == 1);
  CHECK(state.phase == Phase::queued);
  CHECK(at == kNow + 30s + 1min + 2min + 5min + 10min + 5 * 15min);
}

TEST_CASE("in a store put back to a backup, what was approved is looked for before it is sent") {
  const auto phase = GENERATE(Phase::queued, Phase::not_sent);
  INFO(to_string(phase));
  const auto usual = go(in(phase), Restart{8});
  REQUIRE(usual);
  CHECK(usual->state.phase == phase);
  const auto restored = go(in(phase), Restart{8, true});
  REQUIRE(restored);
  CHECK(restored->state.phase == Phase::unknown);
  CHECK(restored->state.epoch == 8);
  CHECK(go(in(phase), Restart{7, true}).error().code == "asn/epoch_not_risen");
  const auto due = go(restored->state, Due{}, 6min);
  REQUIRE(due);
  CHECK(effect<LookUp>(*due));
  CHECK_FALSE(effect<StartAttempt>(*due));
  // What the customer, a receipt or a person vouched for stands.
  for (const auto stands : {Phase::sent, Phase::accepted, Phase::held, Phase::unknown, Phase::cancelled})
    CHECK(go(in(stands), Restart{8, true})->state.phase == stands);
}

TEST_CASE("in a store put back to a backup, what the customer does not show goes out only when a person says so") {
  for (const auto phase : {Phase::queued, Phase::not_sent, Phase::unknown}) {
    for (const auto resend : {ResendClass::queryable, ResendClass::deduplicated}) {
      INFO(to_string(phase) << " " << int(resend));
      const auto with = policy(resend);
      auto state = go(in(phase), Restart{8, true}, 0ms, with)->state;
      for (int look = 0; look < 12 && state.phase == Phase::unknown; ++look) {
        const auto due = step(with, state, Event{*state.act_at, Due{}});
        CHECK_FALSE(effect<StartAttempt>(*due));
        REQUIRE(effect<LookUp>(*due));
        const Looked looked{state.epoch, state.attempt, *state.act_at, seen(Judgement::Verdict::absent)};
        const auto next = step(with, due->state, Event{*state.act_at, looked});
        REQUIRE(next);
        state = next->state;
      }
      CHECK(state.phase == Phase::held);
      CHECK_FALSE(state.act_at);
      const auto decided = step(with, state, Event{kNow + 24h, Decide{Decide::Choice::absent, "", "li"}});
      REQUIRE(decided);
      CHECK(decided->state.phase == Phase::not_sent);
      CHECK_FALSE(decided->state.is_restored);
      CHECK(step(with, state, Event{kNow + 24h, Decide{Decide::Choice::abandon, "", "li"}})->state.phase ==
            Phase::cancelled);
    }
  }
}
