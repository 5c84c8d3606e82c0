// An ASN for the first open order of the simulated OMX, and what the portal truly holds. For tests of submissions.
#pragma once
#include <string>
#include <vector>

#include "support/portal/adapter_bench.hpp"

namespace calloff::test {

/// What a test fills in; the rest is of the first order of the list that is new.
struct AsnWish {
  std::string key = "SGM2603100001", ship_date = "2026-03-11 09:00", eta = "2026-03-12 08:30", quantity = "2",
              carrier = "安吉物流";
};

/// An order that is new at the portal and has two lines or more.
const simulator::Order& new_order(AdapterBench& bench);

/// The form as the mapping writes it. lines: numbers of the order's lines, each with the wish's quantity
adapter_api::Submission submission_for(const simulator::Order& order, const AsnWish& wish,
                                       const std::vector<int>& lines = {10});

/// The portal's true table: ASNs with that reference, by number.
struct TrueAsn {
  std::string number, state;
  auto operator<=>(const TrueAsn&) const = default;
};
std::vector<TrueAsn> true_asns(AdapterBench& bench, const std::string& key);

/// An ASN of the portal's history: what we would know as an earlier one of ours.
adapter_api::Known earlier_asn(AdapterBench& bench);

/// `sent NUMBER`, `refused CODE`, `not_sent CODE`, `unknown CODE`.
std::string told(const adapter_api::Outcome& outcome);

}  // namespace calloff::test
