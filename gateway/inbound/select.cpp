#include "inbound/select.hpp"

#include <map>

namespace calloff::inbound {
namespace {

bool is_due(const adapter_api::Entry& entry, const store::SeenEntry* seen) {
  using adapter_api::Refetch;
  if (!seen || seen->document.empty() || seen->mark != entry.mark) return true;
  return entry.refetch == Refetch::every || (entry.refetch == Refetch::while_open && entry.is_open);
}

}  // namespace

Selection select_entries(const std::vector<adapter_api::Entry>& entries, const std::vector<store::SeenEntry>& seen) {
  std::map<std::string_view, const store::SeenEntry*> by_id;
  for (const auto& each : seen) by_id[each.id] = &each;
  Selection selection;
  for (const auto& entry : entries) {
    const auto found = by_id.find(entry.id);
    auto& list = is_due(entry, found == by_id.end() ? nullptr : found->second) ? selection.fetched : selection.known;
    list.push_back(entry);
  }
  return selection;
}

}  // namespace calloff::inbound
