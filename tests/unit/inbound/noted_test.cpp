// Pages that changed harmlessly: each way of changing is noted once and counted.
#include "base/dates.hpp"
#include "inbound/commit.hpp"
#include "store/page_shapes.hpp"
#include "support/asn/run_task.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;

namespace {

const store::FeedKey kFeed{"sgm", "JQ", "daily"};

/// A portal that shows its pages now in this layout, now in that.
class Portal {
 public:
  Portal() : store_(store::Store::open(folder_.path(), store::Mode::write, *clock_).value()) {}

  /// A sheet of its own each time; gives what was said of it.
  std::string publish(std::vector<std::string> headers) {
    const auto name = "PUS-" + std::to_string(++pages_);
    adapter_api::FetchedDocument fetched;
    fetched.entry.id = name;
    fetched.entry.mark = "1";
    fetched.parts.push_back({"detail", "text/html", "page of " + name});
    const auto archived = test::run_for(inbound::archive_document(*store_, kFeed, "R-000001", fetched));
    REQUIRE(archived);
    last_ = archived->document;
    inbound::Publication publication;
    publication.feed = kFeed;
    publication.entry = name;
    publication.run = "R-000001";
    publication.document = archived->document;
    publication.mapping_version = "m1";
    inbound::Understood understood;
    understood.drafts_hash = "says " + name;
    understood.evidence.parts = {{"detail", "tab", std::move(headers), 3, {}}};
    const auto committed = test::run_for(inbound::commit_document(*store_, publication, understood));
    REQUIRE(committed);
    CHECK(!committed->stopped);
    return committed->drift;
  }

  std::vector<store::Drift> drifts() {
    return store_
        ->read_now([](store::Reader& r) -> Result<std::vector<store::Drift>> { return store::drifts(r, false, 1000); })
        .value();
  }
  const std::string& last() const { return last_; }

 private:
  test::TemporaryFolder folder_{test::TemporaryFolder::quick()};
  std::unique_ptr<Clock> clock_ = frozen_clock(parse_instant("2026-03-10T03:12:00Z").value());
  std::unique_ptr<store::Store> store_;
  int pages_ = 0;
  std::string last_;
};

}  // namespace

TEST_CASE("a portal that shows two layouts by turns is noted twice, however long it does so") {
  Portal portal;
  CHECK(portal.publish({"零件号", "数量", "03/10"}) == "");
  for (int day = 10; day < 30; ++day) {
    const auto date = "03/" + std::to_string(day);
    CHECK(portal.publish({"零件号", "数量", date, "温度"}) == "detail: + 温度");
    CHECK(portal.publish({"零件号", "数量", date}) == "detail: - 温度");
  }
  const auto drifts = portal.drifts();
  REQUIRE(drifts.size() == 2);
  for (const auto& drift : drifts) {
    CHECK(drift.state == store::DriftState::noted);
    CHECK(drift.times == 20);
  }
  // The newest page that says so, with what it was held against.
  CHECK(drifts[0].document == portal.last());
  CHECK(drifts[0].entry == "PUS-41");
  CHECK(drifts[0].before[0].shape.headers.back() == "温度");
  CHECK(drifts[0].before[0].shape.headers[2] == "03/29");
}

TEST_CASE("another change of the page is another row") {
  Portal portal;
  portal.publish({"零件号", "数量"});
  portal.publish({"零件号", "数量", "温度"});
  portal.publish({"零件号", "数量", "备注"});
  portal.publish({"零件号", "数量"});
  portal.publish({"零件号", "数量", "温度"});
  const auto drifts = portal.drifts();
  REQUIRE(drifts.size() == 3);
  CHECK(drifts[2].times == 2);
}
