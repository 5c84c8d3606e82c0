#include "support/faults/fault_page.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <regex>

#include "base/text.hpp"
#include "support/faults/fault_titles.hpp"
#include "support/paths.hpp"

namespace calloff::test {
namespace {

constexpr std::string_view kHead =
    "# What goes wrong at portals, and what comes of it\n"
    "\n"
    "58 faults, each let loose by a test on a whole gateway before the simulated portals (`tests/simulation`): "
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
std::string what_happens(const std::string& fault) { return std::string(simulator::fault_named(fault)->sentence); }

using Row = std::vector<FaultRow>::const_iterator;

/// `JQ daily: list`, `OMX asn: submit`
std::string place_of(const FaultRow& row) {
  const auto feed = row.feed.substr(row.feed.rfind(' ') + 1);
  return row.wish.site + " " + feed + ": " + (row.wish.step == "any" ? "everywhere" : row.wish.step);
}

std::string line_of(Row first, Row end) {
  std::string where;
  for (auto row = first; row != end; ++row) where += (where.empty() ? "" : ", ") + place_of(*row);
  const auto& how = lived(*first);
  const auto often = first->wish.times == 1 ? " (once)" : "";
  return "| " + std::to_string(first->number) + " | " + std::string(fault_title(first->number)) + " | " + where +
         " | " + cell(what_happens(first->wish.fault)) + " `" + first->wish.fault + "`" + often + " | " + how.outcome +
         " | " + how.in_force + " | " + (how.seen.empty() ? "nothing" : cell(how.seen)) + " | " +
         std::string(sentence_of(first->next)) + " |\n";
}

/// The number of a line of the table; 0: it is none.
int number_of(std::string_view line) {
  int number = 0;
  if (line.starts_with("| ")) std::from_chars(line.data() + 2, line.data() + line.size(), number);
  return number;
}

/// Lines by number, in the page's order.
std::map<int, std::string> lines_of(const std::string& page) {
  std::map<int, std::string> lines;
  for (const auto line : split(page, '\n'))
    if (const auto number = number_of(line)) lines[number] += std::string(line) + "\n";
  return lines;
}

}  // namespace

std::string updated_page(const std::string& page, const std::vector<FaultRow>& rows) {
  auto lines = lines_of(page);
  for (const auto& row : rows) lines.erase(row.number);
  for (auto row = rows.begin(); row != rows.end();) {
    const auto end = std::find_if(row, rows.end(), [&](const FaultRow& other) { return !is_same_line(*row, other); });
    lines[row->number] += line_of(row, end);
    row = end;
  }
  std::string updated(kHead);
  for (const auto& [number, text] : lines) updated += text;
  return updated;
}

std::vector<int> numbers_of(const std::string& page) {
  std::vector<int> numbers;
  for (const auto& [number, text] : lines_of(page)) numbers.push_back(number);
  return numbers;
}

}  // namespace calloff::test
