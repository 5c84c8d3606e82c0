#include "support/faults/fault_page.hpp"

#include <algorithm>

#include "support/faults/fault_titles.hpp"
#include "support/paths.hpp"

namespace calloff::test {
namespace {

constexpr std::string_view kHead =
    "# What goes wrong at portals, and what comes of it\n"
    "\n"
    "58 faults, each let loose by a test on a whole gateway before the simulated portals (`tests/simulation/faults`): "
    "after a good poll, beside a gateway that\n"
    "meets no fault. This page is written by those tests, and fails them when it is stale; *what a person sees* is "
    "what the gateway said. After every fault the\n"
    "tests compare all records in force with the undisturbed gateway's: nothing is lost, doubled or made zero; where a "
    "run did not end well, the last good schedule stands.\n"
    "\n"
    "| no. | fault | where | what the portal does | the run ends | then in force | what a person sees | the "
    "gateway then |\n"
    "|---|---|---|---|---|---|---|---|\n";

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// A document's name is a hash of its bytes: of no use to a reader, and other bytes would change the page.
void hide_documents(std::string& text) {
  constexpr std::size_t kDigits = 16;
  for (auto at = text.find("D-"); at != text.npos; at = text.find("D-", at + 1)) {
    const auto digits = text.find_first_not_of("0123456789abcdef", at + 2);
    if ((digits == text.npos ? text.size() : digits) == at + 2 + kDigits) text.replace(at + 2, kDigits, "…");
  }
}

std::string cell(std::string text) {
  replace_all(text, source_folder().string() + "/", "");
  hide_documents(text);
  replace_all(text, "|", "\\|");
  replace_all(text, "\n", " ");
  return text;
}

/// Told in one line: the same fault with the same end, met at several places.
bool is_same_line(const FaultRow& a, const FaultRow& b) {
  return a.number == b.number && a.wish.fault == b.wish.fault && a.wish.times == b.wish.times &&
         a.outcome == b.outcome && a.code == b.code && a.in_force == b.in_force && a.next == b.next;
}

using Row = std::vector<FaultRow>::const_iterator;

std::string line_of(Row first, Row end) {
  std::string where;
  for (auto row = first; row != end; ++row)
    where += (where.empty() ? "" : ", ") + row->wish.site + " " + row->wish.step;
  const auto& how = lived(*first);
  const auto* kind = simulator::fault_named(first->wish.fault);
  const auto often = first->wish.times == 1 ? " (once)" : "";
  return "| " + std::to_string(first->number) + " | " + std::string(fault_title(first->number)) + " | " + where +
         " | " + cell(std::string(kind->sentence)) + " `" + first->wish.fault + "`" + often + " | " + how.outcome +
         " | " + how.in_force + " | " + (how.seen.empty() ? "nothing" : cell(how.seen)) + " | " +
         std::string(sentence_of(first->next)) + " |\n";
}

}  // namespace

std::string fault_page(const std::vector<FaultRow>& rows) {
  std::string page(kHead);
  for (auto row = rows.begin(); row != rows.end();) {
    const auto end = std::find_if(row, rows.end(), [&](const FaultRow& other) { return !is_same_line(*row, other); });
    page += line_of(row, end);
    row = end;
  }
  return page;
}

}  // namespace calloff::test
