// What can go wrong with an ASN: whether it was made is not what the answer says.
#include <array>

#include "simulator/faults/kinds.hpp"

namespace calloff::simulator {
namespace {

using namespace std::chrono_literals;

void server_error(Response& response, const Call&, const ArmedFault&) {
  response = answer(500, "text/html", "<html><body><h1>HTTP Status 500</h1></body></html>");
}

// Longer than anybody waits for an answer.
void never_answer(Response& response, const Call&, const ArmedFault&) { response.delay += 1h; }

void cut_off(Response& response, const Call&, const ArmedFault&) { response.close_before = true; }

constexpr std::array kKinds{
    FaultKind{52, "commit_then_500", "The change is made, but the answer is status 500.", steps::kChanges, nullptr,
              nullptr, server_error},
    FaultKind{53, "commit_then_close", "The change is made, but the connection is closed without an answer.",
              steps::kChanges, nullptr, nullptr, cut_off},
    FaultKind{53, "commit_then_timeout", "The change is made, but no answer comes while anybody waits (an hour).",
              steps::kChanges, nullptr, nullptr, never_answer},
    FaultKind{54, "double_submit_makes_two",
              "Tokens are not looked at: the same save or submit sent twice makes two ASNs.",
              bit(Step::save) | bit(Step::submit), [](Quirks& q) { q.any_token = true; }},
    FaultKind{55, "saved_not_submitted", "The submit is answered with 提交成功, but the ASN stays a draft.",
              bit(Step::submit), [](Quirks& q) { q.keeps_draft = true; }},
    FaultKind{56, "over_quantity_refused", "Refused with 发货数量超过未发数量, whatever the quantity; nothing is done.",
              bit(Step::save) | bit(Step::submit), [](Quirks& q) { q.refuses_quantity = true; }},
    FaultKind{57, "hidden_asn", "The submitted ASN stays out of the ASN query for 3 minutes.", bit(Step::submit),
              [](Quirks& q) { q.hide_asn = 3min; }},
    FaultKind{58, "receipt_closes_line",
              "Before the request a receipt closes the order's first open line: 未发数量 0, state 关闭; it stays so.",
              bit(Step::init) | bit(Step::save) | bit(Step::submit), [](Quirks& q) { q.closes_line = true; }},
};

}  // namespace

std::span<const FaultKind> asn_faults() { return kKinds; }

}  // namespace calloff::simulator
