#include "release/packs.hpp"

namespace calloff::release {

std::vector<Decimal> in_packs(std::span<const Entry> entries, Decimal pack_size) {
  std::vector<Decimal> provided;
  Decimal over;  // of packs that have been opened
  for (const auto& entry : entries) {
    const auto needed = entry.open();
    if (entry.commitment == model::Commitment::firm || !entry.is_counted) {
      provided.push_back(entry.is_counted ? needed : Decimal{});
      continue;
    }
    const auto missing = std::max(Decimal{}, needed - over).thousandths;
    const auto packs = (missing + pack_size.thousandths - 1) / pack_size.thousandths;
    provided.push_back(Decimal{packs * pack_size.thousandths});
    over = over + provided.back() - needed;
  }
  return provided;
}

}  // namespace calloff::release
