// What a customer's file says of its ASNs (`asn:` in config/customers/NAME.yaml).
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "asn/judge.hpp"
#include "asn/phase.hpp"
#include "settings/document.hpp"

namespace calloff::asn {

enum class Severity { block, warn };

struct CustomerRules {
  std::string account;                          ///< submits and looks up
  std::string feed;                             ///< named to the adapter with every submission
  std::string orders_feed;                      ///< whose polls show what the customer counts as shipped
  std::string sid_pattern;                      ///< text with {yyyymmdd} or {yymmdd} and {seq:N}
  std::vector<std::string> ship_to;             ///< warehouses we know; empty: any
  bool takes_many_orders = false;               ///< lines of several orders in one ASN
  std::vector<std::string> required;            ///< of shipped eta carrier plate waybill
  std::chrono::seconds ship_ahead{7 * 86'400};  ///< the ship time may lie this far ahead
  Severity packs = Severity::block;             ///< a quantity that is not whole packs
  std::size_t longest_text = 40;                ///< characters of a text field
  Phase terminal = Phase::accepted;
  std::chrono::seconds acknowledged_within{1800};
  PortalWords words;
};

/// node: `asn` of a customer's file, which settings::asn_spec() has checked. errors: fix_config asn/bad_sid_pattern
/// (pattern), settings/bad_value
Result<CustomerRules> read_customer_rules(const settings::Node& node);

}  // namespace calloff::asn
