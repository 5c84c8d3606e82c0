// What is old goes, what proves or stands stays, and what went is known by its hash.
#include "store/prune.hpp"

#include "folder.hpp"
#include "store/asns.hpp"
#include "store/check.hpp"
#include "store/delivery_schedules.hpp"
#include "store/event_log.hpp"
#include "store/runs.hpp"
#include "store/snapshot.hpp"
#include "support/asn/run_task.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

const FeedKey kFeed{"sgm", "JQ", "daily"};

/// A store in the morning of 2026-03-10, and the rules of a day much later.
struct Old {
  Folder folder;
  std::unique_ptr<Store> store = open_store(folder);
  PruneBefore before{at("2030-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z")};

  RawRef file(const std::string& bytes) const { return store->archive().put(bytes).value(); }

  /// An exchange of run R-000001, a line of that file.
  void exchange(const RawRef& file, Retention retention = Retention::routine,
                Instant started = at("2026-03-10T03:12:00Z")) const {
    WireRow row;
    row.run = "R-000001";
    row.step = "list";
    row.method = "GET";
    row.url = "http://x";
    row.started = started;
    row.departure = "perhaps";
    row.record = file;
    row.retention = retention;
    REQUIRE(store->write_now("test/wire", [&](Writer& w) -> Result<void> {
      if (!find_run(w, "R-000001")) start_run(w, {});
      put_wire_row(w, row);
      return {};
    }));
  }

  /// A committed document that the customer's list does not name any more. Gives its name.
  std::string document(const std::string& entry, const std::vector<std::string>& parts, bool is_listed = false) const {
    std::vector<DocumentPart> refs;
    for (const auto& bytes : parts) refs.push_back({"part" + std::to_string(refs.size()), "text/html", file(bytes)});
    return store
        ->write_now("test/document",
                    [&](Writer& w) -> Result<std::string> {
                      const auto put = put_document(w, store->archive(), kFeed, entry, "1", "R-000001", refs);
                      if (!put) return put.error();
                      auto done = put_document_state(w, put->id, DocumentState::committed, "d", "m", std::nullopt);
                      if (!done) return done.error();
                      if (!is_listed) mark_missing(w, kFeed, {entry});
                      return put->id;
                    })
        .value();
  }

  void publish(const std::string& document, const std::string& pus_no, const char* pickup) const {
    model::DeliverySchedule sheet;
    sheet.source = {"sgm", "JQ", "daily", document, "m1"};
    sheet.pus_no = pus_no;
    sheet.pickup = parse_local_time(pickup).value();
    model::DeliveryLine line;
    line.line_no = "1";
    line.part_no = "0092";
    line.required = Decimal::whole(5);
    line.uom = "C62";
    line.locator = {"part0", 0, 1, ""};
    sheet.lines.push_back(line);
    REQUIRE(store->write_now("test/sheet", [&](Writer& w) -> Result<void> {
      auto put = put_delivery_schedule(w, sheet, next_commit(w, "R-000001"));
      return put ? Result<void>() : put.error();
    }));
  }

  Pruned prune_now() const { return test::run_for(prune(*store, before)).value(); }
  bool is_there(const RawRef& file) const { return store->archive().contains(file.sha256); }
  bool is_there(const std::string& bytes) const { return store->archive().contains(file_hash(bytes)); }
  static std::string file_hash(const std::string& bytes) {
    const Folder other;
    const Archive archive(other.path());
    return archive.put(bytes).value().sha256;
  }
  std::optional<Instant> gone(const RawRef& file) const {
    return store->read_now([&](Reader& r) -> Result<std::optional<Instant>> { return pruned_at(r, file.sha256); })
        .value();
  }
  std::string findings() const {
    std::string text;
    for (const auto& finding : check_store(*store).value().findings) text += sentence(finding) + "\n";
    return text;
  }
};

}  // namespace

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
    append_event(w, {.actor = "gateway",
                     .kind = "asn.acknowledged",
                     .subject = made.id,
                     .body = "{\"evidence\":\"" + status + "\"}"});
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
