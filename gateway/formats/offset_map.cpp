#include "formats/offset_map.hpp"

#include <algorithm>

namespace calloff::formats {

void OffsetMap::add(std::size_t text_offset, std::size_t text_length, std::size_t source_offset,
                    std::size_t source_length) {
  if (text_length == source_length) return;
  if (!runs_.empty()) {
    auto& last = runs_.back();
    if (last.text_step == text_length && last.source_step == source_length && last.text_end() == text_offset &&
        last.source_end() == source_offset) {
      ++last.count;
      return;
    }
  }
  runs_.push_back({text_offset, source_offset, 1, static_cast<unsigned char>(text_length),
                   static_cast<unsigned char>(source_length)});
}

std::size_t OffsetMap::to_source(std::size_t text_offset) const {
  auto after = std::upper_bound(runs_.begin(), runs_.end(), text_offset,
                                [](std::size_t offset, const Run& run) { return offset < run.text; });
  if (after == runs_.begin()) return text_offset + skipped_;
  const auto& run = *std::prev(after);
  if (text_offset >= run.text_end()) return run.source_end() + (text_offset - run.text_end());
  return run.source + (text_offset - run.text) / run.text_step * run.source_step;
}

}  // namespace calloff::formats
