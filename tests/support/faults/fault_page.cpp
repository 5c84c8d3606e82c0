#include "support/faults/fault_page.hpp"

#include <algorithm>
#include <regex>

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

/// What differs from one run or machine to the next: documents' names (hashes of bytes), ports, a library's version.
std::string without_chance(const std::string& text) {
  static const std::regex document("D-[0-9a-f]{16}"), port("localhost:[0-9]+"), library("OpenSSL/[0-9.]+");
  const auto named = std::regex_replace(text, document, "D-…");
  return std::regex_replace(std::regex_replace(named, port, "portal.example"), library, "OpenSSL");
}

std::string cell(std::string text) {
  replace_all(text, source_folder().string() + "/", "");
  text = without_chance(text);
  replace_all(text, "|", "\\|");
  replace_all(text, "\n", " ");
  return text;
}

/// Told in one line: the same fault with the same end, met at several places.
bool is_same_line(const FaultRow& a, const FaultRow& b) {
  return a.number == b.number && a.wish.fault == b.wish.fault && a.wish.times == b.wish.times &&
         a.outcome == b.outcome && a.code == b.code && a.in_force == b.in_force && a.next == b.next;
}

/// The simulator says what its faults do; those of TLS are done to real sockets.
std::string what_happens(const std::string& fault) {
  if (fault == "tls_expired") return "The server's certificate has expired.";
  if (fault == "tls_old") return "The server's newest protocol is TLS 1.1.";
  return std::string(simulator::fault_named(fault)->sentence);
}

using Row = std::vector<FaultRow>::const_iterator;

std::string line_of(Row first, Row end) {
  std::string where;
  for (auto row = first; row != end; ++row)
    where += (where.empty() ? "" : ", ") + row->wish.site + " " + row->wish.step;
  const auto& how = lived(*first);
  const auto often = first->wish.times == 1 ? " (once)" : "";
  return "| " + std::to_string(first->number) + " | " + std::string(fault_title(first->number)) + " | " + where +
         " | " + cell(what_happens(first->wish.fault)) + " `" + first->wish.fault + "`" + often + " | " + how.outcome +
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
