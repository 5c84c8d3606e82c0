// One big page of a portal: bytes to records, against gumbo's parse of the same text.
#include <fmt/format.h>
#include <gumbo.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "adapter_api/portal_page.hpp"
#include "bench/portal/parts.hpp"
#include "bench/support/timing.hpp"
#include "formats/charset.hpp"
#include "formats/html/tree.hpp"
#include "inbound/decode.hpp"
#include "mapping/load.hpp"
#include "simulator/china_time.hpp"
#include "simulator/eschedule/sheet_pages.hpp"
#include "support/paths.hpp"
#include "support/process/child.hpp"

namespace calloff::bench {
namespace {

constexpr int kRows = 300;
constexpr int kRounds = 150;      // of each process
constexpr int kProcesses = 9;     // where a process's memory lies moves the figure by more than its rounds do
constexpr double kLeast = 0.005;  // seconds a measurement: the machine is the same for all three of a round
constexpr double kTarget = 0.25;

/// A sheet of more lines than portals give one, to have a page of the size that the target speaks of.
simulator::Sheet big_sheet(const simulator::Site& site) {
  const auto day = std::chrono::year(2026) / 3 / 10;
  simulator::SheetBook book(site, 2026, simulator::china_instant(day, std::chrono::hours(14)), 99);
  auto listed = book.listed(simulator::china_instant(day, std::chrono::hours(14)));
  auto sheet = *listed.at(0);
  for (std::size_t i = 0; sheet.lines.size() < kRows; i = (i + 1) % listed.size())
    for (const auto& line : listed[i]->lines)
      if (sheet.lines.size() < kRows) sheet.lines.push_back(line);
  return sheet;
}

/// The two parts of a daily sheet as the adapter archives them: its row of the list, and the page behind it.
std::vector<inbound::PartBytes> page_parts() {
  const auto& site = simulator::kSites.front();
  auto sheet = big_sheet(site);
  const simulator::Request request{};
  const simulator::Call call{request, "", {}, sheet.published};
  const auto list = simulator::eschedule::list_page(site, call, {&sheet});
  const auto detail = simulator::eschedule::detail_page(site, call, sheet);
  const std::string type = "text/html;charset=GBK";
  formats::PageOptions options;
  options.http_charset = "GBK";
  const auto decoded = formats::decode_page(list.body, options);
  const auto* table = decoded ? decoded->find_table("pusListTab") : nullptr;
  if (!table || table->rows.size() != 1) throw std::runtime_error("the simulator's list is not as expected");
  return {{"row", type, adapter_api::row_snippet(*table, table->rows[0], list.body)}, {"detail", type, detail.body}};
}

/// The parse as Calloff runs it.
void build_trees(const std::vector<std::string>& texts) {
  for (const auto& text : texts) const formats::Tree tree(text);
}

/// Gumbo's own time: the parse as everybody runs it, and giving its tree back.
void parse_only(const std::vector<std::string>& texts) {
  for (const auto& text : texts) {
    auto options = kGumboDefaultOptions;
    options.max_errors = 0;
    gumbo_destroy_output(&options, gumbo_parse_with_options(&options, text.data(), text.size()));
  }
}

std::size_t lines_of(const inbound::Understood& understood) {
  if (!understood.errors.empty()) throw std::runtime_error("the page: " + sentence(understood.errors.front()));
  return std::get<model::DeliverySchedule>(understood.records.at(0)).lines.size();
}

}  // namespace

int measure_page_here() {
  const auto parts = page_parts();
  const auto loaded = mapping::load_mapping((test::source_folder() / "mappings").string(), "customers/sgm/daily");
  if (!loaded.plan) throw std::runtime_error("the mapping: " + sentence(loaded.errors.front()));
  std::vector<std::string> texts;
  for (const auto& part : parts) texts.push_back(formats::decode_bytes(part.bytes, "GBK").value().utf8);
  const mapping::DocumentContext context{"9000001", "JQ", "daily", parse_local_time("2026-03-10T11:30").value()};
  const model::Source source{"sgm", "JQ", "daily", "document", ""};
  std::size_t lines = 0;
  const auto whole = [&] {
    lines = lines_of(inbound::understand(*loaded.plan, parts, context, source, inbound::NormaliseRules{}));
  };
  whole();
  if (lines != kRows) throw std::runtime_error("not all rows of the page became lines");
  const auto is_pinned = pin_to_one_processor();
  const auto measured =
      measure_in_turn({whole, [&] { build_trees(texts); }, [&] { parse_only(texts); }}, kRounds, kLeast);
  // Of each the quickest round: whatever else the machine does can only add to it.
  const auto best = [](const std::vector<double>& rounds) { return *std::ranges::min_element(rounds); };
  fmt::print("{} {} {} {} {}\n", parts[0].bytes.size() + parts[1].bytes.size(), is_pinned ? 1 : 0, best(measured[0]),
             best(measured[1]), best(measured[2]));
  return 0;
}

std::vector<Finding> measure_page() {
  const test::process::Start here{std::filesystem::read_symlink("/proc/self/exe").string(), {kPageHere}, {}, {}};
  std::vector<double> whole, tree, gumbo, around;
  double bytes = 0, is_pinned = 0;
  for (int i = 0; i < kProcesses; ++i) {
    const auto ended = test::process::run(here);
    if (ended.exit != 0 || ended.signal != 0) throw std::runtime_error(ended.err);
    std::istringstream figures(ended.out);
    for (auto* of : {&whole, &tree, &gumbo}) of->emplace_back();
    figures >> bytes >> is_pinned >> whole.back() >> tree.back() >> gumbo.back();
    around.push_back((whole.back() - tree.back()) / gumbo.back());
    if (!figures) throw std::runtime_error("a process that measured said: " + ended.out);
    fmt::print(stderr, "process {}: {:.3f}\n", i + 1, around.back());
  }
  const auto ms = [](const std::vector<double>& seconds) { return fmt::format("{:.3f} ms", 1000 * median(seconds)); };
  const auto [least, most] = std::ranges::minmax(around);
  return {
      figure("page: size", fmt::format("{:.1f} KB", bytes / 1000), fmt::format("GBK, {} rows of 12 cells", kRows)),
      figure("page: gumbo's own time", ms(gumbo),
             fmt::format("median of {} processes, each the quickest of {} rounds in turn with the others; processor "
                         "time{}",
                         kProcesses, kRounds, is_pinned != 0 ? ", pinned" : "")),
      figure("page: bytes to records", ms(whole), "the tree in it"),
      figure("page: the tree in it", ms(tree), "gumbo, with memory of our own"),
      figure("page: without the tree / gumbo's own time, of one process", fmt::format("{:.3f} to {:.3f}", least, most)),
      at_most("page: bytes to records without the tree / gumbo's own time", median(around), kTarget, 3)};
}

}  // namespace calloff::bench
