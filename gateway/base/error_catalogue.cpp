#include "base/error_catalogue.hpp"

#include <algorithm>
#include <vector>

#include "base/sentences/groups.hpp"

namespace calloff {
namespace {

bool is_before(const Sentence& one, const Sentence& other) { return one.code < other.code; }

std::vector<Sentence> collect() {
  std::vector<Sentence> all;
  for (const auto group : {sentences::asn(), sentences::customer(), sentences::document(), sentences::expected(),
                           sentences::gateway(), sentences::guard(), sentences::notify(), sentences::schedule()})
    all.insert(all.end(), group.begin(), group.end());
  std::sort(all.begin(), all.end(), is_before);
  return all;
}

}  // namespace

std::span<const Sentence> all_sentences() {
  static const auto all = collect();
  return all;
}

const Sentence* find_sentence(std::string_view code) {
  const auto all = all_sentences();
  const auto found = std::lower_bound(all.begin(), all.end(), Sentence{code, {}, {}}, is_before);
  return found != all.end() && found->code == code ? &*found : nullptr;
}

}  // namespace calloff
