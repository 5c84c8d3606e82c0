#include "formats/offset_map.hpp"

#include <algorithm>

namespace calloff::formats {
namespace {

constexpr std::size_t kLookAhead = 16;  // runs, before it is searched for

}  // namespace

void OffsetMap::add(std::size_t text_offset, std::size_t text_length, std::size_t source_offset,
                    std::size_t source_length, std::size_t count) {
  if (text_length == source_length) return;
  if (!runs_.empty()) {
    auto& last = runs_.back();
    if (last.text_step == text_length && last.source_step == source_length && last.text_end() == text_offset &&
        last.source_end() == source_offset) {
      last.count += count;
      return;
    }
  }
  runs_.push_back({text_offset, source_offset, count, static_cast<unsigned char>(text_length),
                   static_cast<unsigned char>(source_length)});
}

bool OffsetMap::is_after(std::size_t after, std::size_t text_offset) const {
  return (after == 0 || runs_[after - 1].text <= text_offset) &&
         (after == runs_.size() || text_offset < runs_[after].text);
}

std::size_t OffsetMap::to_source(std::size_t text_offset) const {
  auto near = runs_.size();
  return to_source(text_offset, near);
}

std::size_t OffsetMap::search_source(std::size_t text_offset, std::size_t& near) const {
  near = std::min(near, runs_.size());
  for (auto last = std::min(near + kLookAhead, runs_.size()); near < last && runs_[near].text <= text_offset;) ++near;
  if (!is_after(near, text_offset)) {
    const auto after = std::upper_bound(runs_.begin(), runs_.end(), text_offset,
                                        [](std::size_t offset, const Run& run) { return offset < run.text; });
    near = static_cast<std::size_t>(after - runs_.begin());
  }
  if (near == 0) return text_offset + skipped_;
  const auto& run = runs_[near - 1];
  if (text_offset >= run.text_end()) return run.source_end() + (text_offset - run.text_end());
  return run.source + (text_offset - run.text) / run.text_step * run.source_step;
}

}  // namespace calloff::formats
