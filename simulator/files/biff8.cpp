#include <bit>
#include <cstdint>
#include <map>

#include "simulator/files/compound_file.hpp"
#include "simulator/files/utf16.hpp"
#include "simulator/files/workbook.hpp"

namespace calloff::simulator::files {
namespace {

constexpr unsigned kBof = 0x0809, kEof = 0x000A, kCodePage = 0x0042, kWindow1 = 0x003D, kFont = 0x0031, kXf = 0x00E0,
                   kStyle = 0x0293, kBoundSheet = 0x0085, kSst = 0x00FC, kContinue = 0x003C, kDimensions = 0x0200,
                   kNumber = 0x0203, kLabelSst = 0x00FD, kWindow2 = 0x023E, kMergedCells = 0x00E5;
constexpr unsigned kGlobals = 0x0005, kWorksheet = 0x0010;
constexpr std::size_t kLargestRecord = 8224, kMergesARecord = 1000;
constexpr unsigned kCellFormat = 15;  // the first 15 formats are styles

void put_record(std::string& out, unsigned type, std::string_view body) {
  put_16(out, type);
  put_16(out, static_cast<unsigned>(body.size()));
  out += body;
}

std::string bof(unsigned kind) {
  std::string body;
  for (const unsigned value : {0x0600u, kind, 0x0DBBu, 0x07CCu}) put_16(body, value);
  put_32(body, 0x41);
  put_32(body, 6);
  return body;
}

/// Characters of one byte each where all are below U+0100, else of two.
std::string characters(const std::u16string& text) {
  bool is_narrow = true;
  for (const auto unit : text) is_narrow &= unit < 0x100;
  std::string out(1, is_narrow ? '\0' : '\1');
  for (const auto unit : text) {
    if (is_narrow)
      out += static_cast<char>(unit);
    else
      put_16(out, unit);
  }
  return out;
}

std::string font() {
  std::string body;
  for (const unsigned value : {200u, 0u, 0x7FFFu, 400u, 0u}) put_16(body, value);
  put_32(body, 0);
  const std::u16string name = u"Arial";
  body += static_cast<char>(name.size());
  return body + characters(name);
}

std::string cell_format(bool is_style) {
  std::string body;
  put_16(body, 0);
  put_16(body, 0);
  put_16(body, is_style ? 0xFFF5 : 0x0001);
  body += '\x20';
  body.resize(18);
  put_16(body, 0x20C0);
  return body;
}

/// The texts of a worksheet, each once, in the order they are first met.
class Strings {
 public:
  std::size_t index_of(std::string_view text) {
    ++uses_;
    const auto [found, is_new] = index_.try_emplace(std::string(text), texts_.size());
    if (is_new) texts_.push_back(to_utf16(text));
    return found->second;
  }

  /// A record of up to 8224 bytes and as many that continue it as it takes; no text is split between two.
  void put(std::string& out) const {
    std::string body;
    put_32(body, uses_);
    put_32(body, texts_.size());
    auto type = kSst;
    for (const auto& text : texts_) {
      std::string entry;
      put_16(entry, static_cast<unsigned>(text.size()));
      entry += characters(text);
      if (body.size() + entry.size() > kLargestRecord) {
        put_record(out, type, body);
        body.clear();
        type = kContinue;
      }
      body += entry;
    }
    put_record(out, type, body);
  }

 private:
  std::size_t uses_ = 0;
  std::map<std::string, std::size_t> index_;
  std::vector<std::u16string> texts_;
};

void put_cell(std::string& out, const PlacedCell& cell, Strings& strings) {
  std::string body;
  put_16(body, static_cast<unsigned>(cell.row));
  put_16(body, static_cast<unsigned>(cell.column));
  put_16(body, kCellFormat);
  if (cell.is_number) {
    const auto bits = std::bit_cast<std::uint64_t>(std::stod(std::string(cell.text)));
    put_32(body, bits & 0xFFFFFFFF);
    put_32(body, bits >> 32);
    put_record(out, kNumber, body);
  } else if (!cell.text.empty()) {
    put_32(body, strings.index_of(cell.text));
    put_record(out, kLabelSst, body);
  }
}

void put_merges(std::string& out, const std::vector<PlacedCell>& cells) {
  std::string body;
  unsigned count = 0;
  const auto flush = [&] {
    if (count == 0) return;
    std::string head;
    put_16(head, count);
    put_record(out, kMergedCells, head + body);
    body.clear();
    count = 0;
  };
  for (const auto& cell : cells) {
    if (cell.rows * cell.columns == 1) continue;
    for (const auto value : {cell.row, cell.row + cell.rows - 1, cell.column, cell.column + cell.columns - 1})
      put_16(body, static_cast<unsigned>(value));
    if (++count == kMergesARecord) flush();
  }
  flush();
}

std::string worksheet(const std::vector<PlacedCell>& cells, Strings& strings) {
  std::size_t rows = 0, columns = 0;
  for (const auto& cell : cells) {
    rows = std::max(rows, cell.row + cell.rows);
    columns = std::max(columns, cell.column + cell.columns);
  }
  std::string out, dimensions;
  put_record(out, kBof, bof(kWorksheet));
  put_32(dimensions, 0);
  put_32(dimensions, rows);
  for (const auto value : {std::size_t{0}, columns, std::size_t{0}}) put_16(dimensions, static_cast<unsigned>(value));
  put_record(out, kDimensions, dimensions);
  for (const auto& cell : cells) put_cell(out, cell, strings);
  std::string window;
  put_16(window, 0x06B6);
  window.resize(18);
  put_record(out, kWindow2, window);
  put_merges(out, cells);
  put_record(out, kEof, {});
  return out;
}

/// Everything before the place that BOUNDSHEET points to; `offset` is what stands in it.
std::string globals(const Worksheet& sheet, const Strings& strings, std::size_t offset) {
  std::string out, code_page, window, bound;
  put_record(out, kBof, bof(kGlobals));
  put_16(code_page, 1200);
  put_record(out, kCodePage, code_page);
  for (const unsigned value : {0u, 0u, 0x3A5Cu, 0x23BEu, 0x38u, 0u, 0u, 1u, 600u}) put_16(window, value);
  put_record(out, kWindow1, window);
  for (int i = 0; i < 4; ++i) put_record(out, kFont, font());
  for (unsigned i = 0; i <= kCellFormat; ++i) put_record(out, kXf, cell_format(i < kCellFormat));
  put_record(out, kStyle, std::string_view("\x00\x80\x00\xFF", 4));
  const auto name = to_utf16(sheet.name);
  put_32(bound, offset);
  put_16(bound, 0);
  bound += static_cast<char>(name.size());
  put_record(out, kBoundSheet, bound + characters(name));
  strings.put(out);
  put_record(out, kEof, {});
  return out;
}

}  // namespace

std::string biff8(const Worksheet& sheet) {
  Strings strings;
  const auto body = worksheet(placed(sheet), strings);
  const auto length = globals(sheet, strings, 0).size();
  return compound_file("Workbook", globals(sheet, strings, length) + body);
}

}  // namespace calloff::simulator::files
