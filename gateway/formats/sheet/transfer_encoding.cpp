#include "formats/sheet/transfer_encoding.hpp"

#include <array>

#include "base/hex.hpp"

namespace calloff::formats {
namespace {

int sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/// Length of a line break at `at`, white space before it included (a soft break may have some); 0 if there is none.
std::size_t soft_break(std::string_view body, std::size_t at) {
  auto end = at;
  while (end < body.size() && (body[end] == ' ' || body[end] == '\t')) ++end;
  if (end == body.size()) return end - at;
  if (body[end] == '\n') return end + 1 - at;
  return body.substr(end).starts_with("\r\n") ? end + 2 - at : 0;
}

TransferDecoded quoted_printable(std::string_view body) {
  TransferDecoded out;
  for (std::size_t at = 0; at < body.size();) {
    std::size_t taken = 1, given = 1;
    if (body[at] == '=') {
      const bool is_pair = at + 2 < body.size() && hex_digit(body[at + 1]) >= 0 && hex_digit(body[at + 2]) >= 0;
      if (is_pair) {
        out.bytes += char(hex_digit(body[at + 1]) * 16 + hex_digit(body[at + 2]));
        taken = 3;
      } else if (const auto length = soft_break(body, at + 1); length > 0 || at + 1 == body.size()) {
        taken = 1 + length;
        given = 0;
      } else {
        out.bytes += '=';
      }
    } else {
      out.bytes += body[at];
    }
    out.offsets.add(out.bytes.size() - given, given, at, taken);
    at += taken;
  }
  return out;
}

/// Four letters are three bytes; a line break within them belongs to them.
TransferDecoded base64(std::string_view body) {
  TransferDecoded out;
  std::array<int, 4> group{};
  std::size_t letters = 0, begin = 0;
  const auto give = [&](std::size_t end) {
    for (auto i = letters; i < group.size(); ++i) group[i] = 0;
    const std::array<char, 3> bytes{char(group[0] << 2 | group[1] >> 4), char(group[1] << 4 | group[2] >> 2),
                                    char(group[2] << 6 | group[3])};
    const auto count = letters - 1;
    out.bytes.append(bytes.data(), count);
    out.offsets.add(out.bytes.size() - count, count, begin, end - begin);
    letters = 0;
  };
  std::size_t end = 0;
  for (std::size_t at = 0; at < body.size() && body[at] != '='; ++at) {
    const auto value = sextet(body[at]);
    if (value < 0) continue;
    if (letters == 0) begin = at;
    group[letters++] = value;
    end = at + 1;
    if (letters == group.size()) give(end);
  }
  if (letters > 1) give(end);
  return out;
}

}  // namespace

TransferDecoded decode_transfer(std::string_view body, MessagePart::Encoding encoding) {
  switch (encoding) {
    case MessagePart::Encoding::base64:
      return base64(body);
    case MessagePart::Encoding::quoted_printable:
      return quoted_printable(body);
    case MessagePart::Encoding::none:
      break;
  }
  return {std::string(body), {}};
}

}  // namespace calloff::formats
