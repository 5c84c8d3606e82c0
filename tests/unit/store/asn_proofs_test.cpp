// Evidence of ASNs is known to the store: in every backup, and asked for by the check.
#include "store/asn_proofs.hpp"

#include <algorithm>

#include "folder.hpp"
#include "store/asns.hpp"
#include "store/check.hpp"
#include "store/documents.hpp"
#include "store/event_log.hpp"
#include "store/snapshot.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

/// An ASN that was sent, with one page of proof of the answer and one of a look-up.
struct Sent {
  Folder folder;
  std::unique_ptr<Store> store = open_store(folder);
  RawRef body = put("sid=S-1"), page = put("confirmation"), list = put(page.sha256 + " text/html a\n"),
         shown = put("list with S-1"), look = put(shown.sha256 + " text/html b\n"), read = put("status page");
  std::string asn;

  RawRef put(const std::string& bytes) const { return store->archive().put(bytes).value(); }

  /// is_noted: as this program does; else as programs did that knew nothing of proofs
  explicit Sent(bool is_noted) {
    REQUIRE(store->write_now("test/asn", [&](Writer& w) -> Result<void> {
      AsnRecord record;
      record.notice.customer = "sgm";
      record.notice.shipment_id = "S-1";
      record.frozen = body;
      record.state = "SENDING";
      record.resend_class = "Q";
      record.epoch = 1;
      record.is_open = false;
      asn = create_asn(w, record).value().id;
      auto attempt = start_attempt(w, asn, 1).value();
      attempt.outcome = "sent";
      attempt.evidence = list.sha256;
      CHECK(settle_attempt(w, attempt));
      put_look_up(w, {asn, 1, w.now(), true, false, {}, {}, {"9"}, {}, "found", look.sha256});
      const auto document = put_document(w, store->archive(), {"sgm", "", "asn_status"}, "S-1", "1", "R-000001",
                                         {{"status", "text/html", read}})
                                .value();
      append_event(
          w, {.actor = "sgm", .kind = "asn.state", .subject = asn, .body = "{\"evidence\":\"" + document.id + "\"}"});
      if (is_noted) {
        put_proofs(w, asn, {page, list, shown, look});
        put_document_proof(w, asn, document.id);
        return {};
      }
      w.session().execute("delete from asn_proof where sha256 <> (select frozen from asn)");
      w.session().execute("delete from fact where name = 'asn_proofs_noted'");
      return {};
    }));
  }

  std::size_t noted() const {
    return store
        ->read_now([](Reader& r) -> Result<std::size_t> { return r.session().query("select 1 from asn_proof").size(); })
        .value();
  }
  std::string findings() const {
    std::string text;
    for (const auto& finding : check_store(*store).value().findings) text += finding.code + " ";
    return text;
  }
  void again() {
    store.reset();
    store = open_store(folder);
  }
};

}  // namespace

TEST_CASE("a copy of the database names what an ASN was sent with, and everything that proves it") {
  const Sent sent(true);
  CHECK(sent.noted() == 6);
  CHECK(sent.findings() == "");
  const auto snapshot = copy_database(*sent.store, sent.folder.path() / "copy.db", [](auto, auto) {});
  REQUIRE(snapshot);
  for (const auto& file : {sent.body, sent.page, sent.list, sent.shown, sent.look, sent.read})
    CHECK(std::find(snapshot->files.begin(), snapshot->files.end(), file) != snapshot->files.end());
}

TEST_CASE("proofs of older programs are found wanting, and noted when the store is opened") {
  Sent sent(false);
  CHECK(sent.noted() == 1);
  CHECK(sent.findings() == "store/proof_missing ");
  sent.again();
  CHECK(sent.noted() == 6);
  CHECK(sent.findings() == "");
  sent.again();
  CHECK(sent.noted() == 6);
}

TEST_CASE("proofs of older programs are noted once the archive is beside the store, as after a restore") {
  Sent sent(false);
  const auto archive = sent.folder.path() / "archive", aside = sent.folder.path() / "aside";
  sent.store.reset();
  std::filesystem::rename(archive, aside);
  sent.store = open_store(sent.folder);
  CHECK(sent.noted() == 4);  // the lists by themselves
  sent.store.reset();
  std::filesystem::remove_all(archive);
  std::filesystem::rename(aside, archive);
  sent.store = open_store(sent.folder);
  CHECK(sent.noted() == 6);
  CHECK(sent.findings() == "");
}

TEST_CASE("evidence that is lost, or given up, is told by its ASN") {
  Sent sent(false);
  std::filesystem::remove(sent.store->archive().path_of(sent.shown.sha256));
  sent.again();
  CHECK(sent.findings() == "store/proof_missing ");
  const Sent whole(true);
  std::filesystem::remove(whole.store->archive().path_of(whole.page.sha256));
  CHECK(whole.findings() == "store/archive_missing ");
  REQUIRE(whole.store->write_now("test/pruned", [&](Writer& w) -> Result<void> {
    w.session().execute("update archive_file set pruned = 1 where size = 12");
    return {};
  }));
  CHECK(whole.findings() == "store/proof_pruned ");
}

TEST_CASE("a list that is lost is told of every ASN that it proves") {
  Sent sent(false);
  REQUIRE(sent.store->write_now("test/asn", [&](Writer& w) -> Result<void> {
    AsnRecord record;
    record.notice.customer = "sgm";
    record.notice.shipment_id = "S-2";
    record.state = "SENT";
    record.resend_class = "Q";
    record.is_open = false;
    put_look_up(
        w, {create_asn(w, record).value().id, 1, w.now(), true, false, {}, {}, {"9"}, {}, "found", sent.look.sha256});
    return {};
  }));
  std::filesystem::remove(sent.store->archive().path_of(sent.look.sha256));
  sent.again();
  CHECK(sent.findings() == "store/proof_missing store/proof_missing ");
}

TEST_CASE("a list of evidence names files by the first word of its lines") {
  const std::string hash(64, 'a'), other(64, '0');
  CHECK(files_listed(hash + " text/html a\n" + other + "\nnot one\n\n" + hash.substr(1) + " x\n") ==
        std::vector<std::string>{hash, other});
  CHECK(files_listed("").empty());
}
