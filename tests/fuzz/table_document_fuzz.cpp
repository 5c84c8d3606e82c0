// Any file that is called a table: what its bytes say decides which reader gets it.
#include "fuzzed_page.hpp"

using namespace calloff::formats;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::require_sound(decode_table_document(fuzz::view(bytes, size), {}, fuzz::limits()), size);
  return 0;
}
