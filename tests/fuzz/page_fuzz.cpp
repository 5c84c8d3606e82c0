// libFuzzer target: no bytes make decode_page crash, hang, or point outside of them.
//   cmake --preset dev -DCALLOFF_FUZZ=ON && cmake --build build/dev --target page_fuzz
//   build/dev/bin/page_fuzz -max_total_time=60 -max_len=20000 FOLDER_WITH_PAGES
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "formats/page.hpp"

using namespace calloff;

namespace {

void require_inside(const model::Locator& locator, std::size_t size) {
  if (locator.offset > size || locator.length > size - locator.offset) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto page = formats::decode_page({reinterpret_cast<const char*>(bytes), size}, {});
  if (!page) return 0;
  for (const auto& table : page->tables) {
    require_inside(table.locator, size);
    for (const auto* rows : {&table.header, &table.rows})
      for (const auto& row : *rows) {
        require_inside(row.locator, size);
        for (const auto& cell : row.cells) require_inside(cell.locator, size);
      }
  }
  for (const auto& label : page->labels) require_inside(label.value.locator, size);
  return 0;
}
