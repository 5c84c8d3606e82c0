// An older document of an entry never goes over a newer one, however late it is understood.
#include "base/dates.hpp"
#include "inbound/commit.hpp"
#include "store/page_shapes.hpp"
#include "support/asn/run_task.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;

namespace {

const store::FeedKey kFeed{"sgm", "JQ", "daily"};
const std::string kEntry = "PUS-1";

class Desk {
 public:
  Desk() : store_(store::Store::open(folder_.path(), store::Mode::write, *clock_).value()) {}

  std::string archive(const std::string& bytes) {
    adapter_api::FetchedDocument fetched;
    fetched.entry.id = kEntry;
    fetched.entry.mark = bytes;
    fetched.parts.push_back({"detail", "text/html", bytes});
    return test::run_for(inbound::archive_document(*store_, kFeed, "R-000001", fetched)).value().document;
  }
  inbound::Committed commit(const std::string& document, const std::string& says, const std::string& waived_by = {}) {
    inbound::Publication publication;
    publication.feed = kFeed;
    publication.entry = kEntry;
    publication.run = "R-000001";
    publication.document = document;
    publication.mapping_version = "m1";
    publication.waived_by = waived_by;
    inbound::Understood understood;
    understood.drafts_hash = says;
    understood.evidence.parts = {{"detail", "tab", {"part"}, 3, {}}};
    return test::run_for(inbound::commit_document(*store_, publication, understood)).value();
  }
  std::string in_force() {
    return store_
        ->read_now([](store::Reader& r) -> Result<std::string> { return store::last_drafts_hash(r, kFeed, kEntry); })
        .value();
  }
  store::DocumentState state(const std::string& document) {
    return store_
        ->read_now(
            [=](store::Reader& r) -> Result<store::DocumentState> { return store::find_document(r, document)->state; })
        .value();
  }

 private:
  test::TemporaryFolder folder_{test::TemporaryFolder::quick()};
  std::unique_ptr<Clock> clock_ = frozen_clock(parse_instant("2026-03-10T03:12:00Z").value());
  std::unique_ptr<store::Store> store_;
};

}  // namespace

TEST_CASE("a document that newer bytes of its entry have overtaken is not published") {
  const std::string waived_by = GENERATE("", "li");
  INFO("waived by " << waived_by);
  Desk desk;
  const auto older = desk.archive("as it was");
  const auto newer = desk.archive("as it is");
  const auto late = desk.commit(older, "old state", waived_by);
  REQUIRE(late.superseded);
  CHECK(late.superseded->code == "drift/newer_page");
  CHECK(late.superseded->arg("document") == newer);
  CHECK(desk.in_force() == "");
  CHECK(desk.state(older) == store::DocumentState::archived);
  CHECK(!desk.commit(newer, "new state").superseded);
  CHECK(desk.in_force() == "new state");
  CHECK(desk.commit(older, "old state", waived_by).superseded);
  CHECK(desk.in_force() == "new state");
}

TEST_CASE("an entry that says again what it said before is published again") {
  Desk desk;
  const auto first = desk.archive("as it was");
  desk.commit(first, "old state");
  desk.commit(desk.archive("as it is"), "new state");
  REQUIRE(desk.archive("as it was") == first);
  CHECK(!desk.commit(first, "old state").superseded);
  CHECK(desk.in_force() == "old state");
}
