// Faults 52 to 58: an ASN. Whatever the answer, the portal holds it at most once, and what we say of it is proven.
#include "simulation/faults/rows.hpp"

namespace calloff::test {

const std::vector<FaultRow>& asn_faults() {
  const std::string submit = "submit", save = "save", unknown = "UNKNOWN";
  const auto one = AsnEnd{"ACCEPTED", 1, {"已提交"}}, none = AsnEnd{"REJECTED", 1, {}};
  const auto draft = AsnEnd{"HELD", 1, {"草稿"}};
  const auto looked_for = AsnEnd{"ACCEPTED", 1, {"已提交"}, true};
  const auto two = AsnEnd{"HELD", 1, {"已提交", "已提交"}, true, true};
  static const std::vector<FaultRow> rows{
      {52, {"commit_then_500", "OMX", submit, 1}, "asn", unknown, "submit/bad_status", {}, Next::looks, one},
      {52, {"commit_then_500", "OMX", save, 1}, "asn", unknown, "submit/bad_status", {}, Next::decide, draft},
      {53, {"commit_then_close", "OMX", submit, 1}, "asn", unknown, "wire/cut_off", {}, Next::looks, one},
      {53, {"commit_then_close", "OMX", save, 1}, "asn", unknown, "wire/cut_off", {}, Next::decide, draft},
      {53,
       {"commit_then_timeout", "OMX", submit, 1},
       "asn",
       unknown,
       "wire/first_byte_timed_out",
       {},
       Next::looks,
       one},
      {54, {"double_submit_makes_two", "OMX"}, "asn", unknown, "wire/cut_off", {}, Next::looks, looked_for},
      {54, {"double_submit_makes_two", "OMX"}, "asn", unknown, "wire/cut_off", {}, Next::decide, two},
      {55, {"saved_not_submitted", "OMX", submit, 1}, "asn", "HELD", "", {}, Next::decide, draft},
      {56, {"over_quantity_refused", "OMX", save, 1}, "asn", "REJECTED", "submit/refused", {}, Next::new_asn, none},
      {56,
       {"over_quantity_refused", "OMX", submit, 1},
       "asn",
       unknown,
       "submit/not_confirmed",
       {},
       Next::decide,
       draft},
      {57, {"hidden_asn", "OMX", submit, 1}, "asn", "ACCEPTED", "", {}, Next::looks, one},
      {58, {"receipt_closes_line", "OMX", save, 1}, "asn", "REJECTED", "submit/refused", {}, Next::new_asn, none},
  };
  return rows;
}

TEST_CASE("faults of an ASN") { live_all(asn_faults()); }

}  // namespace calloff::test
