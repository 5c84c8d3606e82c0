// Tab text and CSV.
#include "formats/sheet/separated_text.hpp"
#include "fuzzed_page.hpp"

using namespace calloff::formats;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::require_sound(decode_separated_text(fuzz::view(bytes, size), "", {}, fuzz::limits()), size);
  return 0;
}
