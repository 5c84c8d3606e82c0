// HTML tables: no bytes make decode_page crash, hang, or point outside of them. ./dev check --fuzz runs it.
#include "fuzzed_page.hpp"

using namespace calloff::formats;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::require_sound(decode_page(fuzz::view(bytes, size), {}), size);
  return 0;
}
