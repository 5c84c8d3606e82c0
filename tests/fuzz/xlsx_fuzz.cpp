// The parts of an .xlsx: the first byte says which part of a good workbook the rest takes the place of. (Bytes of the
// archive itself are table_document_fuzz's: changed ones mostly end at its checksums.)
#include "fuzzed_page.hpp"
#include "unit/formats/sheet_bytes.hpp"

using namespace calloff::formats;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  auto parts = test::workbook_parts("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' s='2'><v>46091.25</v></c></row>");
  parts[bytes[0] % parts.size()].second = fuzz::view(bytes + 1, size - 1);
  const auto archive = test::zipped(parts);
  fuzz::require_sound(decode_table_document(archive, {}, fuzz::limits()), archive.size());
  return 0;
}
