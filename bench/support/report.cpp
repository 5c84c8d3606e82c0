#include "bench/support/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>

#include "base/text.hpp"

namespace calloff::bench {
namespace {

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, display_width(text)), ' ');
}

std::string verdict(const Finding& finding) {
  if (finding.target.empty()) return "";
  return finding.is_met ? "met" : "NOT MET";
}

/// 0 if all targets are met, else 1.
int report(const std::vector<Finding>& findings) {
  std::vector<std::vector<std::string>> rows{{"what", "measured", "target", "verdict", "note"}};
  for (const auto& f : findings) rows.push_back({f.what, f.measured, f.target, verdict(f), f.note});
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], display_width(row[c]));
  fmt::print("\n");
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) line += padded(row[c], widths[c]) + "  ";
    fmt::print("{}\n", std::string_view(line).substr(0, line.find_last_not_of(' ') + 1));
  }
  std::fflush(stdout);
  return std::ranges::all_of(findings, &Finding::is_met) ? 0 : 1;
}

}  // namespace

Finding at_most(std::string what, double measured, double limit, int decimals, std::string_view unit) {
  Finding finding{std::move(what),
                  fmt::format("{:.{}f}{}", measured, decimals, unit),
                  fmt::format("<= {:.{}f}{}", limit, decimals, unit),
                  measured <= limit,
                  {}};
  const auto percent = 100 * (measured / limit - 1);
  finding.note = fmt::format("{:.0f} % {} the target", std::abs(percent), percent > 0 ? "above" : "below");
  return finding;
}

Finding figure(std::string what, std::string measured, std::string note) {
  return {std::move(what), std::move(measured), {}, true, std::move(note)};
}

int run(const char* program, const std::vector<Part>& parts, int argc, char** argv) try {
  const auto is_picked = [&](const Part& part) { return argc < 2 || std::string_view(argv[1]) == part.name; };
  if (std::ranges::none_of(parts, is_picked)) {
    fmt::print(stderr, "{}: no part is called {}; there are:", program, argv[1]);
    for (const auto& part : parts) fmt::print(stderr, " {}", part.name);
    fmt::print(stderr, "\n");
    return 2;
  }
  std::vector<Finding> findings;
  for (const auto& part : parts) {
    if (!is_picked(part)) continue;
    const auto& [name, measure] = part;
    fmt::print(stderr, "measuring: {}\n", name);
    for (auto& finding : measure()) findings.push_back(std::move(finding));
  }
  return report(findings);
} catch (const std::exception& failed) {
  fmt::print(stderr, "{}: {}\n", program, failed.what());
  return 2;
}

}  // namespace calloff::bench
