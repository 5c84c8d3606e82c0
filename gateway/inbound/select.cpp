#include "inbound/select.hpp"

#include <map>
#include <set>

namespace calloff::inbound {
namespace {

/// A fetch that lies in the future was made before the clock was set back.
bool is_old(const std::optional<Instant>& fetched, const RecheckRule& rule) {
  return !fetched || *fetched > rule.now || rule.now - *fetched >= rule.recheck;
}

bool is_due(const adapter_api::Entry& entry, const store::SeenEntry* seen, const RecheckRule& rule) {
  using adapter_api::Refetch;
  if (!seen || seen->document.empty() || seen->mark != entry.mark) return true;
  if (entry.refetch == Refetch::every) return true;
  return entry.refetch == Refetch::while_open && entry.is_open && is_old(seen->last_fetched, rule);
}

}  // namespace

Selection select_entries(const std::vector<adapter_api::Entry>& entries, const std::vector<store::SeenEntry>& seen,
                         const RecheckRule& rule) {
  std::map<std::string_view, const store::SeenEntry*> by_id;
  for (const auto& each : seen) by_id[each.id] = &each;
  std::set<std::string_view> listed;
  Selection selection;
  for (const auto& entry : entries) {
    const auto found = by_id.find(entry.id);
    const bool is_fetched = is_due(entry, found == by_id.end() ? nullptr : found->second, rule);
    auto& list = is_fetched ? selection.fetched : selection.known;
    list.push_back(entry);
    listed.insert(entry.id);
  }
  for (const auto& each : seen)
    if (!listed.contains(each.id)) selection.missing.push_back(each.id);
  return selection;
}

}  // namespace calloff::inbound
