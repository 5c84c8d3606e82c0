// What a draft and its checks need to know of orders and of our other ASNs, read from the store.
#pragma once
#include <string>
#include <vector>

#include "asn/customer_rules.hpp"
#include "asn/draft.hpp"
#include "asn/open_lines.hpp"
#include "store/asns.hpp"
#include "store/job.hpp"

namespace calloff::asn {

struct OrderFacts {
  OrderLines lines;
  TakenByLine taken;
};

/// orders: order numbers; except: the ASN that asks
OrderFacts read_order_facts(store::Reader& reader, const std::string& customer, const CustomerRules& rules,
                            const std::vector<std::string>& orders, std::string_view except);

/// The orders a request or a notice names. Records of an earlier version of a line are put right to the one that
/// stands.
std::vector<std::string> orders_of(store::Reader& reader, DraftRequest& request);
std::vector<std::string> orders_of(const model::ShipNotice& notice);

}  // namespace calloff::asn
