// An order becomes an ASN that the portal's own table shows once, through the programs and their sockets.
#include <boost/json.hpp>

#include "support/asn_process/shipping.hpp"
#include "support/catch.hpp"

namespace calloff::test::process {

using Catch::Matchers::Contains;

TEST_CASE("an ASN is drafted, checked, sent, and accepted because the portal shows it") {
  Shipping day(2);
  const auto asn = day.draft(day.orders[0]);
  const auto checked = day.run({"asn", "check", asn});
  INFO(checked.out << checked.err);
  CHECK(checked.exit == 0);
  const auto sent = day.send(asn);
  INFO(sent.err);
  REQUIRE(sent.exit == 0);

  const auto shown = day.show(asn);
  const auto held = day.at_portal(shown);
  REQUIRE(held.size() == 1);
  CHECK(day.all_at_portal().size() == 1);
  CHECK(text_of(held[0], "state") == "已提交");
  CHECK(text_of(held[0], "orderNo") == day.orders[0]);
  CHECK(text_of(shown, "remote_id") == text_of(held[0], "asnNo"));
  CHECK(way_of(shown) == "DRAFT READY QUEUED SENDING SENT ACCEPTED");
  for (const auto& entry : shown.at("history").as_array()) CHECK_FALSE(text_of(entry, "actor").empty());
  CHECK(day.disagreement(shown) == "");

  const auto requests = day.portal.requests();
  const auto again = day.send(asn);
  CHECK(again.exit == 1);
  CHECK_THAT(again.err, Contains("ACCEPTED already"));
  CHECK(day.portal.requests() == requests);
  CHECK(day.all_at_portal().size() == 1);
  CHECK(is_sound(day.site));
}

TEST_CASE("what is not whole packs is said before anything is sent") {
  Shipping day(1);
  std::string line;
  const auto rows = day.site.json({"oes", "list", "--open"});
  for (const auto& row : rows.as_array())
    if (text_of(row, "order_no") == day.orders[0]) line = text_of(row, "line_no");
  const auto drafted = day.site.json({"asn", "new", "sgm", "--order", day.orders[0], "--line", line + "=1"});
  const auto asn = text_of(drafted, "asn");
  const auto checked = day.run({"asn", "check", asn, "-o", "json"});
  CHECK(checked.exit == 10);
  INFO(checked.out);
  CHECK_THAT(checked.out, Contains("is not whole packs of"));
  CHECK_THAT(checked.out, Contains("still to be shipped; the rest stays open"));
  const auto requests = day.portal.requests();
  const auto sent = day.send(asn);
  CHECK(sent.exit == 1);
  CHECK_THAT(sent.err, Contains("asn check " + asn));
  CHECK(day.portal.requests() == requests);
  CHECK(day.state(asn) == "DRAFT");
}

}  // namespace calloff::test::process
