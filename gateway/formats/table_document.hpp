// Any file that a portal offers as a table, whatever it is called: HTML, MHTML, tab text, CSV, XML Spreadsheet 2003,
// .xls, .xlsx. What it is, its bytes tell; its name is never asked. Threading: free function over values.
#pragma once
#include <cstddef>
#include <string_view>

#include "base/result.hpp"
#include "formats/page.hpp"

namespace calloff::formats {

/// How much a document may hold. Counted as it is read, so that no document takes longer than these allow; no clock is
/// asked.
struct TableLimits {
  std::size_t max_sheets = 64;
  std::size_t max_columns = 1'000;        ///< of one sheet
  std::size_t max_rows = 200'000;         ///< of one sheet
  std::size_t max_cells = 500'000;        ///< of the document, merged ones and blanks within the rows filled in
  std::size_t max_unpacked = 128u << 20;  ///< bytes, of all that is unpacked
  std::size_t max_ratio = 300;            ///< unpacked to packed, of one entry of more than 1 MiB
  std::size_t max_entries = 2'000;        ///< of an archive, or parts of a message
  std::size_t max_elements = 1'200'000;   ///< of one XML part
  std::size_t max_xml_part = 32u << 20;   ///< bytes
  std::size_t max_text = 64u << 20;       ///< bytes of text, of all cells, merged ones filled in, and of the page
};

/// Decodes a table document of any kind. Worksheets become tables: caption and id are the sheet's name, every row that
/// is not blank is a row, no row is header yet (TableReader finds it by the columns it wants); what stands above as
/// `label：value` or in pairs of cells becomes labels.
/// bytes:   the file as archived; not kept
/// returns: locators as page.hpp says: byte ranges where the bytes are text (HTML, MHTML, tab text, CSV, XML 2003),
///          else the cell (`Sheet1!C5`) with offset and length 0
/// errors:  those of decode_page; quarantine `decode/empty`; `decode/login_page` (title): a page that asks for a
///          password, in place of the file; `decode/unknown_kind` (looks_like); `decode/too_large` (what, limit),
///          `decode/too_deep` (limit); `decode/bad_quote` (line, column), `decode/bad_xml` (entry, reason),
///          `decode/bad_archive` (entry, reason), `decode/packed_too_tight` (entry, limit), `decode/bad_workbook`
///          (reason), `decode/bad_message` (reason)
Result<Page> decode_table_document(std::string_view bytes, const PageOptions& options, const TableLimits& limits = {});

}  // namespace calloff::formats
