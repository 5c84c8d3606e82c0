#include "formats/sheet/compound_file.hpp"

#include <vector>

#include "base/text.hpp"

namespace calloff::formats {
namespace {

constexpr std::uint32_t kLastSector = 0xFFFFFFFA;  // the numbers above are ends and marks, [MS-CFB] 2.1
constexpr std::size_t kHeader = 512, kEntry = 128, kMiniSector = 64, kHeaderSectors = 109;

Error damaged(std::string reason) {
  return {Recovery::quarantine, "decode/bad_workbook", {{"reason", std::move(reason)}}};
}

struct Stream {
  std::uint32_t first = 0, size = 0;
};

class CompoundFile {
 public:
  explicit CompoundFile(std::string_view file)
      : file_(file), sector_size_(u16_at(file, 30) == 12 ? 4096 : 512), mini_cutoff_(u32_at(file, 56)) {}

  Result<std::string> read(std::string_view name) {
    if (auto table = read_sector_table(); !table) return table.error();
    const auto directory = chain(u32_at(file_, 48));
    if (!directory) return directory.error();
    Stream root, found;
    bool is_found = false;
    for (std::size_t at = 0; at + kEntry <= directory->size(); at += kEntry) {
      const auto entry = std::string_view(*directory).substr(at, kEntry);
      const Stream stream{u32_at(entry, 116), u32_at(entry, 120)};
      if (entry[66] == 5) root = stream;
      if (entry[66] != 2 || is_found || lower(name_of(entry)) != lower(name)) continue;
      found = stream;
      is_found = true;
    }
    if (!is_found) return std::string();
    auto bytes = found.size < mini_cutoff_ ? mini_stream(found, root) : chain(found.first);
    if (!bytes) return bytes;
    if (bytes->size() < found.size) return damaged("its stream is shorter than it says");
    bytes->resize(found.size);
    return bytes;
  }

 private:
  /// Workbooks' streams have plain names.
  static std::string name_of(std::string_view entry) {
    std::string name;
    for (std::size_t i = 0; i < 32 && u16_at(entry, 2 * i) != 0; ++i)
      name += u16_at(entry, 2 * i) < 0x80 ? char(u16_at(entry, 2 * i)) : '?';
    return name;
  }

  std::string_view sector(std::uint32_t number) const {
    const auto begin = kHeader + std::size_t(number) * sector_size_ + (sector_size_ - kHeader);
    return begin < file_.size() ? file_.substr(begin, sector_size_) : std::string_view();
  }

  bool add_table_sector(std::uint32_t number) {
    const auto bytes = sector(number);
    if (bytes.empty() || next_.size() > file_.size()) return false;
    for (std::size_t at = 0; at + 4 <= sector_size_; at += 4) next_.push_back(u32_at(bytes, at));
    return true;
  }

  /// Which sector follows which: 109 of the table's sectors are named in the header, the others in sectors of their
  /// own.
  Result<void> read_sector_table() {
    auto left = u32_at(file_, 44);
    for (std::size_t i = 0; i < kHeaderSectors && left > 0; ++i, --left)
      if (!add_table_sector(u32_at(file_, 76 + 4 * i))) return damaged("its table of sectors leads out of the file");
    for (auto more = u32_at(file_, 68); left > 0 && more <= kLastSector;) {
      const auto names = sector(more);
      if (names.empty()) return damaged("its table of sectors leads out of the file");
      for (std::size_t at = 0; at + 8 <= sector_size_ && left > 0; at += 4, --left)
        if (!add_table_sector(u32_at(names, at))) return damaged("its table of sectors leads out of the file");
      more = u32_at(names, sector_size_ - 4);
    }
    return {};
  }

  Result<std::string> chain(std::uint32_t first) const {
    std::string bytes;
    for (auto number = first; number <= kLastSector; number = next_[number]) {
      if (number >= next_.size()) return damaged("a chain of sectors leads out of the file");
      if (bytes.size() > file_.size()) return damaged("a chain of sectors goes in a circle");
      const auto piece = sector(number);
      if (piece.empty()) return damaged("a chain of sectors leads out of the file");
      bytes += piece;
    }
    return bytes;
  }

  Result<std::string> mini_stream(Stream stream, Stream root) const {
    const auto all = chain(root.first);
    if (!all) return all.error();
    const auto table = chain(u32_at(file_, 60));
    if (!table) return table.error();
    std::string bytes;
    for (auto number = stream.first; number <= kLastSector; number = u32_at(*table, 4 * std::size_t(number))) {
      const auto begin = std::size_t(number) * kMiniSector;
      if (begin >= all->size() || 4 * std::size_t(number) >= table->size())
        return damaged("a chain of small sectors leads out of the file");
      if (bytes.size() > all->size()) return damaged("a chain of small sectors goes in a circle");
      bytes += std::string_view(*all).substr(begin, kMiniSector);
    }
    return bytes;
  }

  std::string_view file_;
  std::size_t sector_size_;
  std::uint32_t mini_cutoff_;
  std::vector<std::uint32_t> next_;
};

}  // namespace

std::uint16_t u16_at(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u; };
  return std::uint16_t(byte(at) | byte(at + 1) << 8);
}

std::uint32_t u32_at(std::string_view bytes, std::size_t at) {
  return std::uint32_t(u16_at(bytes, at)) | std::uint32_t(u16_at(bytes, at + 2)) << 16;
}

Result<std::string> read_stream(std::string_view file, std::string_view name) { return CompoundFile(file).read(name); }

}  // namespace calloff::formats
