// What a page looks like, apart from what it says: kept of pages that were published, compared with those that come.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace calloff::model {

/// A figure of a total row as the page spells it, and the sum of its column.
struct TotalFigure {
  std::string column, stated, sum;
  bool operator==(const TotalFigure&) const = default;
};

/// One part of a document. table: its id, class or caption; headers: paths, column by column, blank where there is
/// none; rows: of data, totals apart
struct PartShape {
  std::string part, table;
  std::vector<std::string> headers;
  std::size_t rows = 0;
  std::vector<TotalFigure> totals;
  bool operator==(const PartShape&) const = default;
};

}  // namespace calloff::model
