#include <algorithm>
#include <stdexcept>

#include "support/schedule/told.hpp"
#include "support/simulator/browser.hpp"

namespace calloff::test::told {
namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr int kYear = 2026;

std::string stripped(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\r' || c == '\n'; });
  return text;
}

/// Label and value stand beside each other.
std::string fact(const Rows& head, const std::string& label) {
  for (const auto& row : head)
    for (std::size_t i = 0; i + 1 < row.size(); i += 2)
      if (stripped(row[i]) == label) return row[i + 1];
  throw std::runtime_error("the page says nothing of " + label);
}

Day day_of(const std::string& text) { return Day(parse_date(text.substr(0, 10)).value()); }

/// `03/09`, `第1周 03/16`, `2026年05月`
Slot slot_of(const std::string& heading) {
  if (const auto year = heading.find("年"); year != std::string::npos) {
    const auto month = unsigned(std::stoi(heading.substr(year + std::string("年").size())));
    return {Day(std::chrono::year(std::stoi(heading)) / std::chrono::month(month) / 1), 'm'};
  }
  const auto slash = heading.rfind('/');
  const auto month = unsigned(std::stoi(heading.substr(slash - 2, 2)));
  const auto day = unsigned(std::stoi(heading.substr(slash + 1)));
  return {Day(std::chrono::year(kYear) / std::chrono::month(month) / std::chrono::day(day)),
          heading.find("周") == std::string::npos ? 'd' : 'w'};
}

std::string unit_of(const std::string& text) {
  if (text == "件") return "C62";
  if (text == "套") return "SET";
  throw std::runtime_error("no unit " + text);
}

constexpr std::size_t kLead = 7, kFigures = 18;

}  // namespace

int Sheet::quantity(const SheetLine& line) const {
  const bool is_promised = state == "已接受" || is_over();
  return is_promised && line.committed ? *line.committed : line.required;
}

std::optional<Sheet> sheet_of(const std::string& page) {
  const auto lines = simulator::test::table_of(page, "class=\"table_double_head\"");
  const auto head = simulator::test::table_of(page, "class=\"pusHead\"");
  if (lines.empty() || head.empty()) return std::nullopt;
  Sheet sheet{fact(head, "工厂"),
              fact(head, "取货单号"),
              fact(head, "状态"),
              fact(head, "道口"),
              day_of(fact(head, "计划取货时间")),
              {}};
  for (const auto& row : lines) {
    if (row.size() < 6 || row[0].find_first_not_of("0123456789") != std::string::npos) continue;
    SheetLine line{row[1], unit_of(row[5]), std::stoi(row[3]), {}};
    if (!stripped(row[4]).empty()) line.committed = std::stoi(row[4]);
    sheet.lines.push_back(line);
  }
  return sheet;
}

std::optional<Release> release_of(const std::string& page) {
  const auto rows = simulator::test::table_of(page, "id=\"wdfDetailTab\"");
  const auto head = simulator::test::table_of(page, "class=\"wdfHead\"");
  if (rows.empty() || head.empty()) return std::nullopt;
  Release release{fact(head, "工厂"),           fact(head, "计划编号"),
                  fact(head, "发布时间"),       std::stoi(fact(head, "版本")),
                  day_of(fact(head, "起始日")), {}};
  release.name = release.name + "/" + std::to_string(release.version);
  std::vector<Slot> slots;
  for (const auto& row : rows) {
    if (row.size() == kFigures) std::ranges::transform(row, std::back_inserter(slots), slot_of);
    if (row.size() != kLead + kFigures + 1 || stripped(row[0]) == "合计") continue;
    ReleasePart part{row[0], row[4], unit_of(row[2]), stripped(row[6]).empty() ? 0 : std::stoi(row[6]), {}};
    for (std::size_t i = 0; i < kFigures; ++i)
      if (const auto text = stripped(row[kLead + i]); !text.empty()) part.figures[slots.at(i)] = std::stoi(text);
    // A part of which nothing is known but what is behind is as good as not named.
    if (!part.figures.empty()) release.parts.push_back(part);
  }
  return release;
}

}  // namespace calloff::test::told
