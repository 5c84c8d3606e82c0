// An older document of an entry never goes over a newer one, however late it is understood.
#include "desk.hpp"
#include "support/catch.hpp"

using namespace calloff;

namespace {

const std::string kEntry = "PUS-1";

/// One sheet, whose page changes.
class Sheet {
 public:
  std::string archive(const std::string& bytes) { return desk_.archive(kEntry, bytes, bytes); }
  inbound::Committed commit(const std::string& document, const std::string& says, const std::string& waived_by = {}) {
    auto publication = desk_.publication(kEntry, document);
    publication.waived_by = waived_by;
    return desk_.commit(publication, says, {"part"}, 3);
  }
  std::string in_force() {
    return desk_.read(
        [&](store::Reader& r) -> Result<std::string> { return store::last_drafts_hash(r, desk_.feed(), kEntry); });
  }
  store::DocumentState state(const std::string& document) {
    return desk_.read(
        [&](store::Reader& r) -> Result<store::DocumentState> { return store::find_document(r, document)->state; });
  }

 private:
  test::Desk desk_{{"sgm", "JQ", "daily"}};
};

}  // namespace

TEST_CASE("a document that newer bytes of its entry have overtaken is not published") {
  const std::string waived_by = GENERATE("", "li");
  INFO("waived by " << waived_by);
  Sheet sheet;
  const auto older = sheet.archive("as it was");
  const auto newer = sheet.archive("as it is");
  const auto late = sheet.commit(older, "old state", waived_by);
  REQUIRE(late.superseded);
  CHECK(late.superseded->code == "drift/newer_page");
  CHECK(late.superseded->arg("document") == newer);
  CHECK(sheet.in_force() == "");
  CHECK(sheet.state(older) == store::DocumentState::archived);
  CHECK(!sheet.commit(newer, "new state").superseded);
  CHECK(sheet.in_force() == "new state");
  CHECK(sheet.commit(older, "old state", waived_by).superseded);
  CHECK(sheet.in_force() == "new state");
}

TEST_CASE("an entry that says again what it said before is published again") {
  Sheet sheet;
  const auto first = sheet.archive("as it was");
  sheet.commit(first, "old state");
  sheet.commit(sheet.archive("as it is"), "new state");
  REQUIRE(sheet.archive("as it was") == first);
  CHECK(!sheet.commit(first, "old state").superseded);
  CHECK(sheet.in_force() == "old state");
}
