// The way from the text that a page's tree was built of to its archived bytes. Threading: one thread.
#pragma once
#include <string>
#include <utility>

#include "formats/html/tree.hpp"
#include "formats/offset_map.hpp"
#include "formats/page_locator.hpp"

namespace calloff::formats {

/// Places ranges of the text, fastest in the order of the text. The offsets must outlive it.
class Places {
 public:
  Places(const OffsetMap& offsets, std::string part) : offsets_(offsets), part_(std::move(part)) {}

  /// Sets where it stands; its position in words is left.
  void put(SourceRange range, PageLocator& locator) {
    locator.part = part_;
    locator.offset = offsets_.to_source(range.begin, near_);
    locator.length = offsets_.to_source(range.end, near_) - locator.offset;
  }

 private:
  const OffsetMap& offsets_;
  std::string part_;
  std::size_t near_ = 0;
};

}  // namespace calloff::formats
