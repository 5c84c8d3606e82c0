// OMX from sign-in to a proven ASN, as served by the simulated portal.
#include <algorithm>

#include "formats/page.hpp"
#include "support/catch.hpp"
#include "support/portal/asn_case.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

formats::Page decoded(const adapter_api::Part& part) {
  formats::PageOptions options;
  options.http_charset = part.content_type.substr(part.content_type.find("charset=") + 8);
  return formats::decode_page(part.bytes, options).value();
}

std::string cell(const formats::Table& table, const std::string& column) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].path() == column) return std::string(table.rows.at(0).cells[i].text);
  return "no column " + column;
}

}  // namespace

TEST_CASE("orders are listed over several pages, each with its row and its lines") {
  AdapterBench bench("sgm_omx");
  REQUIRE(bench.open());
  const auto listing = bench.list("orders");
  REQUIRE(listing);
  auto& book = bench.portals().omx().orders();
  CHECK(listing->evidence.size() > 1);
  CHECK(listing->entries.size() == book.all(bench.clock().now()).size());
  for (const auto& entry : listing->entries) {
    INFO(entry.id);
    const auto* order = book.find(entry.id, bench.clock().now());
    REQUIRE(order);
    CHECK(entry.is_open == simulator::is_open(*order));
    const auto document = bench.fetch("orders", entry);
    REQUIRE(document);
    REQUIRE(document->parts.size() == 2);
    const auto row = decoded(document->parts[0]);
    const auto* table = row.find_table("orderListTab");
    REQUIRE(table);
    REQUIRE(table->rows.size() == 1);
    CHECK(cell(*table, "订单号") == entry.id);
    CHECK(cell(*table, "状态") == simulator::state_of(*order));
    const auto lines = decoded(document->parts[1]);
    CHECK(document->parts[1].name == "lines");
    REQUIRE(lines.find_table("orderLineTab"));
    CHECK(lines.find_table("orderLineTab")->rows.size() == order->lines.size());
    REQUIRE(lines.find_label("订单号"));
    CHECK(lines.find_label("订单号")->text == entry.id);
  }
}

TEST_CASE("our ASNs are listed, each with its row alone") {
  AdapterBench bench("sgm_omx");
  REQUIRE(bench.open());
  const auto listing = bench.list("asn_status");
  REQUIRE(listing);
  REQUIRE(!listing->entries.empty());
  const auto before = bench.requests("/omxclient/asn/asn.do");
  for (const auto& entry : listing->entries) {
    const auto document = bench.fetch("asn_status", entry);
    REQUIRE(document);
    REQUIRE(document->parts.size() == 1);
    const auto row = decoded(document->parts[0]);
    REQUIRE(row.find_table("asnListTab"));
    CHECK(cell(*row.find_table("asnListTab"), "ASN号") == entry.id);
  }
  CHECK(bench.requests("/omxclient/asn/asn.do") == before);
}

TEST_CASE("a list of the one feed leaves the entries of the other to be fetched") {
  AdapterBench bench("sgm_omx");
  REQUIRE(bench.open());
  const auto orders = bench.list("orders");
  REQUIRE(orders);
  REQUIRE(bench.list("asn_status"));
  CHECK(bench.fetch("orders", orders->entries.front()));
}

TEST_CASE("an ASN is prepared, saved, submitted, and found in the portal's own list") {
  AdapterBench bench("sgm_omx");
  REQUIRE(bench.open());
  const auto& order = new_order(bench);
  const auto earlier = earlier_asn(bench);
  const auto submission = submission_for(order, {}, {10, 20});
  const auto line = order.number + "/10";
  const auto prepared = bench.prepare(submission);
  REQUIRE(prepared);
  CHECK(prepared->shipped.at(line) == "0");
  CHECK(true_asns(bench, submission.key).empty());

  bench.wire().allow_writes(true);
  const auto outcome = bench.submit(*prepared);
  bench.wire().allow_writes(false);
  const auto truth = true_asns(bench, submission.key);
  REQUIRE(truth.size() == 1);
  CHECK(told(outcome) == "sent " + truth[0].number);
  CHECK(truth[0].state == "已提交");
  CHECK(std::get<adapter_api::Sent>(outcome).evidence.size() == 2);

  const auto sighting = bench.look_up(submission, {earlier, {"NEVER-SEEN", "ASN-NEVER"}});
  REQUIRE(sighting);
  CHECK(sighting->complete);
  CHECK(sighting->controls_seen == std::vector<std::string>{earlier.key});
  CHECK(sighting->shipped.at(line) == "2");
  REQUIRE(sighting->matches.size() == 1);
  const auto& seen = sighting->matches[0];
  CHECK(seen.remote_id == truth[0].number);
  CHECK(seen.key == submission.key);
  CHECK(seen.state == "已提交");
  CHECK(seen.fields.at("order_no") == order.number);
  REQUIRE(seen.lines.size() == 2);
  CHECK(seen.lines[0].fields.at("line_no") == "10");
  CHECK(seen.lines[0].fields.at("qty") == "2");
  CHECK(seen.lines[0].fields.at("part_no") == order.lines[0].part->number);
}
