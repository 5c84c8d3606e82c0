// One fault, how it is let loose, what must come of it; and what did come of it.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "support/gateway_bench/gateway_bench.hpp"

namespace calloff::test {

/// What stands in the schedule (or the orders) after the disturbed poll.
enum class InForce {
  last_good,    ///< exactly what stood before
  undisturbed,  ///< exactly what an undisturbed gateway has by then
  between       ///< some of the news, the rest as it stood: nothing gone, nothing twice
};

/// How it goes on, as a person is told. Each way is tried.
enum class Next {
  nothing,    ///< there was nothing to mend
  next_poll,  ///< the next poll reads it all
  release     ///< no request at all until a person releases the account
};
std::string_view sentence_of(Next next);

struct FaultRow;

/// How it went. violations: whatever was not as the row says; seen: what a person is told, as rendered
struct Lived {
  std::string outcome, seen;
  std::vector<std::string> violations;

  void expect(bool is_so, std::string violation) {
    if (!is_so) violations.push_back(std::move(violation));
  }
};

struct FaultRow {
  int number = 0;
  GatewayBench::Wish wish;
  std::string feed;     ///< "JQ daily", "orders"
  std::string outcome;  ///< of the disturbed run
  std::string code;     ///< of its cause; empty: none
  InForce in_force = InForce::last_good;
  Next next = Next::next_poll;
};

/// `fault 17: body cut before </table> (cut_body, JQ list)`
std::string name_of(const FaultRow& row);

/// A good poll, a poll under the fault, polls after it, beside a gateway that meets no fault. Lived once per row.
const Lived& lived(const FaultRow& row);

}  // namespace calloff::test
