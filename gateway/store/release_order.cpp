#include "store/release_order.hpp"

#include <algorithm>

namespace calloff::store {
namespace {

bool is_number(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_lower_revision(std::string_view a, std::string_view b) {
  if (is_number(a) != is_number(b)) return is_number(a);
  if (!is_number(a)) return a < b;
  a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
  b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

bool is_same_revision(std::string_view a, std::string_view b) {
  return !is_lower_revision(a, b) && !is_lower_revision(b, a);
}

bool is_older(const ReleaseRank& release, const ReleaseRank& standing) {
  if (release.issued && standing.issued && *release.issued != *standing.issued)
    return *release.issued < *standing.issued;
  const bool are_comparable = (release.issued && standing.issued) || release.release_no == standing.release_no;
  return are_comparable && is_lower_revision(release.revision, standing.revision);
}

}  // namespace calloff::store
