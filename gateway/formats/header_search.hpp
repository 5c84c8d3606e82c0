// The header of a table whose header rows are not marked up, as worksheets' never are. Threading: free functions.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "formats/page.hpp"

namespace calloff::formats {

/// Header paths, column by column, top to bottom.
using HeaderPaths = std::vector<std::vector<std::string>>;

inline constexpr std::size_t kMostHeaderRows = 3;

/// The paths that rows `first` .. `first + count - 1` give when read as header rows. A merged cell counts once. A cell
/// that is blank above a filled one takes the text to its left, if that heads a group: workbooks that do not tell which
/// cells are merged look like that.
HeaderPaths header_paths(const Table& table, std::size_t first, std::size_t count);

/// Is row `row` one more header row below the header that begins at `first`? A merged cell reaches into it, or it is
/// blank below the single cells and filled below the groups.
bool continues_header(const Table& table, std::size_t first, std::size_t row);

}  // namespace calloff::formats
