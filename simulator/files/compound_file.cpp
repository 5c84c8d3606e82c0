#include "simulator/files/compound_file.hpp"

#include <algorithm>

namespace calloff::simulator::files {
namespace {

constexpr std::size_t kSector = 512, kEntriesAFatSector = kSector / 4, kFatSectorsInHeader = 109;
constexpr std::size_t kSmallestStream = 4096;  // smaller ones would have to live in a mini stream
constexpr unsigned long kFatSector = 0xFFFFFFFD, kEndOfChain = 0xFFFFFFFE, kFree = 0xFFFFFFFF;

void put_entry(std::string& out, std::string_view name, unsigned type, unsigned long child, unsigned long start,
               std::size_t size) {
  std::string entry;
  for (const char c : name) put_16(entry, static_cast<unsigned char>(c));
  entry.resize(64);
  put_16(entry, type == 0 ? 0 : static_cast<unsigned>(name.size() + 1) * 2);
  put_16(entry, type | 0x100);  // black
  put_32(entry, kFree);
  put_32(entry, kFree);
  put_32(entry, child);
  entry.resize(116);  // class id, state, times: none
  put_32(entry, start);
  put_32(entry, size);
  put_32(entry, 0);
  out += entry;
}

std::string header(std::size_t directory, std::size_t first_fat, std::size_t fat_sectors) {
  std::string out("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  out.resize(24);
  put_16(out, 0x003E);
  put_16(out, 3);
  put_16(out, 0xFFFE);
  put_16(out, 9);  // sectors of 512 bytes
  put_16(out, 6);
  out.resize(44);
  put_32(out, fat_sectors);
  put_32(out, directory);
  put_32(out, 0);
  put_32(out, kSmallestStream);
  put_32(out, kEndOfChain);
  put_32(out, 0);
  put_32(out, kEndOfChain);
  put_32(out, 0);
  for (std::size_t i = 0; i < kFatSectorsInHeader; ++i) put_32(out, i < fat_sectors ? first_fat + i : kFree);
  return out;
}

}  // namespace

void put_16(std::string& out, unsigned value) {
  out += static_cast<char>(value & 0xFF);
  out += static_cast<char>(value >> 8 & 0xFF);
}

void put_32(std::string& out, unsigned long value) {
  put_16(out, static_cast<unsigned>(value & 0xFFFF));
  put_16(out, static_cast<unsigned>(value >> 16 & 0xFFFF));
}

std::string compound_file(std::string_view name, std::string stream) {
  stream.resize((std::max(stream.size(), kSmallestStream) + kSector - 1) / kSector * kSector);
  // Sectors in order: the stream, the directory, the table of sectors (FAT).
  const auto directory = stream.size() / kSector, first_fat = directory + 1;
  std::size_t fat_sectors = 1;
  while (fat_sectors * kEntriesAFatSector < first_fat + fat_sectors) ++fat_sectors;
  auto out = header(directory, first_fat, fat_sectors) + stream;
  put_entry(out, "Root Entry", 5, 1, kEndOfChain, 0);
  put_entry(out, name, 2, kFree, 0, stream.size());
  for (int i = 0; i < 2; ++i) put_entry(out, "", 0, kFree, 0, 0);
  for (std::size_t i = 0; i < fat_sectors * kEntriesAFatSector; ++i) {
    if (i + 1 < directory)
      put_32(out, i + 1);
    else if (i < first_fat)
      put_32(out, kEndOfChain);  // of the stream, and of the directory's one sector
    else
      put_32(out, i < first_fat + fat_sectors ? kFatSector : kFree);
  }
  return out;
}

}  // namespace calloff::simulator::files
