#include "inbound/mapping_versions.hpp"

#include "mapping/load.hpp"
#include "store/mapping_texts.hpp"

namespace calloff::inbound {
namespace {

std::map<std::string, std::shared_ptr<const mapping::Plan>> plans_of(const std::vector<PolledFeed>& feeds) {
  std::map<std::string, std::shared_ptr<const mapping::Plan>> plans;
  for (const auto& feed : feeds)
    for (const auto& plan : {feed.plan, feed.sheet_plan})
      if (plan) plans.try_emplace(plan->version, plan);
  return plans;
}

}  // namespace

Result<void> keep_mappings(store::Store& store, const std::vector<PolledFeed>& feeds) {
  const auto plans = plans_of(feeds);
  std::vector<const mapping::Plan*> unkept;
  auto read = store.read_now([&](store::Reader& reader) -> Result<void> {
    for (const auto& [version, plan] : plans)
      if (!plan->text.empty() && !store::mapping_text(reader, version)) unkept.push_back(plan.get());
    return {};
  });
  if (!read || unkept.empty()) return read;
  return store.write_now("mapping.keep", [&](store::Writer& writer) -> Result<void> {
    for (const auto* plan : unkept) store::put_mapping_text(writer, plan->version, plan->text);
    return {};
  });
}

MappingVersions::MappingVersions(const std::vector<PolledFeed>& feeds) : plans_(plans_of(feeds)) {}

std::shared_ptr<const mapping::Plan> MappingVersions::find(store::Reader& reader, const std::string& version) {
  const auto [known, is_new] = plans_.try_emplace(version);
  if (!is_new) return known->second;
  if (const auto text = store::mapping_text(reader, version)) known->second = mapping::load_kept_mapping(*text).plan;
  return known->second;
}

}  // namespace calloff::inbound
