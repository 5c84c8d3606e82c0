#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <stdexcept>
#include <string>

#include "simulator/files/workbook.hpp"

namespace calloff::simulator::files {
namespace {

/// The library writes to a path only, so it is given that of a file in memory.
class MemoryFile {
 public:
  MemoryFile() : handle_(memfd_create("xlsx", MFD_CLOEXEC)) {
    if (handle_ < 0) throw std::runtime_error("no memory for a file");
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(handle_); }

  std::string path() const { return "/proc/self/fd/" + std::to_string(handle_); }
  std::string bytes() const {
    std::string all(static_cast<std::size_t>(lseek(handle_, 0, SEEK_END)), '\0');
    const auto size = pread(handle_, all.data(), all.size(), 0);
    all.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return all;
  }

 private:
  int handle_;
};

void write_cell(lxw_worksheet* sheet, const PlacedCell& cell) {
  const auto row = static_cast<lxw_row_t>(cell.row);
  const auto column = static_cast<lxw_col_t>(cell.column);
  const std::string text(cell.text);
  if (cell.rows * cell.columns > 1) {
    worksheet_merge_range(sheet, row, column, static_cast<lxw_row_t>(row + cell.rows - 1),
                          static_cast<lxw_col_t>(column + cell.columns - 1), text.c_str(), nullptr);
  } else if (cell.is_number) {
    worksheet_write_number(sheet, row, column, std::stod(text), nullptr);
  } else {
    worksheet_write_string(sheet, row, column, text.c_str(), nullptr);
  }
}

}  // namespace

std::string xlsx(const Worksheet& sheet) {
  const MemoryFile file;
  auto* workbook = workbook_new(file.path().c_str());
  if (!workbook) throw std::runtime_error("no memory for a workbook");
  lxw_doc_properties properties{};
  properties.created = 1'767'225'600;  // 2026-01-01: without it the library asks the machine's clock
  workbook_set_properties(workbook, &properties);
  auto* target = workbook_add_worksheet(workbook, sheet.name.c_str());
  if (target) {
    for (const auto& cell : placed(sheet)) write_cell(target, cell);
  }
  if (const auto error = workbook_close(workbook); error != LXW_NO_ERROR || !target)
    throw std::runtime_error("libxlsxwriter: " + std::string(lxw_strerror(error)));
  return file.bytes();
}

}  // namespace calloff::simulator::files
