#include "asn/customer_rules.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::asn;

TEST_CASE("a customer's ASN rules are read with their defaults") {
  const auto node = settings::read_yaml(
      "account: omx\nsid: 'SIM{yymmdd}{seq:4}'\nrequired: [carrier, plate]\n"
      "words: {draft: [草稿], submitted: [已提交]}\nship_ahead: 2d\n",
      "sgm.yaml");
  REQUIRE(node);
  const auto rules = read_customer_rules(*node);
  REQUIRE(rules);
  CHECK(rules->account == "omx");
  CHECK(rules->feed == "asn_status");
  CHECK(rules->ship_ahead == std::chrono::hours(48));
  CHECK(rules->acknowledged_within == std::chrono::minutes(30));
  CHECK(rules->terminal == Phase::accepted);
  CHECK(rules->packs == Severity::block);
  CHECK(rules->required == std::vector<std::string>{"carrier", "plate"});
  CHECK(rules->words.submitted == std::vector<std::string>{"已提交"});
  CHECK(rules->words.received.empty());
}

TEST_CASE("a bad pattern names its place") {
  const auto node = settings::read_yaml("account: omx\nsid: SIM\n", "sgm.yaml");
  REQUIRE(node);
  const auto rules = read_customer_rules(*node);
  REQUIRE(!rules);
  CHECK(rules.error().code == "asn/bad_sid_pattern");
  CHECK(rules.error().where.position == "sgm.yaml:2:6");
}
