#include "support/faults/fault_row.hpp"

#include <map>

#include "support/faults/asn_fault.hpp"
#include "support/faults/fault_titles.hpp"
#include "support/faults/poll_fault.hpp"

namespace calloff::test {

std::string_view sentence_of(Next next) {
  switch (next) {
    case Next::nothing:
      return "goes on";
    case Next::next_poll:
      return "the next poll reads everything";
    case Next::release:
      return "asks nothing of the portal until a person releases the account or mends its credentials";
    case Next::looks:
      return "looks for it in the portal's list, and sends nothing again before that list has proven that it is not "
             "there";
    case Next::decide:
      return "waits for a person: mend it at the portal, then `asn decide`";
    case Next::new_asn:
      return "is done with it: mend the cause, make a new one";
  }
  return {};
}

std::string name_of(const FaultRow& row) {
  return "fault " + std::to_string(row.number) + ": " + std::string(fault_title(row.number)) + " (" + row.wish.fault +
         ", " + row.wish.site + " " + row.wish.step + (row.wish.times ? ", once" : "") +
         (row.asn.pressed_again ? ", and a person presses again)" : ")");
}

const Lived& lived(const FaultRow& row) {
  static std::map<std::string, Lived> known;
  const auto [at, is_new] = known.try_emplace(name_of(row));
  if (is_new) at->second = row.feed == "asn" ? live_asn(row) : live_polls(row);
  return at->second;
}

}  // namespace calloff::test
