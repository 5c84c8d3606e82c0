// Listings as a workbook that Excel and LibreOffice open. Threading: any thread; blocks while it writes.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "present/value.hpp"

namespace calloff::present {

/// One sheet. kept_columns: so many stay in sight while the others are scrolled, as does the row of headings
struct Sheet {
  std::string name;
  Listing listing;
  std::size_t kept_columns = 0;
};

/// Writes the workbook row by row. Numbers and dates are written as such, part numbers and all other texts as text, so
/// that zeros stay and nothing is run as a formula. It is read again to see whether the disk took all of it, one sheet
/// in memory at a time; an existing file is replaced when the new one is whole.
/// errors: ask_person present/workbook (file, detail), those of formats::load_containers
Result<void> write_workbook(const std::filesystem::path& file, const std::vector<Sheet>& sheets);

}  // namespace calloff::present
