// What happens while something is pruned: between the plan and a step, and beside a check.
#include <functional>
#include <optional>
#include <stdexcept>

#include "old.hpp"
#include "store/asn_proofs.hpp"
#include "store/asns.hpp"
#include "support/passing_store.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

/// Lets something happen before each step of a prune that gives up.
class Meddling final : public test::PassingStore {
 public:
  Meddling(Store& store, std::function<void()> meddle) : PassingStore(store), meddle_(std::move(meddle)) {}

 protected:
  Task<void> write_erased(std::string job, std::function<Result<void>(Writer&)> fn) override {
    if (job == "store.prune_marked") meddle_();
    co_return co_await kept().write(job, std::move(fn));
  }

 private:
  std::function<void()> meddle_;
};

Pruned prune_beside(const Old& old, std::function<void()> meddle) {
  Meddling store(*old.store, std::move(meddle));
  return test::run_for(prune(store, old.before)).value();
}

/// It happens once.
Pruned prune_and(const Old& old, std::function<void()> meddle) {
  return prune_beside(old, [&] {
    if (const auto once = std::exchange(meddle, nullptr)) once();
  });
}

void write(const Old& old, const std::function<void(Writer&)>& what) {
  REQUIRE(old.store->write_now("test/meanwhile", [&](Writer& w) -> Result<void> {
    what(w);
    return {};
  }));
}

AsnRecord draft_of(const std::string& order) {
  AsnRecord asn;
  asn.notice.customer = "sgm";
  asn.notice.shipment_id = "S-" + order;
  asn.notice.lines.push_back({order, "1", "0092", Decimal::whole(5), "C62", "", "", {}});
  asn.state = "DRAFT";
  asn.resend_class = "Q";
  return asn;
}

}  // namespace

TEST_CASE("what comes to stand on an old document after the plan keeps it") {
  const Old old;
  const auto first = old.document("PUS-1", {"page of a sheet to be shipped"}),
             second = old.document("PUS-2", {"page of a sheet that is replayed"});
  old.publish(first, "PUS-1", "2026-03-11T09:30");
  old.publish(second, "PUS-2", "2026-03-11T09:30");
  old.document("PUS-3", {"page that nobody needs"});
  const auto sum = prune_and(old, [&] {
    write(old, [](Writer& w) { CHECK(create_asn(w, draft_of("PUS-1"))); });
    old.publish(second, "PUS-2", "2030-03-11T09:30");
  });
  CHECK(sum.documents == 1);
  CHECK(old.is_there(std::string("page of a sheet to be shipped")));
  CHECK(old.is_there(std::string("page of a sheet that is replayed")));
  CHECK(!old.is_there(std::string("page that nobody needs")));
  CHECK(old.findings() == "");
}

TEST_CASE("a part stays where the other document that was to go came back onto the list") {
  const Old old;
  old.document("PUS-1", {"shared", "own"});
  old.document("PUS-2", {"shared"});
  const auto sum = prune_and(old, [&] { write(old, [](Writer& w) { touch_seen(w, kFeed, {"PUS-2"}, true); }); });
  CHECK(sum.documents == 1);
  CHECK(old.is_there(std::string("shared")));
  CHECK(!old.is_there(std::string("own")));
}

TEST_CASE("where something is published before every step, all goes that nothing stands on by then") {
  const Old old;
  constexpr int kDocuments = 450;
  for (int i = 0; i < 60; ++i) old.exchange(old.file("line " + std::to_string(i) + "\n"));
  std::vector<std::string> pages;
  for (int i = 0; i < kDocuments; ++i)
    pages.push_back(old.document("PUS-" + std::to_string(i), {"page " + std::to_string(i)}));
  int steps = 0;
  const auto sum = prune_beside(old, [&] {
    if (++steps > 100) throw std::logic_error("a prune without end");
    const auto last = std::to_string(kDocuments - steps);
    old.publish(pages[std::size_t(kDocuments - steps)], "PUS-" + last, "2030-03-11T09:30");
  });
  CHECK(sum.exchanges == 60);
  CHECK(steps == 3);
  CHECK(sum.documents == kDocuments - steps);
  CHECK(old.is_there("page " + std::to_string(kDocuments - steps)));
  CHECK(old.findings() == "");
  CHECK(old.prune_now().documents == 0);
}

TEST_CASE("a sheet that comes to stand again keeps the page that its lines came with") {
  const Old old;
  const auto first = old.document("PUS-1", {"page with the lines"});
  old.publish(first, "PUS-1", "2026-03-11T09:30");
  const auto second = old.document("PUS-2", {"page with a later day"}, true);
  const bool is_meanwhile = GENERATE(true, false);
  const auto sum = prune_and(old, [&] {
    if (is_meanwhile) old.publish(second, "PUS-1", "2030-03-11T09:30");
  });
  CHECK(sum.documents == (is_meanwhile ? 0 : 1));
  CHECK(old.is_there(std::string("page with the lines")) == is_meanwhile);
  CHECK(old.findings() == "");
}

TEST_CASE("an old file that begins to prove an ASN after the plan stays") {
  const Old old;
  const auto page = old.file("a list like one of years ago");
  old.exchange(page);
  old.exchange(old.file("another line\n"));
  const auto sum = prune_and(
      old, [&] { write(old, [&](Writer& w) { put_proofs(w, create_asn(w, draft_of("PUS-1")).value().id, {page}); }); });
  CHECK(sum.files == 1);
  CHECK(old.is_there(page));
}

TEST_CASE("what is pruned while the archive is checked is no loss, and what is lost is told") {
  const Old old;
  for (const char* bytes : {"one\n", "two\n", "three\n"}) old.exchange(old.file(bytes));
  old.document("PUS-1", {"lost page"}, true);
  const auto lost = Old::file_hash("lost page");
  std::filesystem::remove(old.store->archive().path_of(lost));
  bool is_pruned = false;
  const auto checked = check_store(*old.store, old.store->archive(), [&](auto, auto) {
    if (!std::exchange(is_pruned, true)) CHECK(old.prune_now().files == 3);
  });
  REQUIRE(checked);
  REQUIRE(checked->findings.size() == 1);
  CHECK(checked->findings[0].code == "store/archive_missing");
  CHECK(checked->findings[0].args.at(0).second == lost);
  CHECK(checked->files + checked->pruned == 4);
}
