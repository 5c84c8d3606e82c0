// What is old goes, what proves or stands stays, and what went is known by its hash.
#include "store/prune.hpp"

#include "old.hpp"
#include "store/asn_proofs.hpp"
#include "store/asns.hpp"
#include "store/event_log.hpp"
#include "store/page_shapes.hpp"
#include "store/skipped_polls.hpp"
#include "store/snapshot.hpp"
#include "store/steward.hpp"

using namespace calloff;
using namespace calloff::store;

TEST_CASE("old exchanges that only read go, with the file whose lines they all are") {
  const Old old;
  const auto gone = old.file("line 1\nline 2\n"), proof = old.file("read\nsubmit\n"), mixed = old.file("old\nnew\n");
  old.exchange(gone);
  old.exchange(gone);
  old.exchange(proof);
  old.exchange(proof, Retention::proof);
  old.exchange(mixed);
  old.exchange(mixed, Retention::routine, at("2030-01-02T00:00:00Z"));
  const auto would = test::run_for(would_prune(*old.store, old.before)).value();
  CHECK(old.is_there(gone));
  CHECK_FALSE(old.run().exchanges_pruned);
  const auto sum = old.prune_now();
  CHECK(would.exchanges == sum.exchanges);
  CHECK(sum.exchanges == 2);
  CHECK(sum.files == 1);
  CHECK(sum.bytes == 14);
  CHECK(!old.is_there(gone));
  CHECK(old.gone(gone) == morning().now());
  CHECK(old.is_there(proof));
  CHECK(old.is_there(mixed));
  const auto rows =
      old.store->read_now([](Reader& r) -> Result<std::vector<WireRow>> { return wire_rows(r, "R-000001"); }).value();
  CHECK(rows.size() == 4);
  CHECK(old.run().exchanges_pruned == morning().now());
  CHECK(old.findings() == "");
  CHECK(old.prune_now().files == 0);
}

TEST_CASE("a document goes once it is old and nothing stands on it; its row and hashes stay") {
  const Old old;
  const auto gone = old.document("PUS-1", {"page 1", "page 2"});
  const auto listed = old.document("PUS-2", {"page of a sheet that is listed"}, true);
  const auto past = old.document("PUS-3", {"page of a past day"}),
             ahead = old.document("PUS-4", {"page of a day ahead"});
  old.publish(past, "PUS-3", "2026-03-11T09:30");
  old.publish(ahead, "PUS-4", "2030-01-02T09:30");
  const auto sum = old.prune_now();
  CHECK(sum.documents == 2);
  CHECK(sum.files == 3);
  for (const char* bytes : {"page 1", "page 2", "page of a past day"}) CHECK(!old.is_there(std::string(bytes)));
  for (const char* bytes : {"page of a sheet that is listed", "page of a day ahead"})
    CHECK(old.is_there(std::string(bytes)));
  REQUIRE(old.store->read_now([&](Reader& r) -> Result<void> {
    const auto document = find_document(r, gone).value();
    CHECK(document.parts.at(1).raw.sha256 == Old::file_hash("page 2"));
    CHECK(pruned_at(r, document.parts.at(1).raw.sha256));
    CHECK(find_document(r, listed));
    return {};
  }));
  CHECK(old.findings() == "");
}

TEST_CASE("what was kept apart stays until a person accepted what it says") {
  const Old old;
  const auto unread = old.document("PUS-1", {"nobody reads this"}, false, DocumentState::quarantined);
  const auto accepted = old.document("PUS-2", {"a person took this"}, false, DocumentState::quarantined);
  old.document("PUS-3", {"waits to be decoded"}, false, DocumentState::decoded);
  const auto stop = [&](const std::string& entry, const std::string& document) {
    REQUIRE(old.store->write_now("test/drift", [&](Writer& w) -> Result<void> {
      Drift drift;
      drift.feed = kFeed;
      drift.entry = entry;
      drift.document = document;
      drift.drafts_hash = "d";
      drift.state = DriftState::stopped;
      put_drift(w, drift);
      return {};
    }));
  };
  const auto settle = [&](const std::string& entry, DriftState state) {
    REQUIRE(old.store->write_now("test/settle", [&](Writer& w) -> Result<void> {
      settle_drifts(w, kFeed, entry, state, "li", "seen");
      return {};
    }));
  };
  stop("PUS-1", unread);
  stop("PUS-2", accepted);
  CHECK(old.prune_now().files == 0);
  settle("PUS-1", DriftState::healed);  // a later page of it was good: what this one meant is still not known
  settle("PUS-2", DriftState::accepted);
  CHECK(old.prune_now().documents == 1);
  CHECK(old.is_there(std::string("nobody reads this")));
  CHECK(old.is_there(std::string("waits to be decoded")));
  CHECK(!old.is_there(std::string("a person took this")));
}

TEST_CASE("the picture of a portal's question goes with old exchanges, once nobody is asked any more") {
  const Old old;
  const auto picture = old.file("a captcha");
  const AccountKey account{"sgm", "jq"};
  REQUIRE(old.store->write_now("test/question", [&](Writer& w) -> Result<void> {
    Question question;
    question.account = account;
    question.kind = "captcha";
    question.picture = picture;
    put_question(w, question);
    return {};
  }));
  CHECK(old.prune_now().files == 0);
  REQUIRE(old.store->write_now("test/answered", [&](Writer& w) -> Result<void> {
    drop_question(w, account);
    return {};
  }));
  CHECK(old.prune_now().files == 1);
  CHECK(!old.is_there(picture));
  CHECK(old.findings() == "");
}

TEST_CASE("polls that were skipped long ago are forgotten, but for each feed's last") {
  const Old old;
  const FeedKey other{"sgm", "JQ", "weekly"};
  const auto skip = [&](const FeedKey& feed, const char* due, const char* why) {
    REQUIRE(old.store->write_now("test/skip", [&](Writer& w) -> Result<void> {
      const std::vector<Instant> one{at(due)};
      note_skipped(w, feed, one, Error(Recovery::retry, why));
      return {};
    }));
  };
  for (const auto& feed : {kFeed, other}) {
    skip(feed, "2026-03-10T03:10:00Z", "feed/held");
    skip(feed, "2026-03-11T03:10:00Z", "run/disk_low");
  }
  skip(kFeed, "2030-02-01T03:10:00Z", "feed/held");
  (void)old.prune_now();
  const auto left =
      old.store->read_now([](Reader& r) -> Result<std::vector<SkippedPolls>> { return skipped_polls(r, {}, 10); })
          .value();
  REQUIRE(left.size() == 2);
  CHECK(left[0].first == at("2030-02-01T03:10:00Z"));
  CHECK(left[1].feed == other);
  CHECK(left[1].first == at("2026-03-11T03:10:00Z"));
}

TEST_CASE("a part that another document has too stays for it") {
  const Old old;
  old.document("PUS-1", {"shared", "own"});
  old.document("PUS-2", {"shared"}, true);
  CHECK(old.prune_now().files == 1);
  CHECK(old.is_there(std::string("shared")));
  CHECK(!old.is_there(std::string("own")));
}

TEST_CASE("what proves an ASN is never given up, whichever row says so") {
  const Old old;
  const auto body = old.file("sid=S-1&qty=60"), page = old.file("confirmation page"), seen = old.file("list with S-1");
  const auto list = old.file(page.sha256 + " text/html a\n" + seen.sha256 + " text/html b\n");
  const auto status = old.document("STATUS-1", {"status page"});
  for (const auto& file : {body, page, seen, list}) old.exchange(file);
  AsnRecord asn;
  asn.notice.customer = "sgm";
  asn.notice.shipment_id = "S-1";
  asn.notice.lines.push_back({"OES-1", "10", "0092", Decimal::whole(60), "C62", "O-1", "", {}});
  asn.state = "DRAFT";
  asn.resend_class = "Q";
  REQUIRE(old.store->write_now("test/asn", [&](Writer& w) -> Result<void> {
    auto made = create_asn(w, asn).value();
    made.frozen = body;
    made.state = "SENT";
    made.epoch = 1;
    made.is_open = false;  // long accepted
    if (auto updated = update_asn(w, made); !updated) return updated.error();
    auto attempt = start_attempt(w, made.id, 1).value();
    attempt.outcome = "sent";
    attempt.evidence = list.sha256;
    if (auto settled = settle_attempt(w, attempt); !settled) return settled;
    put_proofs(w, made.id, {page, seen, list});
    append_event(w, {.actor = "gateway",
                     .kind = "asn.acknowledged",
                     .subject = made.id,
                     .body = "{\"evidence\":\"" + status + "\"}"});
    put_document_proof(w, made.id, status);
    return {};
  }));
  const auto sum = old.prune_now();
  CHECK(sum.files == 0);
  CHECK(sum.documents == 0);
  for (const auto& file : {body, page, seen, list}) CHECK(old.is_there(file));
  CHECK(old.is_there(std::string("status page")));
  CHECK(old.findings() == "");
}

TEST_CASE("what was given up and comes again is known as before") {
  const Old old;
  const auto id = old.document("PUS-1", {"page"});
  REQUIRE(old.prune_now().files == 1);
  CHECK(old.document("PUS-1", {"page"}, true) == id);
  CHECK(old.is_there(std::string("page")));
  CHECK(!old.gone({Old::file_hash("page"), 4}));
  CHECK(old.findings() == "");
  // It was archived, removed in between, and is noted only now: whoever keeps it is told to do so again.
  const Old late;
  const auto file = late.file("line\n");
  late.exchange(file);
  REQUIRE(late.prune_now().files == 1);
  const auto noted = late.store->write_now("test/late", [&](Writer& w) -> Result<void> {
    put_wire_row(w, WireRow{.run = "R-000001",
                            .step = "list",
                            .method = "GET",
                            .url = "u",
                            .departure = "perhaps",
                            .error_code = "",
                            .record = file});
    return {};
  });
  REQUIRE(!noted);
  CHECK(noted.error().code == "store/pruned_meanwhile");
  CHECK(late.gone(file));
}

TEST_CASE("a crash between the note and the removal is gone on with, and nothing is found wrong meanwhile") {
  for (const char* point : {"before:store.prune_marked", "after:store.prune_marked", "archive/removed",
                            "archive/removed#2", "before:store.prune_removed", "after:store.prune_removed"}) {
    INFO(point);
    const Folder folder;
    {
      const auto store = open_store(folder);
      REQUIRE(store->write_now("test/wire", [&](Writer& w) -> Result<void> {
        start_run(w, {});
        for (const char* bytes : {"one\n", "two\n", "three\n"})
          put_wire_row(w, WireRow{.run = "R-000001",
                                  .step = "list",
                                  .method = "GET",
                                  .url = "u",
                                  .departure = "perhaps",
                                  .error_code = "",
                                  .record = store->archive().put(bytes).value()});
        return {};
      }));
    }
    const PruneBefore before{at("2030-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z")};
    const auto status = in_child([&] {
      ::setenv("CALLOFF_CRASH_AT", point, 1);
      const auto store = open_store(folder);
      (void)test::run_for(prune(*store, before));
      return true;
    });
    REQUIRE(was_killed(status));
    const auto store = open_store(folder);
    CHECK(check_store(*store).value().findings.empty());
    CHECK(test::run_for(prune(*store, before)));
    CHECK(check_store(*store).value().findings.empty());
    std::size_t left = 0;
    store->archive().each([&](const std::string&) { ++left; });
    CHECK(left == 0);
    CHECK(store->read_now([](Reader& r) -> Result<std::size_t> { return wire_rows(r, "R-000001").size(); }).value() ==
          0);
  }
}

TEST_CASE("nothing is pruned while a backup copies the archive, and the backup's database names only what is there") {
  const Old old;
  old.exchange(old.file("line\n"));
  old.document("PUS-1", {"page"}, true);
  {
    const auto copying = ArchiveHold::share(old.folder.path());
    REQUIRE(copying);
    const auto refused = test::run_for(prune(*old.store, old.before));
    REQUIRE(!refused);
    CHECK(refused.error().code == "store/backup_running");
  }
  REQUIRE(old.prune_now().files == 1);
  const auto snapshot = copy_database(*old.store, old.folder.path() / "copy.db", [](auto, auto) {});
  REQUIRE(snapshot);
  CHECK(snapshot->files == std::vector<RawRef>{{Old::file_hash("page"), 4}});
}
