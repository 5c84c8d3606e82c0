#include "support/portal/asn_case.hpp"

#include <algorithm>
#include <stdexcept>

#include "formats/form/urlencoded.hpp"

namespace calloff::test {

const simulator::Order& new_order(AdapterBench& bench) {
  for (const auto* order : bench.portals().omx().orders().all(bench.clock().now()))
    if (simulator::state_of(*order) == "新建" && order->lines.size() > 1) return *order;
  throw std::runtime_error("the simulated OMX has no new order");
}

adapter_api::Submission submission_for(const simulator::Order& order, const AsnWish& wish,
                                       const std::vector<int>& lines) {
  std::vector<std::pair<std::string, std::string>> fields{
      {"orderNo", order.number},    {"asnNo", ""},     {"supplierRef", wish.key},
      {"shipDate", wish.ship_date}, {"eta", wish.eta}, {"carrier", wish.carrier},
      {"plateNo", "沪A12345"},      {"waybill", ""},   {"grossKg", ""}};
  for (const int line : lines) {
    fields.emplace_back("lineNo[]", std::to_string(line));
    fields.emplace_back("shipQty[]", wish.quantity);
    fields.emplace_back("boxes[]", "");
    fields.emplace_back("lot[]", "");
  }
  adapter_api::Submission submission;
  submission.feed = "asn_status";
  submission.key = wish.key;
  submission.media_type = "application/x-www-form-urlencoded";
  submission.bytes = formats::encode_form(fields, "UTF-8").value();
  return submission;
}

std::vector<TrueAsn> true_asns(AdapterBench& bench, const std::string& key) {
  std::vector<TrueAsn> found;
  for (const auto& asn : bench.portals().omx().asns().all())
    if (asn.supplier_ref == key) found.push_back({asn.number, std::string(asn.state)});
  std::sort(found.begin(), found.end());
  return found;
}

adapter_api::Known earlier_asn(AdapterBench& bench) {
  const auto& newest = bench.portals().omx().asns().all().back();
  return {newest.supplier_ref, newest.number};
}

std::string told(const adapter_api::Outcome& outcome) {
  struct Tell {
    std::string operator()(const adapter_api::Sent& sent) const { return "sent " + sent.remote_id; }
    std::string operator()(const adapter_api::Refused& refused) const { return "refused " + refused.error.code; }
    std::string operator()(const adapter_api::NotSent& not_sent) const { return "not_sent " + not_sent.error.code; }
    std::string operator()(const adapter_api::Unknown& unknown) const { return "unknown " + unknown.error.code; }
  };
  return std::visit(Tell(), outcome);
}

}  // namespace calloff::test
