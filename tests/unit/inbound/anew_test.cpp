// A document understood anew is judged by its own entry's page, and what the feed's next pages are held against stays.
#include "base/dates.hpp"
#include "inbound/commit.hpp"
#include "store/page_shapes.hpp"
#include "support/asn/run_task.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;

namespace {

const store::FeedKey kFeed{"sgm", "JQ", "weekly"};

class Desk {
 public:
  Desk() : store_(store::Store::open(folder_.path(), store::Mode::write, *clock_).value()) {}

  /// A release's page with so many rows. by: for whom it is understood anew
  inbound::Committed commit(const std::string& entry, std::size_t rows, const std::string& says,
                            const std::string& by = {}) {
    adapter_api::FetchedDocument fetched;
    fetched.entry.id = entry;
    fetched.parts.push_back({"detail", "text/html", "page of " + entry});
    inbound::Publication publication;
    publication.document =
        test::run_for(inbound::archive_document(*store_, kFeed, "R-000001", fetched)).value().document;
    publication.feed = kFeed;
    publication.entry = entry;
    publication.run = "R-000001";
    publication.mapping_version = "m1";
    publication.kind = mapping::RecordKind::forecast_release;
    publication.replayed_by = by;
    inbound::Understood understood;
    understood.drafts_hash = says;
    understood.evidence.parts = {{"detail", "tab", {"part"}, rows, {}}};
    return test::run_for(inbound::commit_document(*store_, publication, understood)).value();
  }
  std::size_t rows(const std::string& entry) {
    return store_
        ->read_now([&](store::Reader& r) -> Result<std::size_t> {
          return store::kept_shapes(r, kFeed, entry).at(0).shape.rows;
        })
        .value();
  }

 private:
  test::TemporaryFolder folder_{test::TemporaryFolder::quick()};
  std::unique_ptr<Clock> clock_ = frozen_clock(parse_instant("2026-03-10T03:12:00Z").value());
  std::unique_ptr<store::Store> store_;
};

}  // namespace

TEST_CASE("an older release understood anew is not held against the newest, and does not become what others are") {
  Desk desk;
  REQUIRE_FALSE(desk.commit("WDF-10", 20, "ten").stopped);
  REQUIRE_FALSE(desk.commit("WDF-11", 100, "eleven").stopped);
  REQUIRE(desk.rows("") == 100);
  const auto anew = desk.commit("WDF-10", 18, "ten, mended", "li");
  CHECK_FALSE(anew.stopped);
  CHECK(desk.rows("WDF-10") == 18);
  CHECK(desk.rows("") == 100);
  // The next one of the feed is judged as if nothing had been.
  CHECK(desk.commit("WDF-12", 18, "twelve").stopped);
}

TEST_CASE("the newest release understood anew is what the next one is held against") {
  Desk desk;
  REQUIRE_FALSE(desk.commit("WDF-10", 20, "ten").stopped);
  REQUIRE_FALSE(desk.commit("WDF-11", 100, "eleven").stopped);
  CHECK_FALSE(desk.commit("WDF-11", 60, "eleven, mended", "li").stopped);
  CHECK(desk.rows("") == 60);
  CHECK_FALSE(desk.commit("WDF-12", 40, "twelve").stopped);
}

TEST_CASE("what is understood anew with too few rows is stopped by its own page") {
  Desk desk;
  REQUIRE_FALSE(desk.commit("WDF-10", 100, "ten").stopped);
  const auto anew = desk.commit("WDF-10", 20, "ten, badly", "li");
  REQUIRE(anew.stopped);
  CHECK(anew.stopped->code == "guard/rows_dropped");
  CHECK(desk.rows("WDF-10") == 100);
}
