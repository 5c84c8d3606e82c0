// What a page's cells and places quote, in one piece: a page has thousands of texts, made together and gone together.
// Threading: one thread while the page is made; immutable afterwards.
#pragma once
#include <deque>
#include <memory>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "formats/page_locator.hpp"

namespace calloff::formats {

class PageMemory {
 public:
  PageMemory() = default;
  PageMemory(const PageMemory&) = delete;
  PageMemory& operator=(const PageMemory&) = delete;

  /// The same text, as good as this memory.
  std::string_view keep(std::string_view text);
  const PositionWords& keep_words(PositionWords words) { return words_.emplace_back(std::move(words)); }
  /// Keeps another page's memory as long as this.
  void keep_memory(std::shared_ptr<const PageMemory> other) { others_.push_back(std::move(other)); }

 private:
  std::pmr::monotonic_buffer_resource texts_;
  std::deque<PositionWords> words_;
  std::vector<std::shared_ptr<const PageMemory>> others_;
};

}  // namespace calloff::formats
