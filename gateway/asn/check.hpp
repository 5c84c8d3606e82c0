// Step 2: the rules an ASN must pass before it is frozen. A table; each rule has its number in the customer guides'
// common list, a code with sentences in English and Chinese, a severity and the field it points at. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "asn/customer_rules.hpp"
#include "asn/open_lines.hpp"
#include "model/ship_notice.hpp"

namespace calloff::asn {

/// field: `shipment_id`, `ship_to`, `carrier` ...; of a line `lines/ORDER_NO/LINE_NO/qty`. error: for its sentence
struct Finding {
  int rule = 0;
  Severity severity = Severity::block;
  std::string field;
  Error error;
};

std::string_view to_string(Severity severity);

/// Everything the rules may look at.
struct Facts {
  const CustomerRules& rules;
  const OrderLines& lines;   ///< as they now stand
  const TakenByLine& taken;  ///< by other ASNs
  LocalTime now;             ///< the customer's wall clock
};

/// In the order of the table; empty: nothing to say.
std::vector<Finding> check_notice(const model::ShipNotice& notice, const Facts& facts);

bool blocks(const std::vector<Finding>& findings);

/// A rule as documentation shows it.
struct RuleText {
  int number;
  std::string_view code, field;
  Severity severity;
};
std::vector<RuleText> all_rules();

}  // namespace calloff::asn
