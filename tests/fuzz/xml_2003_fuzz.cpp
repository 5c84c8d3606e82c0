// XML Spreadsheet 2003.
#include "formats/sheet/xml_2003.hpp"
#include "fuzzed_page.hpp"

using namespace calloff::formats;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::require_sound(decode_xml_2003(fuzz::view(bytes, size), {}, fuzz::limits()), size);
  return 0;
}
