// Workbooks of Excel 97 to 2003, their container and all.
#include "formats/sheet/biff8.hpp"
#include "fuzzed_page.hpp"

using namespace calloff::formats;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::require_sound(decode_biff8(fuzz::view(bytes, size), {}, fuzz::limits()), size);
  return 0;
}
