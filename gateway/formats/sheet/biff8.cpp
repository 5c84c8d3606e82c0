#include "formats/sheet/biff8.hpp"

#include <algorithm>
#include <bit>
#include <map>

#include "formats/sheet/biff_strings.hpp"
#include "formats/sheet/cell_text.hpp"
#include "formats/sheet/compound_file.hpp"
#include "formats/sheet/sheet.hpp"

namespace calloff::formats {
namespace {

/// [MS-XLS] 2.3
enum RecordType : unsigned {
  kFormula = 0x06,
  kEndOfFile = 0x0A,
  kDate1904 = 0x22,
  kFilePass = 0x2F,
  kContinue = 0x3C,
  kBoundSheet = 0x85,
  kMulRk = 0xBD,
  kRichString = 0xD6,
  kFormat = 0xE0,  // XF: which number format a style has
  kMergeCells = 0xE5,
  kStrings = 0xFC,
  kLabelString = 0xFD,
  kNumber = 0x203,
  kLabel = 0x204,
  kBoolOrError = 0x205,
  kString = 0x207,
  kRk = 0x27E,
  kNumberFormat = 0x41E,
  kBegin = 0x809
};

constexpr unsigned kBiff8 = 0x600;

Error bad_workbook(std::string reason) {
  return {Recovery::quarantine, "decode/bad_workbook", {{"reason", std::move(reason)}}};
}
Error unknown_kind(std::string looks_like) {
  return {Recovery::quarantine, "decode/unknown_kind", {{"looks_like", std::move(looks_like)}}};
}

double double_at(std::string_view bytes, std::size_t at) {
  return std::bit_cast<double>(std::uint64_t(u32_at(bytes, at)) | std::uint64_t(u32_at(bytes, at + 4)) << 32);
}

/// A number in 30 bits: whole or the upper half of a double, maybe in hundredths. [MS-XLS] 2.5.217
double rk_number(std::uint32_t rk) {
  const double value = rk & 2 ? double(std::int32_t(rk) >> 2) : std::bit_cast<double>(std::uint64_t(rk & ~3u) << 32);
  return rk & 1 ? value / 100 : value;
}

std::string error_text(unsigned code) {
  switch (code) {
    case 0x00:
      return "#NULL!";
    case 0x07:
      return "#DIV/0!";
    case 0x0F:
      return "#VALUE!";
    case 0x17:
      return "#REF!";
    case 0x1D:
      return "#NAME?";
    case 0x24:
      return "#NUM!";
    default:
      return "#N/A";
  }
}

struct Record {
  unsigned type = 0;
  std::string_view bytes;
};

/// Records in order; stops at the first that does not fit.
class Records {
 public:
  Records(std::string_view stream, std::size_t at) : stream_(stream), at_(std::min(at, stream.size())) {}

  bool next(Record& record) {
    if (at_ + 4 > stream_.size()) return false;
    const auto length = u16_at(stream_, at_ + 2);
    if (at_ + 4 + length > stream_.size()) return false;
    record = {u16_at(stream_, at_), stream_.substr(at_ + 4, length)};
    at_ += 4 + std::size_t(length);
    return true;
  }

  /// The record and the CONTINUE records that follow it.
  BiffReader with_continues(const Record& first) {
    std::vector<std::string_view> pieces{first.bytes};
    while (u16_at(stream_, at_) == kContinue) {
      Record more;
      if (!next(more)) break;
      pieces.push_back(more.bytes);
    }
    return BiffReader(std::move(pieces));
  }

 private:
  std::string_view stream_;
  std::size_t at_;
};

class Workbook {
 public:
  Workbook(std::string_view stream, const PageOptions& options, const TableLimits& limits)
      : stream_(stream), options_(options), budget_(limits) {}

  Result<Page> read() {
    if (auto globals = read_globals(); !globals) return globals.error();
    Page page;
    page.kind = PageKind::biff;
    page.charset = "UTF-16LE";
    page.is_complete = true;
    for (const auto& bound : sheets_) {
      if (auto taken = budget_.take_sheet(); !taken) return taken.error();
      auto sheet = read_sheet(bound);
      if (!sheet) return sheet.error();
      if (auto added = add_sheet(page, *sheet, options_.part, budget_); !added) return added.error();
    }
    if (page.tables.empty()) return bad_workbook("it has no worksheet");
    return page;
  }

 private:
  struct BoundSheet {
    std::size_t at = 0;
    std::string name;
  };

  Result<void> read_globals() {
    Records records(stream_, 0);
    Record record;
    if (!records.next(record) || record.type != kBegin) return bad_workbook("it does not begin as one");
    if (u16_at(record.bytes, 0) != kBiff8) return unknown_kind("a workbook of Excel 95 or before");
    std::map<unsigned, NumberFormat> own;
    std::vector<unsigned> styles;
    bool has_end = false;
    while (!has_end && records.next(record)) {
      BiffReader in({record.bytes});
      switch (record.type) {
        case kFilePass:
          return unknown_kind("a workbook locked with a password");
        case kDate1904:
          counts_from_1904_ = u16_at(record.bytes, 0) == 1;
          break;
        case kNumberFormat: {
          const auto id = in.u16(), length = in.u16();
          own[id] = number_format_of(in.characters(length));
          break;
        }
        case kFormat:
          styles.push_back(u16_at(record.bytes, 2));
          break;
        case kBoundSheet:
          add_bound_sheet(in);
          break;
        case kStrings:
          if (auto strings = read_strings(records.with_continues(record)); !strings) return strings;
          break;
        case kEndOfFile:
          has_end = true;
          break;
        default:
          break;
      }
    }
    if (!has_end) return bad_workbook("it ends too early");
    for (const auto style : styles)
      formats_.push_back(own.contains(style) ? own[style] : built_in_number_format(style));
    return {};
  }

  /// Charts and macro sheets have no cells that matter here.
  void add_bound_sheet(BiffReader& in) {
    const std::size_t at = in.u32();
    in.u8();
    const bool is_worksheet = in.u8() == 0;
    const auto length = in.u8();
    if (is_worksheet) sheets_.push_back({at, tidy_text(in.characters(length))});
  }

  Result<void> read_strings(BiffReader in) {
    in.u32();
    const auto count = in.u32();
    while (strings_.size() < count && !in.is_at_end()) {
      if (auto taken = budget_.take_unpacked(16); !taken) return taken;
      const auto length = in.u16();
      strings_.push_back(in.characters(length));
    }
    return {};
  }

  Result<Sheet> read_sheet(const BoundSheet& bound) {
    Records records(stream_, bound.at);
    Record record;
    if (!records.next(record) || record.type != kBegin)
      return bad_workbook("sheet " + bound.name + " is not where it should be");
    cells_.clear();
    merges_.clear();
    std::size_t depth = 1;  // charts within a sheet are streams of their own
    while (depth > 0) {
      if (!records.next(record)) return bad_workbook("sheet " + bound.name + " ends too early");
      if (record.type == kBegin) ++depth;
      if (record.type == kEndOfFile) --depth;
      if (depth != 1) continue;
      if (auto read = read_record(record, records); !read) return read.error();
    }
    Sheet sheet;
    sheet.name = bound.name;
    for (auto& [place, text] : cells_) {
      if (sheet.rows.empty() || sheet.rows.back().number != place.first) sheet.rows.push_back({place.first, {}, 0, 0});
      sheet.rows.back().cells.push_back({place.second, 1, 1, std::move(text), 0, 0});
    }
    for (const auto& [first, last] : merges_) merge_cells(sheet, first, last);
    return sheet;
  }

  Result<void> read_record(const Record& record, Records& records) {
    const auto& bytes = record.bytes;
    switch (record.type) {
      case kLabelString: {
        const auto index = u32_at(bytes, 6);
        return add_cell(bytes, index < strings_.size() ? strings_[index] : "#REF!");
      }
      case kLabel:
      case kRichString: {
        BiffReader in({bytes.substr(std::min<std::size_t>(6, bytes.size()))});
        const auto length = in.u16();
        return add_cell(bytes, in.characters(length));
      }
      case kNumber:
        return add_cell(bytes, number(double_at(bytes, 6), u16_at(bytes, 4)));
      case kRk:
        return add_cell(bytes, number(rk_number(u32_at(bytes, 6)), u16_at(bytes, 4)));
      case kMulRk:
        return add_numbers(bytes);
      case kBoolOrError:
        return add_cell(bytes, of_bool_or_error(bytes, 6));
      case kFormula:
        return add_cell(bytes, result_of(record, records));
      case kMergeCells:
        add_merges(bytes);
        return {};
      default:
        return {};
    }
  }

  Result<void> add_cell(std::string_view bytes, std::string text) {
    return add_cell(u16_at(bytes, 0), u16_at(bytes, 2), std::move(text));
  }
  Result<void> add_cell(std::size_t row, std::size_t column, std::string text) {
    if (text.empty()) return {};
    if (auto fits = budget_.check_place(row, column); !fits) return fits;
    if (auto taken = budget_.take_cells(1); !taken) return taken;
    if (auto taken = budget_.take_text(text.size()); !taken) return taken;
    cells_[{row, column}] = std::move(text);
    return {};
  }

  Result<void> add_numbers(std::string_view bytes) {
    std::size_t column = u16_at(bytes, 2);
    for (std::size_t at = 4; at + 8 <= bytes.size(); at += 6, ++column)
      if (auto added = add_cell(u16_at(bytes, 0), column, number(rk_number(u32_at(bytes, at + 2)), u16_at(bytes, at)));
          !added)
        return added;
    return {};
  }

  static std::string of_bool_or_error(std::string_view bytes, std::size_t at) {
    const auto value = u16_at(bytes, at);
    if (value >> 8) return error_text(value & 0xff);
    return value & 0xff ? "TRUE" : "FALSE";
  }

  /// What the formula gave when the workbook was saved; a text stands in a record of its own behind it.
  /// [MS-XLS] 2.5.133
  std::string result_of(const Record& formula, Records& records) {
    const auto& bytes = formula.bytes;
    if (u16_at(bytes, 12) != 0xFFFF) return number(double_at(bytes, 6), u16_at(bytes, 4));
    const auto kind = u16_at(bytes, 6) & 0xff;
    if (kind == 1) return u16_at(bytes, 8) & 0xff ? "TRUE" : "FALSE";
    if (kind == 2) return error_text(u16_at(bytes, 8) & 0xff);
    if (kind == 3) return {};
    Record text;
    auto after = records;  // a shared formula or an array may stand between
    for (int i = 0; i < 3 && after.next(text); ++i)
      if (text.type == kString) {
        auto in = after.with_continues(text);
        const auto length = in.u16();
        return in.characters(length);
      }
    return "#N/A";
  }

  std::string number(double value, unsigned style) const {
    return shown_number(value, style < formats_.size() ? formats_[style] : NumberFormat(), counts_from_1904_);
  }

  void add_merges(std::string_view bytes) {
    const std::size_t count = u16_at(bytes, 0);
    for (std::size_t i = 0, at = 2; i < count && at + 8 <= bytes.size(); ++i, at += 8)
      merges_.push_back({{u16_at(bytes, at), u16_at(bytes, at + 4)}, {u16_at(bytes, at + 2), u16_at(bytes, at + 6)}});
  }

  std::string_view stream_;
  const PageOptions& options_;
  Budget budget_;
  std::vector<BoundSheet> sheets_;
  std::vector<std::string> strings_;
  std::vector<NumberFormat> formats_;  ///< by style
  bool counts_from_1904_ = false;
  std::map<std::pair<std::size_t, std::size_t>, std::string> cells_;  ///< of the sheet that is being read
  std::vector<std::pair<CellPlace, CellPlace>> merges_;
};

}  // namespace

Result<Page> decode_biff8(std::string_view bytes, const PageOptions& options, const TableLimits& limits) {
  // Some programs write the stream alone, without the file around it.
  if (!bytes.starts_with("\xD0\xCF")) return Workbook(bytes, options, limits).read();
  auto stream = read_stream(bytes, "Workbook");
  if (stream && stream->empty()) stream = read_stream(bytes, "Book");
  if (!stream) return stream.error();
  if (stream->empty()) return bad_workbook("it has no stream named Workbook");
  return Workbook(*stream, options, limits).read();
}

}  // namespace calloff::formats
