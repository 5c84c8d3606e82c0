// A document understood anew is judged by its own entry's page, and what the feed's next pages are held against stays.
#include "desk.hpp"
#include "support/catch.hpp"

using namespace calloff;

namespace {

class Weekly {
 public:
  /// A release's page with so many rows. by: for whom it is understood anew
  inbound::Committed commit(const std::string& entry, std::size_t rows, const std::string& says,
                            const std::string& by = {}) {
    auto publication = desk_.publication(entry, desk_.archive(entry, "", "page of " + entry));
    publication.kind = mapping::RecordKind::forecast_release;
    publication.replayed_by = by;
    return desk_.commit(publication, says, {"part"}, rows);
  }
  std::size_t rows(const std::string& entry) {
    return desk_.read([&](store::Reader& r) -> Result<std::size_t> {
      return store::kept_shapes(r, desk_.feed(), entry).at(0).shape.rows;
    });
  }

 private:
  test::Desk desk_{{"sgm", "JQ", "weekly"}};
};

}  // namespace

TEST_CASE("an older release understood anew is not held against the newest, and does not become what others are") {
  Weekly feed;
  REQUIRE_FALSE(feed.commit("WDF-10", 20, "ten").stopped);
  REQUIRE_FALSE(feed.commit("WDF-11", 100, "eleven").stopped);
  REQUIRE(feed.rows("") == 100);
  const auto anew = feed.commit("WDF-10", 18, "ten, mended", "li");
  CHECK_FALSE(anew.stopped);
  CHECK(feed.rows("WDF-10") == 18);
  CHECK(feed.rows("") == 100);
  // The next one of the feed is judged as if nothing had been.
  CHECK(feed.commit("WDF-12", 18, "twelve").stopped);
}

TEST_CASE("the newest release understood anew is what the next one is held against") {
  Weekly feed;
  REQUIRE_FALSE(feed.commit("WDF-10", 20, "ten").stopped);
  REQUIRE_FALSE(feed.commit("WDF-11", 100, "eleven").stopped);
  CHECK_FALSE(feed.commit("WDF-11", 60, "eleven, mended", "li").stopped);
  CHECK(feed.rows("") == 60);
  CHECK_FALSE(feed.commit("WDF-12", 40, "twelve").stopped);
}

TEST_CASE("what is understood anew with too few rows is stopped by its own page") {
  Weekly feed;
  REQUIRE_FALSE(feed.commit("WDF-10", 100, "ten").stopped);
  const auto anew = feed.commit("WDF-10", 20, "ten, badly", "li");
  REQUIRE(anew.stopped);
  CHECK(anew.stopped->code == "guard/rows_dropped");
  CHECK(feed.rows("WDF-10") == 100);
}
