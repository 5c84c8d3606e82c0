// The way from the text that a page's tree was built of to its archived bytes, and the words of places.
// Threading: one thread.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "formats/html/tree.hpp"
#include "formats/offset_map.hpp"
#include "formats/page_memory.hpp"

namespace calloff::formats {

/// Places ranges of the text, fastest in the order of the text. The offsets and the memory must outlive it.
class Places {
 public:
  Places(const OffsetMap& offsets, std::string part, PageMemory& memory)
      : offsets_(offsets), part_(std::move(part)), memory_(memory) {}

  /// Sets where it stands; its position in words is left.
  void put(SourceRange range, PageLocator& locator) {
    locator.offset = offsets_.to_source(range.begin, near_);
    locator.length = offsets_.to_source(range.end, near_) - locator.offset;
  }

  const PositionWords& words(std::string before, std::vector<std::string> after = {}) {
    return memory_.keep_words({part_, std::move(before), std::move(after)});
  }
  PageMemory& memory() { return memory_; }

 private:
  const OffsetMap& offsets_;
  std::string part_;
  PageMemory& memory_;
  std::size_t near_ = 0;
};

}  // namespace calloff::formats
