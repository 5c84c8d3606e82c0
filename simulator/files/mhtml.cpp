#include <fmt/format.h>

#include "simulator/files/workbook.hpp"

namespace calloff::simulator::files {
namespace {

constexpr std::size_t kLongestLine = 76;
constexpr std::string_view kBoundary = "----=_NextPart_01DB7A3C.4E2F8A10";

/// Every line break of `bytes` is kept as one; what is no printable ASCII becomes =XX.
std::string quoted_printable(std::string_view bytes) {
  std::string out;
  std::size_t line = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (bytes.substr(i, 2) == "\r\n") {
      out += "\r\n";
      line = 0;
      ++i;
      continue;
    }
    const bool ends_line = bytes.substr(i + 1, 2) == "\r\n" || i + 1 == bytes.size();
    const bool is_plain = byte > ' ' && byte < 0x7F && byte != '=';
    const auto text = is_plain || (byte == ' ' && !ends_line) ? std::string(1, bytes[i]) : fmt::format("={:02X}", byte);
    if (line + text.size() > kLongestLine - 1) {
      out += "=\r\n";
      line = 0;
    }
    out += text;
    line += text.size();
  }
  return out;
}

}  // namespace

std::string mhtml(std::string_view page, std::string_view charset_name) {
  return fmt::format(
      "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
      "Content-Type: multipart/related; boundary=\"{0}\"\r\n\r\n"
      "This document is a Single File Web Page, also known as a Web Archive file.\r\n\r\n"
      "--{0}\r\nContent-Location: file:///C:/E31C0A5B/report.htm\r\nContent-Transfer-Encoding: quoted-printable\r\n"
      "Content-Type: text/html; charset=\"{1}\"\r\n\r\n{2}\r\n--{0}--\r\n",
      kBoundary, charset_name, quoted_printable(page));
}

}  // namespace calloff::simulator::files
