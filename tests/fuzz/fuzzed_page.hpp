// What must hold of any page that any bytes are decoded to.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/result.hpp"
#include "base/text.hpp"
#include "formats/page.hpp"
#include "formats/table_document.hpp"

namespace calloff::formats::fuzz {

/// Small, so that a run is quick.
inline TableLimits limits() {
  TableLimits limits;
  limits.max_cells = 20'000;
  limits.max_rows = 5'000;
  limits.max_unpacked = 4u << 20;
  limits.max_elements = 100'000;
  return limits;
}

inline std::string_view view(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

inline void require(bool holds) {
  if (!holds) std::abort();
}

inline void require_inside(const model::Locator& locator, std::size_t size) {
  require(locator.offset <= size && locator.length <= size - locator.offset);
}

/// Every place lies within the bytes, every row is as wide as its table, every text is UTF-8. An error has a sentence.
inline void require_sound(const Result<Page>& page, std::size_t size) {
  if (!page) {
    require(has_sentence(page.error().code));
    return;
  }
  for (const auto& table : page->tables) {
    require_inside(table.locator, size);
    for (const auto* rows : {&table.header, &table.rows})
      for (const auto& row : *rows) {
        require(row.cells.size() == table.columns.size());
        require_inside(row.locator, size);
        for (const auto& cell : row.cells) {
          require_inside(cell.locator, size);
          require(valid_utf8_prefix(cell.text) == cell.text.size());
        }
      }
  }
  for (const auto& label : page->labels) require_inside(label.value.locator, size);
}

}  // namespace calloff::formats::fuzz
