#include "formats/form/urlencoded.hpp"

#include "base/text.hpp"
#include "formats/charset.hpp"

namespace calloff::formats {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEF";

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '*' || c == '-' ||
         c == '.' || c == '_';
}

std::string escaped(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain(c))
      text += c;
    else if (c == ' ')
      text += '+';
    else
      text += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return text;
}

/// Browsers send every line break as CR LF.
std::string with_crlf(std::string_view text) {
  return replace_all(replace_all(replace_all(std::string(text), "\r\n", "\n"), "\r", "\n"), "\n", "\r\n");
}

int digit(char c) {
  if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  const auto at = kDigits.find(c);
  return at == kDigits.npos ? -1 : static_cast<int>(at);
}

Result<std::string> unescaped(std::string_view text, std::string_view charset) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      bytes += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? digit(text[i + 1]) : -1, low = i + 2 < text.size() ? digit(text[i + 2]) : -1;
    if (high < 0 || low < 0)
      return Error{Recovery::quarantine, "decode/bad_escape", {{"text", std::string(text.substr(i, 3))}}};
    bytes += static_cast<char>(high * 16 + low);
    i += 2;
  }
  auto decoded = decode_bytes(bytes, charset);
  if (!decoded) return decoded.error();
  return std::move(decoded->utf8);
}

}  // namespace

Result<std::string> encode_form(const FormPairs& pairs, std::string_view charset) {
  std::string text;
  for (const auto& [name, value] : pairs) {
    const auto coded_name = encode_text(with_crlf(name), charset), coded_value = encode_text(with_crlf(value), charset);
    if (!coded_name) return coded_name.error();
    if (!coded_value) return coded_value.error();
    if (!text.empty()) text += '&';
    text += escaped(*coded_name) + "=" + escaped(*coded_value);
  }
  return text;
}

Result<FormPairs> decode_form(std::string_view text, std::string_view charset) {
  FormPairs pairs;
  for (const auto piece : split(text, '&')) {
    if (piece.empty()) continue;
    const auto equals = piece.find('=');
    const auto name = unescaped(piece.substr(0, equals), charset);
    const auto value = unescaped(equals == piece.npos ? std::string_view() : piece.substr(equals + 1), charset);
    if (!name) return name.error();
    if (!value) return value.error();
    pairs.emplace_back(*name, *value);
  }
  return pairs;
}

}  // namespace calloff::formats
