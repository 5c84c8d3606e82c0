// Backups of a small store: made, proved, damaged in every way that verify must see, put back.
#include "backup/backup.hpp"

#include <fstream>
#include <map>

#include "backup/files.hpp"
#include "base/dates.hpp"
#include "base/text.hpp"
#include "store/documents.hpp"
#include "store/event_log.hpp"
#include "store/facts.hpp"
#include "store/safe_mode.hpp"
#include "store/states.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;
namespace fs = std::filesystem;

namespace {

const Instant kNow = parse_instant("2026-03-10T03:12:00Z").value();
const store::AccountKey kAccount{"sgm", "jq"};
const std::string kSession = "a sealed session, which stays here";

Clock& morning() {
  static const auto clock = frozen_clock(kNow);
  return *clock;
}

const backup::Progress kQuiet = [](std::string_view, std::uint64_t, std::uint64_t) {};

std::unique_ptr<store::Store> open_store(const fs::path& dir) {
  auto store = store::Store::open(dir, store::Mode::write, morning());
  REQUIRE(store);
  return std::move(*store);
}

std::string content_of(const fs::path& path) { return backup::read_whole(path).value(); }

void rewrite(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// A store with documents, events and a session, open all the time, and a folder for its backup.
struct Bench {
  Bench() : store(open_store(data())) {
    page = keep("a page");
    keep("another page, a longer one");
    REQUIRE(store->write_now("test/account", [](store::Writer& writer) -> Result<void> {
      auto state = store::account_state(writer, kAccount);
      state.cookies = kSession;
      state.session_since = writer.now();
      store::put_account_state(writer, state);
      store::append_event(writer, {.actor = "test", .kind = "test/event", .subject = "sgm/jq"});
      return {};
    }));
  }

  /// Archives a document; the hash of its bytes.
  std::string keep(const std::string& bytes) {
    const auto raw = store->archive().put(bytes).value();
    REQUIRE(store->write_now("test/document", [&](store::Writer& writer) {
      return store::put_document(writer, store->archive(), {"sgm", "JQ", "daily"}, raw.sha256.substr(0, 8), "1",
                                 "R-000001", {{"detail.html", "text/html", raw}});
    }));
    return raw.sha256;
  }

  backup::Created create() {
    auto created = backup::create(*store, keyring(), dir(), kNow, "test", kQuiet);
    REQUIRE(created);
    return std::move(*created);
  }
  backup::Verified verify(const std::string& signer = {}) const {
    auto verified = backup::verify(dir(), signer, morning(), kQuiet);
    REQUIRE(verified);
    return std::move(*verified);
  }
  std::string first_finding() const {
    const auto verified = verify();
    return verified.findings.empty() ? "good" : verified.findings[0].code;
  }
  accounts::Keyring keyring() const { return accounts::Keyring::open(data()).value(); }
  fs::path data() const { return folder.path() / "data"; }
  fs::path dir() const { return folder.path() / "backup"; }
  fs::path document() const { return store::Archive(dir() / "archive").path_of(page); }
  fs::path database() const { return dir() / backup::manifest_of(dir()).value().manifest.database; }

  test::TemporaryFolder folder;
  std::unique_ptr<store::Store> store;
  std::string page;
};

/// Everything in a folder, with its rights, size and the time it was last written.
std::map<std::string, std::string> listing_of(const fs::path& dir) {
  std::map<std::string, std::string> all;
  for (const auto& entry : fs::recursive_directory_iterator(dir))
    all[fs::relative(entry.path(), dir).string()] = std::to_string(int(entry.status().permissions())) + " " +
                                                    std::to_string(entry.is_regular_file() ? entry.file_size() : 0) +
                                                    " " +
                                                    std::to_string(entry.last_write_time().time_since_epoch().count());
  return all;
}

/// A backup that nobody may write, for as long as this lives.
class ReadOnly {
 public:
  explicit ReadOnly(fs::path dir) : dir_(std::move(dir)) { set(fs::perm_options::remove); }
  ReadOnly(const ReadOnly&) = delete;
  ReadOnly& operator=(const ReadOnly&) = delete;
  ~ReadOnly() { set(fs::perm_options::add); }

 private:
  void set(fs::perm_options how) const {
    constexpr auto kWrite = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
    fs::permissions(dir_, how == fs::perm_options::add ? fs::perms::owner_write : kWrite, how);
    for (const auto& entry : fs::recursive_directory_iterator(dir_))
      fs::permissions(entry.path(), how == fs::perm_options::add ? fs::perms::owner_write : kWrite, how);
  }
  fs::path dir_;
};

std::string code_of(const Result<void>& result) { return result ? "" : result.error().code; }

}  // namespace

TEST_CASE("a backup made beside the writer is good, and says what is in it") {
  Bench bench;
  const auto created = bench.create();
  CHECK(created.copied == 2);
  CHECK(created.findings.empty());
  const auto verified = bench.verify(bench.keyring().public_key());
  CHECK(verified.findings.empty());
  CHECK(verified.signer == created.signer);
  CHECK(verified.manifest.created == kNow);
  CHECK(verified.manifest.program == "test");
  CHECK(verified.manifest.snapshot == created.manifest.snapshot);
  CHECK(verified.manifest.snapshot.files.size() == 2);
  CHECK(verified.manifest.snapshot.event_seq == 1);
  CHECK(verified.checked.documents == 2);
  CHECK(verified.checked.files == 2);
}

TEST_CASE("neither the key nor a portal session is in a backup") {
  Bench bench;
  bench.create();
  const auto key = content_of(bench.data() / "key");
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(bench.dir())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    const auto bytes = content_of(entry.path());
    INFO(entry.path());
    CHECK(bytes.find(kSession) == bytes.npos);
    CHECK(bytes.find(key) == bytes.npos);
  }
  CHECK(files == 5);  // manifest, lock, database, two documents
  const auto kept = bench.store->read_now(
      [](store::Reader& reader) -> Result<std::string> { return store::account_state(reader, kAccount).cookies; });
  CHECK(kept.value() == kSession);
}

TEST_CASE("a document that is there already is not copied again") {
  Bench bench;
  bench.create();
  const auto before = fs::last_write_time(bench.document());
  CHECK(bench.create().copied == 0);
  bench.keep("a third page");
  CHECK(bench.create().copied == 1);
  CHECK(fs::last_write_time(bench.document()) == before);
  rewrite(bench.document(), "cut");
  CHECK(bench.create().copied == 1);
  CHECK(bench.first_finding() == "good");
  int databases = 0;
  for (const auto& entry : fs::directory_iterator(bench.dir()))
    databases += entry.path().filename().string().starts_with("database-");
  CHECK(databases == 1);
}

TEST_CASE("what an unfinished backup left is believed only when it is whole") {
  Bench bench;
  const auto size = fs::file_size(bench.store->archive().path_of(bench.page));
  fs::create_directories(bench.document().parent_path());
  fs::create_directory(bench.dir() / ".calloff-backup-part");
  rewrite(bench.document(), std::string(size, '\0'));  // as a power cut may leave it: the size is right
  CHECK(bench.create().copied == 2);
  CHECK(bench.first_finding() == "good");
}

TEST_CASE("a folder that holds something else is left as it is") {
  Bench bench;
  const std::string foreign = GENERATE("tmp/notes", "database-x.sql", "manifest.json", "lock");
  INFO(foreign);
  const auto path = bench.dir() / foreign;
  fs::create_directories(path.parent_path());
  rewrite(path, "{\"name\":\"a web application\"}");
  const auto before = listing_of(bench.dir());
  const auto refused = backup::create(*bench.store, bench.keyring(), bench.dir(), kNow, "test", kQuiet);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "backup/not_empty");
  CHECK(listing_of(bench.dir()) == before);
}

TEST_CASE("what others put beside a backup stays there") {
  Bench bench;
  bench.create();
  fs::create_directory(bench.dir() / "tmp");
  for (const char* foreign : {"tmp/notes", "database-x.sql", "database-0123456789abcdef.db"})
    rewrite(bench.dir() / foreign, "somebody else's");
  bench.keep("a third page");
  bench.create();
  for (const char* foreign : {"tmp/notes", "database-x.sql", "database-0123456789abcdef.db"})
    CHECK(content_of(bench.dir() / foreign) == "somebody else's");
  CHECK(bench.first_finding() == "good");
}

TEST_CASE("a database that was in its place before its manifest was is taken away by the next backup") {
  Bench bench;
  bench.create();
  fs::create_directory(bench.dir() / ".calloff-backup-part");
  rewrite(bench.dir() / ".calloff-backup-part/placed", "database-feed.db");
  rewrite(bench.dir() / "database-feed.db", "of a backup that broke off");
  bench.create();
  CHECK_FALSE(fs::exists(bench.dir() / "database-feed.db"));
  CHECK_FALSE(fs::exists(bench.dir() / ".calloff-backup-part"));
  CHECK(bench.first_finding() == "good");
}

TEST_CASE("only its owner reads what a backup says, wherever it is") {
  Bench bench;
  fs::create_directory(bench.dir());
  fs::permissions(bench.dir(), fs::perms(0755));
  bench.create();
  constexpr auto kOwners = fs::perms::owner_read | fs::perms::owner_write;
  for (const auto& path : {bench.database(), bench.dir() / "manifest.json", bench.document()}) {
    INFO(path);
    CHECK(fs::status(path).permissions() == kOwners);
  }
}

TEST_CASE("a restore of what another has signed copies nothing") {
  Bench bench;
  const auto created = bench.create();
  const auto into = bench.folder.path() / "new";
  const auto refused = backup::restore(bench.dir(), into, std::string(64, 'a'), "li", morning(), kQuiet);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "backup/other_signer");
  CHECK_FALSE(fs::exists(into));
  CHECK(backup::restore(bench.dir(), into, created.signer, "li", morning(), kQuiet));
}

TEST_CASE("verify finds each kind of damage") {
  struct Damage {
    const char* what;
    const char* code;
    void (*done)(const Bench&);
  };
  const auto damage = GENERATE(
      Damage{"nothing", "good", [](const Bench&) {}},
      Damage{"a byte of a document", "store/archive_damaged",
             [](const Bench& b) {
               auto bytes = content_of(b.document());
               bytes.back() = static_cast<char>(bytes.back() ^ 1);
               rewrite(b.document(), bytes);
             }},
      Damage{"a document gone", "store/archive_missing", [](const Bench& b) { fs::remove(b.document()); }},
      Damage{"an edited manifest", "backup/manifest_edited",
             [](const Bench& b) {
               const auto path = b.dir() / "manifest.json";
               rewrite(path, replace_all(content_of(path), "\"size\":6", "\"size\":7"));
             }},
      Damage{"a cut manifest", "backup/manifest_unreadable",
             [](const Bench& b) { fs::resize_file(b.dir() / "manifest.json", 100); }},
      Damage{"a manifest without its signature", "backup/manifest_unreadable",
             [](const Bench& b) {
               const auto path = b.dir() / "manifest.json";
               rewrite(path, replace_all(content_of(path), "\"signature\"", "\"signatur\""));
             }},
      Damage{"a cut database", "backup/database_differs",
             [](const Bench& b) { fs::resize_file(b.database(), fs::file_size(b.database()) / 2); }},
      Damage{"a byte of the database", "backup/database_differs",
             [](const Bench& b) {
               auto bytes = content_of(b.database());
               bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
               rewrite(b.database(), bytes);
             }},
      Damage{"the database gone", "backup/database_missing", [](const Bench& b) { fs::remove(b.database()); }});
  INFO(damage.what);
  Bench bench;
  bench.create();
  damage.done(bench);
  CHECK(bench.first_finding() == damage.code);
}

TEST_CASE("verify writes nothing into the backup, and counts only what the backup names") {
  Bench bench;
  bench.create();
  // What a later backup that broke off has left: a document that no manifest names, and half of another.
  const auto later = bench.keep("a page of later");
  const store::Archive archive(bench.dir() / "archive");
  fs::create_directories(archive.path_of(later).parent_path());
  fs::copy_file(bench.store->archive().path_of(later), archive.path_of(later));
  fs::create_directory(bench.dir() / "archive/tmp");
  rewrite(bench.dir() / "archive/tmp/half", "half");
  const ReadOnly kept(bench.dir());
  const auto before = listing_of(bench.dir());
  const auto verified = bench.verify();
  CHECK(verified.findings.empty());
  CHECK(verified.checked.files == 2);
  CHECK(listing_of(bench.dir()) == before);
}

TEST_CASE("verify tells of each document how far it is") {
  Bench bench;
  bench.create();
  std::string said;
  REQUIRE(backup::verify(bench.dir(), "", morning(), [&](std::string_view, std::uint64_t done, std::uint64_t all) {
    said += std::to_string(done) + "/" + std::to_string(all) + " ";
  }));
  CHECK(said == "1/2 2/2 ");
}

TEST_CASE("a backup of a store without documents is good") {
  const test::TemporaryFolder folder;
  const auto store = open_store(folder.path() / "data");
  const auto keyring = accounts::Keyring::open(folder.path() / "data").value();
  const auto dir = folder.path() / "backup";
  REQUIRE(backup::create(*store, keyring, dir, kNow, "test", kQuiet));
  const auto verified = backup::verify(dir, "", morning(), kQuiet);
  REQUIRE(verified);
  CHECK(verified->findings.empty());
}

TEST_CASE("a backup that nobody may write is restored to files that the gateway may write") {
  Bench bench;
  bench.create();
  const ReadOnly kept(bench.dir());
  const auto before = listing_of(bench.dir());
  const auto into = bench.folder.path() / "new";
  REQUIRE(backup::restore(bench.dir(), into, "", "li", morning(), kQuiet));
  CHECK(listing_of(bench.dir()) == before);
  constexpr auto kOwners = fs::perms::owner_read | fs::perms::owner_write;
  CHECK(fs::status(into / "calloff.db").permissions() == kOwners);
  CHECK(fs::status(store::Archive(into / "archive").path_of(bench.page)).permissions() == kOwners);
}

TEST_CASE("a database that its own signer lies about is found") {
  Bench bench;
  auto manifest = bench.create().manifest;
  manifest.snapshot.files.pop_back();
  rewrite(bench.dir() / "manifest.json", backup::write_manifest(manifest, bench.keyring()));
  CHECK(bench.first_finding() == "backup/manifest_disagrees");
}

TEST_CASE("a backup signed anew by another key is told from ours by the key") {
  Bench bench;
  const auto manifest = bench.create().manifest;
  const test::TemporaryFolder elsewhere;
  const auto other = accounts::Keyring::open(elsewhere.path()).value();
  rewrite(bench.dir() / "manifest.json", backup::write_manifest(manifest, other));
  CHECK(bench.first_finding() == "good");
  const auto asked = bench.verify(bench.keyring().public_key());
  REQUIRE(asked.findings.size() == 1);
  CHECK(asked.findings[0].code == "backup/other_signer");
}

TEST_CASE("a manifest does not lead out of its folder") {
  Bench bench;
  auto manifest = bench.create().manifest;
  manifest.database = "../data/calloff.db";
  CHECK(backup::read_manifest(backup::write_manifest(manifest, bench.keyring())).error().code ==
        "backup/manifest_unreadable");
}

TEST_CASE("a folder without a manifest is no backup") {
  Bench bench;
  bench.create();
  fs::remove(bench.dir() / "manifest.json");
  CHECK(backup::verify(bench.dir(), "", morning(), kQuiet).error().code == "backup/not_one");
  CHECK(backup::restore(bench.dir(), bench.folder.path() / "new", "", "li", morning(), kQuiet).error().code ==
        "backup/not_one");
  CHECK_FALSE(fs::exists(bench.folder.path() / "new"));
}

TEST_CASE("a document that the store has lost is said, and the rest is backed up") {
  Bench bench;
  fs::remove(bench.store->archive().path_of(bench.page));
  const auto created = bench.create();
  REQUIRE(created.findings.size() == 1);
  CHECK(created.findings[0].code == "store/archive_missing");
  CHECK(bench.first_finding() == "store/archive_missing");
}

TEST_CASE("a restored store holds what the backup held, on a timeline of its own, locked until somebody lets it go") {
  Bench bench;
  bench.create();
  const auto before = bench.store->read_now([](store::Reader& r) -> Result<std::string> { return store::timeline(r); });
  const auto into = bench.folder.path() / "new";
  const auto restored = backup::restore(bench.dir(), into, "", "li", morning(), kQuiet);
  REQUIRE(restored);
  CHECK(restored->findings.empty());
  CHECK_FALSE(fs::exists(into / "restoring"));
  const auto store = open_store(into);
  const auto checked = store::check_store(*store);
  REQUIRE(checked);
  CHECK(checked->findings.empty());
  CHECK(checked->documents == 2);
  CHECK(store->archive().get(bench.page).value() == "a page");
  const auto looked = store->write_now("test/look", [&](store::Writer& w) -> Result<void> {
    CHECK(store::timeline(w) != before.value());
    CHECK(code_of(store::check_unlocked(w)) == "asn/locked_after_restore");
    CHECK(store::last_restore(w)->backed_up == kNow);
    CHECK(store::has_unsettled_restore(w));
    REQUIRE(store::events_of(w, "store").size() == 1);
    CHECK(store::events_of(w, "store")[0].kind == "store.restored");
    CHECK(store::unlock_asns(w, "li", "compared").error().code == "store/restore_unsettled");
    CHECK(code_of(store::check_unlocked(w)) == "asn/locked_after_restore");
    store::settle_restore(w);
    CHECK(store::unlock_asns(w, "li", "compared").value());
    CHECK(code_of(store::check_unlocked(w)).empty());
    CHECK_FALSE(store::unlock_asns(w, "li", "again").value());
    CHECK(store::events_of(w, "store").back().why == "compared");
    return {};
  });
  CHECK(looked);
}

TEST_CASE("a store that is there is not touched by a restore") {
  Bench bench;
  bench.create();
  const auto other = bench.folder.path() / "other";
  {
    open_store(other);
  }
  const auto before = content_of(other / "calloff.db");
  CHECK(backup::restore(bench.dir(), other, "", "li", morning(), kQuiet).error().code == "backup/store_there");
  CHECK(content_of(other / "calloff.db") == before);
  CHECK(backup::restore(bench.dir(), bench.data(), "", "li", morning(), kQuiet).error().code == "store/in_use");
}

TEST_CASE("a restore refuses a database that is not as signed, and goes on past a document that is not") {
  Bench bench;
  bench.create();
  const auto into = bench.folder.path() / "new";
  fs::remove(bench.document());
  const auto restored = backup::restore(bench.dir(), into, "", "li", morning(), kQuiet);
  REQUIRE(restored);
  REQUIRE(restored->findings.size() == 1);
  CHECK(restored->findings[0].code == "store/archive_missing");
  fs::resize_file(bench.database(), 5000);
  const auto refused = backup::restore(bench.dir(), bench.folder.path() / "newer", "", "li", morning(), kQuiet);
  CHECK(refused.error().code == "backup/database_differs");
  CHECK_FALSE(fs::exists(bench.folder.path() / "newer"));
}
