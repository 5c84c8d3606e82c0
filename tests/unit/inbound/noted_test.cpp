// Pages that changed harmlessly: each way of changing is noted once and counted.
#include "desk.hpp"
#include "support/catch.hpp"

using namespace calloff;

namespace {

/// A portal that shows its pages now in this layout, now in that.
class Portal {
 public:
  /// A sheet of its own each time; gives what was said of it.
  std::string publish(std::vector<std::string> headers) {
    const auto name = "PUS-" + std::to_string(++pages_);
    last_ = desk_.archive(name, "1", "page of " + name);
    const auto committed = desk_.commit(desk_.publication(name, last_), "says " + name, std::move(headers), 3);
    CHECK(!committed.stopped);
    return committed.drift;
  }

  std::vector<store::Drift> drifts() {
    return desk_.read(
        [](store::Reader& r) -> Result<std::vector<store::Drift>> { return store::drifts(r, false, 1000); });
  }
  const std::string& last() const { return last_; }

 private:
  test::Desk desk_{{"sgm", "JQ", "daily"}};
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
