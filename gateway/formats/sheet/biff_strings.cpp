#include "formats/sheet/biff_strings.hpp"

#include <algorithm>

namespace calloff::formats {
namespace {

void append_utf8(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += char(code);
  } else if (code < 0x800) {
    out += {char(0xc0 | code >> 6), char(0x80 | (code & 0x3f))};
  } else if (code < 0x10000) {
    out += {char(0xe0 | code >> 12), char(0x80 | (code >> 6 & 0x3f)), char(0x80 | (code & 0x3f))};
  } else {
    out += {char(0xf0 | code >> 18), char(0x80 | (code >> 12 & 0x3f)), char(0x80 | (code >> 6 & 0x3f)),
            char(0x80 | (code & 0x3f))};
  }
}

std::string to_utf8(const std::vector<char16_t>& units) {
  constexpr char32_t kReplacement = 0xfffd;
  std::string out;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const char32_t unit = units[i];
    const bool is_high = unit >= 0xd800 && unit < 0xdc00, is_low = unit >= 0xdc00 && unit < 0xe000;
    const bool is_pair = is_high && i + 1 < units.size() && units[i + 1] >= 0xdc00 && units[i + 1] < 0xe000;
    if (is_pair)
      append_utf8(out, 0x10000 + ((unit - 0xd800) << 10) + (units[++i] - 0xdc00u));
    else
      append_utf8(out, is_high || is_low ? kReplacement : unit);
  }
  return out;
}

}  // namespace

void BiffReader::settle() {
  while (piece_ < pieces_.size() && at_ >= pieces_[piece_].size()) {
    ++piece_;
    at_ = 0;
  }
}

unsigned BiffReader::u8() {
  settle();
  if (is_at_end()) return 0;
  const auto byte = static_cast<unsigned char>(pieces_[piece_][at_++]);
  settle();
  return byte;
}

unsigned BiffReader::u16() {
  const auto low = u8();
  return low | u8() << 8;
}

unsigned BiffReader::u32() {
  const auto low = u16();
  return low | u16() << 16;
}

void BiffReader::skip(std::size_t count) {
  for (settle(); count > 0 && !is_at_end(); settle()) {
    const auto step = std::min(count, pieces_[piece_].size() - at_);
    at_ += step;
    count -= step;
  }
}

std::string BiffReader::characters(unsigned count) {
  auto flags = u8();
  const auto runs = flags & 8 ? u16() : 0;
  const auto extension = flags & 4 ? u32() : 0;
  std::vector<char16_t> units;
  auto piece = piece_;
  while (units.size() < count && !is_at_end()) {
    if (piece_ != piece) {
      piece = piece_;
      flags = u8();
      continue;
    }
    units.push_back(char16_t(flags & 1 ? u16() : u8()));
  }
  skip(std::size_t(runs) * 4);
  skip(extension);
  return to_utf8(units);
}

}  // namespace calloff::formats
