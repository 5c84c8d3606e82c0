#include "store/documents.hpp"

#include "folder.hpp"
#include "store/arrivals.hpp"
#include "store/document_query.hpp"
#include "store/runs.hpp"
#include "store/states.hpp"
#include "support/asn/jumping_clock.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

const FeedKey kFeed{"sgm", "JQ", "daily"};

ArchivedDocument put_page(Store& store, const std::string& bytes, const std::string& mark = "1") {
  const auto raw = store.archive().put(bytes).value();
  return store
      .write_now("test/document",
                 [&](Writer& writer) {
                   return put_document(writer, store.archive(), kFeed, "PUS-1", mark, "R-000001",
                                       {{"detail.html", "text/html", raw}});
                 })
      .value();
}

void commit(Store& store, const std::string& document, const std::string& drafts) {
  REQUIRE(store.write_now("test/state", [&](Writer& writer) {
    return put_document_state(writer, document, DocumentState::committed, drafts, "m1", std::nullopt);
  }));
}

}  // namespace

TEST_CASE("a document and its entry are known together; the same again is a repeat") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto first = put_page(*store, "page A");
  CHECK(!first.is_repeat);
  const auto again = put_page(*store, "page A", "2");
  CHECK(again.is_repeat);
  CHECK(again.id == first.id);
  const auto checks = store->read_now([&](Reader& reader) -> Result<void> {
    const auto document = find_document(reader, first.id).value();
    CHECK(document.parts.at(0).raw.size == 6);
    CHECK(document.state == DocumentState::archived);
    const auto seen = find_seen(reader, kFeed, "PUS-1").value();
    CHECK(seen.mark == "2");
    CHECK(seen.fetches == 2);
    CHECK(unfinished_documents(reader).size() == 1);
    return {};
  });
  CHECK(checks);
}

TEST_CASE("an entry that goes back to what it said before is news") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto a = put_page(*store, "page A");
  commit(*store, a.id, "drafts A");
  const auto b = put_page(*store, "page B");
  commit(*store, b.id, "drafts B");
  const auto drafts = [&] {
    return store->read_now([](Reader& r) -> Result<std::string> { return last_drafts_hash(r, kFeed, "PUS-1"); })
        .value();
  };
  CHECK(drafts() == "drafts B");
  const auto back = put_page(*store, "page A");
  CHECK(back.id == a.id);
  CHECK(!back.is_repeat);
  CHECK(store->read_now([](Reader& r) -> Result<std::size_t> { return unfinished_documents(r).size(); }).value() == 1);
  commit(*store, back.id, "drafts A");
  CHECK(drafts() == "drafts A");
}

TEST_CASE("a document stands published since it first was, through a quarantine; one that comes again, since then") {
  const Folder folder;
  test::JumpingClock clock(at("2026-03-10T03:12:00Z"));
  const auto first = clock.now(), second = at("2026-03-11T03:12:00Z"), third = at("2026-03-12T03:12:00Z");
  const auto store = open_store(folder, Mode::write, clock);
  const auto published = [&] {
    return store
        ->read_now([](Reader& r) -> Result<std::optional<Instant>> { return first_published(r, kFeed, Instant{}); })
        .value();
  };
  const auto page = put_page(*store, "page A");
  CHECK(!published());
  commit(*store, page.id, "d");
  CHECK(published() == first);
  clock.advance_to(second);
  REQUIRE(store->write_now("test/state", [&](Writer& writer) {
    return put_document_state(writer, page.id, DocumentState::quarantined, "d", "m1", std::nullopt);
  }));
  CHECK(!published());
  commit(*store, page.id, "d");
  CHECK(published() == first);
  put_page(*store, "page B", "2");
  clock.advance_to(third);
  put_page(*store, "page A", "3");
  commit(*store, page.id, "d");
  CHECK(published() == third);
}

TEST_CASE("documents of the past are found by run, feed and day, whichever of them are asked for") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto raw = store->archive().put("page").value();
  const auto put = [&](const FeedKey& feed, const char* entry, const char* started) {
    REQUIRE(store->write_now("test/document", [&](Writer& w) -> Result<void> {
      RunRecord run;
      run.started = at(started);
      const auto id = start_run(w, run);
      REQUIRE(put_document(w, store->archive(), feed, entry, "1", id, {{"detail", "text/html", raw}}));
      return {};
    }));
  };
  put({"sgm", "JQ", "daily"}, "a", "2026-03-09T03:00:00Z");
  put({"sgm", "JQ", "weekly"}, "b", "2026-03-10T03:00:00Z");
  put({"sgm", "DY", "daily"}, "c", "2026-03-11T03:00:00Z");
  put({"vw", "JQ", "daily"}, "d", "2026-03-12T03:00:00Z");
  const auto found = [&](const DocumentFilter& filter) {
    return store
        ->read_now([&](Reader& r) -> Result<std::string> {
          std::string entries;
          for (const auto& document : past_documents(r, filter)) entries += document.entry;
          return entries;
        })
        .value();
  };
  CHECK(found({}) == "abcd");
  CHECK(found({{}, "sgm", "", "", {}, {}}) == "abc");
  CHECK(found({{}, "", "JQ", "daily", {}, {}}) == "ad");
  CHECK(found({{"R-000003", "R-000001"}, "", "", "", {}, {}}) == "ac");
  CHECK(found({{"R-000001", "R-000002"}, "", "", "weekly", {}, {}}) == "b");
  CHECK(found({{"R-000009"}, "", "", "", {}, {}}) == "");
  CHECK(found({{}, "", "", "", at("2026-03-10T03:00:00Z"), at("2026-03-12T03:00:00Z")}) == "bc");
  CHECK(found({{"R-000001", "R-000002"}, "", "", "", at("2026-03-10T00:00:00Z"), {}}) == "b");
  // One that no run brought, by when it came.
  REQUIRE(store->write_now("test/document", [&](Writer& w) {
    return put_document(w, store->archive(), {"vw", "", ""}, "e", "1", "", {{"detail", "text/html", raw}});
  }));
  CHECK(found({{}, "vw", "", "", at("2026-03-10T03:00:00Z"), at("2026-03-12T03:00:00Z")}) == "e");
  CHECK(found({{}, "", "", "", at("2026-03-10T04:00:00Z"), {}}) == "cd");
  CHECK(found({{}, "", "", "", {}, at("2026-03-10T03:00:00Z")}) == "a");
}

TEST_CASE("a document whose bytes are not archived is not known") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto put = store->write_now("test/document", [&](Writer& writer) {
    return put_document(writer, store->archive(), kFeed, "PUS-1", "1", "R-000001",
                        {{"detail.html", "text/html", {std::string(64, 'a'), 1}}});
  });
  CHECK(put.error().code == "store/archive_missing");
}

TEST_CASE("an error comes back complete, also with bytes that are no text") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto document = put_page(*store, "page A").id;
  const Error error{
      Recovery::quarantine, "decode/bad_byte", {{"byte", "\xff"}}, {"sgm", "JQ", "daily", "D-1", 7, "row 4"}};
  REQUIRE(store->write_now("test/state", [&](Writer& writer) {
    return put_document_state(writer, document, DocumentState::quarantined, "", "m1", error);
  }));
  const auto kept =
      store->read_now([&](Reader& r) -> Result<DocumentRecord> { return find_document(r, document).value(); });
  REQUIRE(kept);
  const auto& back = kept->error.value();
  CHECK(back.recovery == error.recovery);
  CHECK(back.code == error.code);
  CHECK(back.args == error.args);
  CHECK(back.where.offset == 7);
  CHECK(back.where.position == "row 4");
}

TEST_CASE("holds, counters and cookies survive a restart") {
  const Folder folder;
  AccountState account;
  account.account = {"sgm", "main"};
  account.hold = Hold{{Recovery::hold_account, "auth/rejected", {{"user", "u"}}}, at("2026-03-10T03:00:00Z")};
  account.logins = 2;
  account.logins_on = parse_date("2026-03-10").value();
  account.cookies = std::string("\0\x01", 2);
  FeedState feed;
  feed.feed = kFeed;
  feed.next_run = at("2026-03-10T03:20:00Z");
  {
    const auto store = open_store(folder);
    REQUIRE(store->write_now("test/states", [&](Writer& writer) -> Result<void> {
      put_account_state(writer, account);
      put_feed_state(writer, feed);
      return {};
    }));
  }
  const auto store = open_store(folder);
  const auto checks = store->read_now([&](Reader& reader) -> Result<void> {
    const auto kept = account_state(reader, {"sgm", "main"});
    CHECK(kept.hold.value().reason.code == "auth/rejected");
    CHECK(kept.hold.value().since == account.hold->since);
    CHECK(kept.cookies == account.cookies);
    CHECK(kept.logins_on == account.logins_on);
    CHECK(!account_state(reader, {"sgm", "other"}).hold);
    CHECK(feed_state(reader, kFeed).next_run == feed.next_run);
    return {};
  });
  CHECK(checks);
}

TEST_CASE("a run ends once") {
  const Folder folder;
  const auto store = open_store(folder);
  RunRecord run;
  run.customer = "sgm";
  run.started = at("2026-03-10T03:12:00Z");
  run.id = store->write_now("run/start", [&](Writer& w) -> Result<std::string> { return start_run(w, run); }).value();
  run.ended = run.started;
  run.outcome = RunOutcome::page_changed;
  run.documents = 3;
  const auto finish = [&](Writer& writer) { return finish_run(writer, run); };
  REQUIRE(store->write_now("run/finish", finish));
  CHECK(store->write_now("run/finish", finish).error().code == "store/run_not_open");
  const auto listed =
      store->read_now([](Reader& r) -> Result<std::vector<RunRecord>> { return list_runs(r, {"sgm", "", "", 10}); })
          .value();
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].outcome == RunOutcome::page_changed);
  CHECK(listed[0].documents == 3);
}
