#include "release/pus_set.hpp"

namespace calloff::release {

bool is_set_complete(const std::vector<SetObservation>& observations, const SetRule& rule, LocalDate published_on,
                     std::string_view zone) {
  if (observations.empty()) return false;
  const auto& newest = observations.back();
  if (!newest.has_all_pages) return false;
  if (newest.polls >= rule.equal_polls && newest.last_at - newest.first_at >= rule.apart) return true;
  const auto cut_off = to_instant({published_on, rule.by}, zone);
  return newest.last_at >= cut_off;
}

}  // namespace calloff::release
