// Faults 52 to 58: an ASN. Whatever the answer, the portal holds it at most once, and what we say of it is proven.
#include "simulation/faults/rows.hpp"

namespace calloff::test {

const std::vector<FaultRow>& asn_faults() {
  const auto one = AsnEnd{"ACCEPTED", 1, {"已提交"}};
  const auto draft = AsnEnd{"HELD", 1, {"草稿"}};
  static const std::vector<FaultRow> rows{
      {52, {"commit_then_500", "OMX", "submit", 1}, "asn", "UNKNOWN", "submit/bad_status", {}, Next::looks, one},
      {52, {"commit_then_500", "OMX", "save", 1}, "asn", "UNKNOWN", "submit/bad_status", {}, Next::decide, draft},
      {53, {"commit_then_close", "OMX", "submit", 1}, "asn", "UNKNOWN", "wire/cut_off", {}, Next::looks, one},
      {53, {"commit_then_close", "OMX", "save", 1}, "asn", "UNKNOWN", "wire/cut_off", {}, Next::decide, draft},
      {57, {"hidden_asn", "OMX", "submit", 1}, "asn", "ACCEPTED", "", {}, Next::looks, one},
  };
  return rows;
}

TEST_CASE("faults of an ASN") { live_all(asn_faults()); }

}  // namespace calloff::test
