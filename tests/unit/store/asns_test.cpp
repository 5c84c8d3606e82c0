#include "store/asns.hpp"

#include "folder.hpp"
#include "store/check.hpp"
#include "store/event_log.hpp"
#include "store/outbox.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

AsnRecord draft(const std::string& shipment_id = "S-1") {
  AsnRecord asn;
  asn.notice.customer = "sgm";
  asn.notice.shipment_id = shipment_id;
  asn.notice.shipped = parse_local_time("2026-03-10T14:00").value();
  asn.notice.lines.push_back({"OES-1", "10", "0092", Decimal::whole(60), "C62", "O-1", "", {}});
  asn.state = "DRAFT";
  asn.resend_class = "Q";
  asn.created_by = "clerk";
  return asn;
}

AsnRecord created(Store& store, const AsnRecord& asn = draft()) {
  return store.write_now("asn/draft", [&](Writer& writer) { return create_asn(writer, asn); }).value();
}

/// An ASN with frozen bytes, of epoch 1.
AsnRecord frozen(Store& store) {
  auto asn = created(store);
  asn.frozen = store.archive().put("sid=S-1&qty=60").value();
  asn.state = "QUEUED";
  asn.epoch = 1;
  asn.revision = store.write_now("asn/ready", [&](Writer& writer) { return update_asn(writer, asn); }).value();
  return asn;
}

Result<AttemptRecord> attempt(Store& store, const AsnRecord& asn, std::int64_t epoch = 1) {
  return store.write_now("asn/sending", [&](Writer& writer) { return start_attempt(writer, asn.id, epoch); });
}

Result<void> settle(Store& store, AttemptRecord attempt, const char* outcome) {
  attempt.outcome = outcome;
  return store.write_now("asn/settle", [&](Writer& writer) { return settle_attempt(writer, attempt); });
}

std::string code_of(const auto& result) { return result ? "ok" : result.error().code; }

}  // namespace

TEST_CASE("an ASN comes back as it was drafted, under a number") {
  const Folder folder;
  const auto store = open_store(folder);
  CHECK(created(*store).id == "A-000001");
  CHECK(created(*store, draft("S-2")).id == "A-000002");
  const auto asn =
      store->read_now([](Reader& r) -> Result<AsnRecord> { return find_asn(r, "A-000001").value(); }).value();
  CHECK(asn.notice.shipped == draft().notice.shipped);
  REQUIRE(asn.notice.lines.size() == 1);
  CHECK(asn.notice.lines[0].qty == Decimal::whole(60));
  CHECK(asn.revision == 1);
}

TEST_CASE("a shipment id belongs to one ASN of a customer") {
  const Folder folder;
  const auto store = open_store(folder);
  created(*store);
  const auto second = store->write_now("asn/draft", [](Writer& writer) { return create_asn(writer, draft()); });
  CHECK(code_of(second) == "store/shipment_id_taken");
  CHECK(second.error().arg("asn") == "A-000001");
  auto replacement = draft();
  replacement.notice.version = 2;
  CHECK(created(*store, replacement).id == "A-000002");
}

TEST_CASE("of two who change an ASN the second is told") {
  const Folder folder;
  const auto store = open_store(folder);
  auto mine = created(*store), theirs = mine;
  const auto update = [&](const AsnRecord& asn) {
    return store->write_now("asn/draft", [&](Writer& writer) { return update_asn(writer, asn); });
  };
  mine.notice.carrier = "mine";
  theirs.notice.carrier = "theirs";
  CHECK(update(mine).value() == 2);
  CHECK(code_of(update(theirs)) == "store/asn_changed");
}

TEST_CASE("what was frozen never changes") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto asn = frozen(*store);
  const auto change = [&](auto edit) {
    auto changed = asn;
    edit(changed);
    return code_of(store->write_now("asn/draft", [&](Writer& writer) { return update_asn(writer, changed); }));
  };
  CHECK(change([](AsnRecord& a) { a.frozen->sha256 = std::string(64, 'a'); }) == "store/asn_frozen");
  CHECK(change([](AsnRecord& a) { a.frozen.reset(); }) == "store/asn_frozen");
  CHECK(change([](AsnRecord& a) { a.notice.lines[0].qty = Decimal::whole(61); }) == "store/asn_frozen");
  CHECK(change([](AsnRecord& a) { a.notice.plate = "沪A12345"; }) == "store/asn_frozen");
  CHECK(change([](AsnRecord& a) { a.epoch = 0; }) == "store/epoch_backwards");
  CHECK(change([](AsnRecord& a) { a.state = "SENDING"; }) == "ok");
}

TEST_CASE("a second attempt needs proof that the first did not happen") {
  struct Case {
    const char *outcome, *second;
  };
  const auto c = GENERATE(Case{nullptr, "store/attempt_not_closed"}, Case{"unknown", "store/attempt_not_closed"},
                          Case{"sent", "store/attempt_not_closed"}, Case{"refused", "store/attempt_not_closed"},
                          Case{"not_sent", "ok"}, Case{"absent", "ok"});
  INFO((c.outcome ? c.outcome : "open"));
  const Folder folder;
  const auto store = open_store(folder);
  const auto asn = frozen(*store);
  const auto first = attempt(*store, asn).value();
  CHECK(first.number == 1);
  CHECK(first.body_sha256 == asn.frozen->sha256);
  if (c.outcome) REQUIRE(settle(*store, first, c.outcome));
  CHECK(code_of(attempt(*store, asn)) == c.second);
}

TEST_CASE("an attempt needs frozen bytes and the present owner; its outcome is settled once, unknown apart") {
  const Folder folder;
  const auto store = open_store(folder);
  CHECK(code_of(attempt(*store, created(*store, draft("S-2")), 0)) == "store/asn_not_frozen");
  const auto asn = frozen(*store);
  CHECK(code_of(attempt(*store, asn, 2)) == "store/epoch_stale");
  const auto first = attempt(*store, asn).value();
  CHECK(code_of(settle(*store, first, "unknown")) == "ok");
  CHECK(code_of(settle(*store, first, "sent")) == "ok");
  CHECK(code_of(settle(*store, first, "absent")) == "store/attempt_settled");
  CHECK(code_of(settle(*store, first, "unknown")) == "store/attempt_settled");
}

TEST_CASE("look-ups are kept with their controls") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto asn = frozen(*store);
  LookUpRecord look_up{asn.id,     1,    at("2026-03-10T03:20:00Z"), true, true, {"S-0"}, {"S-0"}, {}, true,
                       "negative", "D-1"};
  REQUIRE(store->write_now("asn/look_up", [&](Writer& writer) -> Result<void> {
    put_look_up(writer, look_up);
    return {};
  }));
  const auto kept =
      store->read_now([&](Reader& r) -> Result<std::vector<LookUpRecord>> { return look_ups_of(r, asn.id); }).value();
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].controls_seen == look_up.controls_seen);
  CHECK(kept[0].is_shipped_unchanged == true);
  CHECK(kept[0].at == look_up.at);
}

TEST_CASE("an outbox row is claimed by one owner at a time, and an old owner's word does not count") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto now = at("2026-03-10T03:12:00Z");
  const auto claim = [&](const char* owner, const char* when) {
    const auto clock_now = at(when);
    return store
        ->write_now("outbox/claim",
                    [&](Writer& writer) -> Result<std::optional<OutboxRow>> {
                      Writer later(writer.session(), clock_now);
                      return claim_outbox(later, "asn", owner, std::chrono::minutes(1));
                    })
        .value();
  };
  REQUIRE(store->write_now("outbox/put", [&](Writer& writer) -> Result<void> {
    put_outbox(writer, "asn", "A-000001", now);
    return {};
  }));
  CHECK(!claim("a", "2026-03-10T03:11:59Z"));
  const auto first = claim("a", "2026-03-10T03:12:00Z").value();
  CHECK(first.epoch == 1);
  CHECK(!claim("b", "2026-03-10T03:12:59Z"));
  const auto second = claim("b", "2026-03-10T03:13:00Z").value();
  CHECK(second.epoch == 2);
  const auto finish = [&](const OutboxRow& row) {
    return code_of(store->write_now("outbox/finish", [&](Writer& writer) { return finish_outbox(writer, row); }));
  };
  CHECK(finish(first) == "store/epoch_stale");
  CHECK(finish(second) == "ok");
  CHECK(!claim("b", "2026-03-10T04:00:00Z"));
  CHECK(store->read_now([](Reader& r) -> Result<bool> { return !next_outbox(r, "asn"); }).value());
}

TEST_CASE("the check finds a changed event, a forgotten ASN, a damaged and a lost file") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto asn = frozen(*store);
  REQUIRE(store->write_now("asn/queue", [&](Writer& writer) -> Result<void> {
    put_outbox(writer, "asn", asn.id, writer.now());
    for (const auto* state : {"READY", "QUEUED"})
      append_event(writer, {.actor = "clerk", .kind = "asn/state", .subject = asn.id, .to = state});
    return {};
  }));
  const auto codes = [&] {
    std::string text;
    for (const auto& finding : check_store(*store).value().findings) text += finding.code + " ";
    return text;
  };
  const auto edit = [&](const char* sql) {
    REQUIRE(store->write_now("test/edit", [&](Writer& writer) -> Result<void> {
      writer.session().execute(sql);
      return {};
    }));
  };
  CHECK(codes().empty());
  SECTION("an event") {
    edit("update event set why = 'never' where seq = 1");
    CHECK(codes() == "store/event_chain_broken ");
  }
  SECTION("an event taken out") {
    edit("delete from event where seq = 1");
    CHECK(codes() == "store/event_chain_broken ");
  }
  SECTION("an ASN") {
    edit("update outbox set is_done = 1");
    CHECK(codes() == "store/asn_forgotten ");
  }
  SECTION("a damaged file") {
    std::filesystem::resize_file(store->archive().path_of(asn.frozen->sha256), 5);
    CHECK(codes() == "store/archive_damaged ");
  }
  SECTION("a lost file") {
    std::filesystem::remove(store->archive().path_of(asn.frozen->sha256));
    CHECK(codes() == "store/archive_missing ");
  }
}
