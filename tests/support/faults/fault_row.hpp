// One fault, how it is let loose, what must come of it; and what did come of it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "support/gateway_bench/gateway_bench.hpp"

namespace calloff::test {

/// What stands in the schedule (or the orders) after the disturbed poll.
enum class InForce {
  last_good,    ///< exactly what stood before
  undisturbed,  ///< exactly what an undisturbed gateway has by then
  between,      ///< some of the news, the rest as it stood: nothing gone, nothing twice
  newcomer      ///< exactly what a gateway has that comes new to the portal as it is now: the customer's changes
};

/// How it goes on, as a person is told. Each way is tried.
enum class Next {
  nothing,    ///< there was nothing to mend
  next_poll,  ///< the next poll reads it all
  release,    ///< no request at all until a person releases the account
  looks,      ///< an ASN: looked for in the customer's list, which proves it
  decide,     ///< an ASN: a person mends it at the portal and decides
  new_asn     ///< an ASN: closed; the goods need another one
};
std::string_view sentence_of(Next next);

/// When a feed is polled: well, under the fault, after it.
struct Times {
  Instant good, disturbed, healed;
};

/// What has become of an ASN in the end. at_portal: states of all that the portal truly holds under its shipment id
/// answer_lost: so is the answer to its submit; pressed_again: a person submits it at the portal once more
struct AsnEnd {
  std::string state;
  int attempts = 1;
  std::vector<std::string> at_portal;
  bool answer_lost = false, pressed_again = false;
};

struct FaultRow {
  int number = 0;
  GatewayBench::Wish wish;
  std::string feed;     ///< "sgm JQ daily", "sgm orders"; "asn": a submission
  std::string outcome;  ///< of the disturbed run; of an ASN: its state when `asn send --wait` ends
  std::string code;     ///< of its cause; empty: none
  InForce in_force = InForce::last_good;
  Next next = Next::next_poll;
  AsnEnd asn{};
  int sheets = 2;                ///< a workday's, of each plant
  std::optional<Times> times{};  ///< none: those of the feed
  bool stays = false;            ///< the fault is there from the start, and time alone ends it
  std::string ticket{};     ///< what it, or a second one like it, asks a person, where that is not its cause; a code
  std::size_t tickets = 1;  ///< of that code: one for each document
};

/// `fault 17: body cut before </table> (cut_body, JQ list)`
std::string name_of(const FaultRow& row);

/// How it went. violations: whatever was not as the row says; seen: what a person is told, as rendered
struct Lived {
  std::string outcome, in_force, seen;
  std::vector<std::string> violations;

  void expect(bool is_so, std::string violation) {
    if (!is_so) violations.push_back(std::move(violation));
  }
};

/// A good poll, a poll under the fault, polls after it, beside a gateway that meets no fault. Lived once per row.
const Lived& lived(const FaultRow& row);

}  // namespace calloff::test
