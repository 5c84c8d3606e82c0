// Where a fact stands in the archived bytes.
#pragma once
#include <cstdint>
#include <string>

namespace calloff::model {

/// A byte range in the archived bytes of one part of a document; for people also `position` (row and column, cell).
/// Sheets and tables give the position; text formats the range, through the decoder's offset map.
struct Locator {
  std::string part;          ///< name of the document's part; empty: the only one
  std::uint64_t offset = 0;  ///< bytes from the part's start, as archived
  std::uint64_t length = 0;
  std::string position;  ///< e.g. `table pusDetail, row 3, column 承诺数量` or `Sheet1!C4`
  bool operator==(const Locator&) const = default;
};

}  // namespace calloff::model
