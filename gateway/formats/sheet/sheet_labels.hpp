// Labels above a worksheet's table. Threading: free function.
#pragma once
#include <vector>

#include "formats/page.hpp"

namespace calloff::formats {

/// Adds the labels of the rows that stand first: titles, `label：value` in one cell or two, and bare pairs of cells
/// (`供应商` | `上海一厂`). The first row that is none of these ends them; docs/formats.md has the rules.
void add_sheet_labels(const Table& table, Page& page);

}  // namespace calloff::formats
