#include "support/portal/poll_walk.hpp"

#include <map>

#include "base/text.hpp"

namespace calloff::test {
namespace {

constexpr std::size_t kEntriesAFeed = 2;

Result<void> walk_feed(AdapterBench& bench, const std::string& feed, std::vector<std::string>& taken) {
  auto listing = bench.list(feed);
  if (!listing) return listing.error();
  for (std::size_t i = 0; i < listing->entries.size(); ++i) {
    const auto& entry = listing->entries[i];
    taken.push_back(feed + " " + entry.id);
    if (i >= kEntriesAFeed) continue;
    auto document = bench.fetch(feed, entry);
    if (!document) return document.error();
    for (const auto& part : document->parts) taken.back() += " " + part.name;
    if (auto settled = bench.settle(feed, entry, adapter_api::Disposition::archived); !settled) return settled.error();
  }
  return {};
}

}  // namespace

std::vector<std::string> feeds_of(const FoundAdapter& adapter) {
  std::vector<std::string> feeds;
  for (const auto feed : split(adapter.manifest->feeds, ' '))
    if (!feed.empty()) feeds.emplace_back(feed);
  return feeds;
}

Walked walk(AdapterBench& bench, const FoundAdapter& adapter) {
  Walked walked;
  if (auto opened = bench.open(); !opened) {
    walked.error = opened.error();
    return walked;
  }
  for (const auto& feed : feeds_of(adapter)) {
    if (auto done = walk_feed(bench, feed, walked.taken); !done) {
      walked.error = done.error();
      return walked;
    }
  }
  if (auto closed = bench.close(); !closed) walked.error = closed.error();
  return walked;
}

const Walked& undisturbed_walk(const FoundAdapter& adapter) {
  static std::map<std::string, Walked> walks;
  const auto [at, is_new] = walks.try_emplace(adapter.name());
  if (is_new) {
    AdapterBench bench(adapter);
    at->second = walk(bench, adapter);
    at->second.exchanges = bench.wire().operations();
    for (const auto& record : bench.wire().records())
      if (record.step != "logout") at->second.steps.insert(record.step);
  }
  return at->second;
}

std::set<std::string> steps_of_fault(const FoundAdapter& adapter, const std::string& fault) {
  const auto* kind = simulator::fault_named(fault);
  std::set<std::string> steps;
  for (const auto& step : undisturbed_walk(adapter).steps) {
    const auto at = simulator::step_named(step);
    if (kind && at && (kind->steps & simulator::bit(*at))) steps.insert(step);
  }
  return steps;
}

}  // namespace calloff::test
