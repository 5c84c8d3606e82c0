// Which of two releases is the newer one. Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/dates.hpp"

namespace calloff::store {

struct ReleaseRank {
  std::string release_no, revision;
  std::optional<LocalTime> issued;
};

/// Was `release` superseded already by `standing` when it came? By issue, then by revision; where neither says, what
/// comes later is newer. Without both instants of issue only revisions of
/// one number can be compared.
/// source: superseded releases: newest by issue and revision; an older one never wins
bool is_older(const ReleaseRank& release, const ReleaseRank& standing);

/// Numbers as numbers (an empty one is 0), before other texts.
bool is_lower_revision(std::string_view a, std::string_view b);
/// Neither is lower: `1` and `01` are one revision, written in two ways.
bool is_same_revision(std::string_view a, std::string_view b);

}  // namespace calloff::store
