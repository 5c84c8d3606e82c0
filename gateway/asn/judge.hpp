// What a look at the customer's own list says about an attempt of ours. Pure.
#pragma once
#include <string>
#include <vector>

#include "adapter_api/adapter.hpp"
#include "asn/protocol.hpp"
#include "model/ship_notice.hpp"

namespace calloff::asn {

/// The customer's words for the states of an ASN in its own list. A word in none of them is not understood.
struct PortalWords {
  std::vector<std::string> draft, submitted, received, withdrawn;
};

/// What we know when we judge.
struct Attempted {
  const model::ShipNotice& notice;
  std::string vouched_id;                    ///< a person said that this number of the customer's is ours
  adapter_api::Standing shipped_before;      ///< before the newest attempt
  std::vector<adapter_api::Known> controls;  ///< what the look-up was asked to see as well
};

/// The verdict and why.
/// found:        one match carries our key, its lines are ours, and its state is one of `words`
/// found_other:  one match with our key, but other lines, or withdrawn, or a state we do not know; or a match without a
/// key
///               that has our lines (somebody may have typed it in by hand)
/// absent:       the list is complete, a control was seen in it, and every line's shipped quantity is known and as
/// before inconclusive: everything else, with the reason: asn/judged_incomplete, asn/judged_no_control,
/// asn/judged_no_standing,
///               asn/judged_shipped_changed, asn/judged_no_lines
Judgement judge(const PortalWords& words, const Attempted& attempted, const adapter_api::Sighting& sighting);

}  // namespace calloff::asn
