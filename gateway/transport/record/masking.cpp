#include "transport/record/masking.hpp"

#include <iconv.h>

#include <algorithm>
#include <optional>

#include "base/hex.hpp"
#include "base/text.hpp"

namespace calloff::transport {
namespace {

constexpr std::string_view kMasked = "***";

std::optional<std::string> utf8_to_gb18030(std::string text) {
  const auto converter = iconv_open("GB18030", "UTF-8");
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string out(text.size() * 4, '\0');  // GB18030 takes at most four bytes a character
  char* from = text.data();
  char* to = out.data();
  std::size_t from_left = text.size();
  std::size_t to_left = out.size();
  const auto done = iconv(converter, &from, &from_left, &to, &to_left);
  iconv_close(converter);
  if (done == static_cast<std::size_t>(-1)) return std::nullopt;
  out.resize(out.size() - to_left);
  return out;
}

// `prefix` and two hexadecimal digits that spell `byte`?
std::size_t hex_length(std::string_view text, std::string_view prefix, unsigned char byte) {
  if (!text.starts_with(prefix) || text.size() < prefix.size() + 2) return 0;
  const int high = hex_digit(text[prefix.size()]);
  const int low = hex_digit(text[prefix.size() + 1]);
  return high >= 0 && low >= 0 && high * 16 + low == byte ? prefix.size() + 2 : 0;
}

std::size_t entity_length(std::string_view text, unsigned char byte) {
  struct Named {
    char byte;
    std::string_view spelled;
  };
  static constexpr Named kNamed[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&apos;"}};
  for (const auto& named : kNamed)
    if (static_cast<unsigned char>(named.byte) == byte && text.starts_with(named.spelled)) return named.spelled.size();
  const auto decimal = "&#" + std::to_string(byte) + ";";
  if (text.starts_with(decimal)) return decimal.size();
  for (std::string_view prefix : {"&#x", "&#X"})
    if (const auto n = hex_length(text, prefix, byte); n && n < text.size() && text[n] == ';') return n + 1;
  return 0;
}

// How many bytes of the beginning of `text` spell `byte` in another way than as itself; 0: none.
std::size_t encoded_length(std::string_view text, unsigned char byte) {
  switch (text.front()) {
    case '%': {
      const auto once = hex_length(text, "%", byte);
      return once ? once : hex_length(text, "%25", byte);
    }
    case '+':
      return byte == ' ' ? 1 : 0;
    case '&':
      return entity_length(text, byte);
    case '\\': {
      const bool escapable = byte == '\\' || byte == '"' || byte == '/';
      if (escapable && text.size() > 1 && text[1] == static_cast<char>(byte)) return 2;
      return hex_length(text, "\\u00", byte);
    }
    default:
      return 0;
  }
}

// How many bytes of the beginning of `text` spell `secret`; 0: they do not. Where a byte can be read in two ways (the
// secret itself holds % or &), both are tried.
std::size_t spelled_length(std::string_view text, std::string_view secret) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < secret.size(); ++i) {
    if (at >= text.size()) return 0;
    const auto encoded = encoded_length(text.substr(at), static_cast<unsigned char>(secret[i]));
    const bool raw = text[at] == secret[i];
    if (!encoded && !raw) return 0;
    if (encoded && raw && i + 1 < secret.size()) {
      const auto after_encoded = spelled_length(text.substr(at + encoded), secret.substr(i + 1));
      const auto after_raw = spelled_length(text.substr(at + 1), secret.substr(i + 1));
      if (!after_encoded && !after_raw) return 0;
      return at + std::max(after_encoded ? encoded + after_encoded : 0, after_raw ? 1 + after_raw : 0);
    }
    at += encoded ? encoded : 1;
  }
  return at;
}

std::string mask_cookie_values(std::string_view pairs, bool only_first) {
  std::string out;
  bool first = true;
  for (const auto pair : split(pairs, ';')) {
    if (!first) out += ';';
    const auto equals = pair.find('=');
    if (first || !only_first) {
      out += equals == std::string_view::npos ? std::string_view() : pair.substr(0, equals + 1);
      out += kMasked;
    } else {
      out += pair;
    }
    first = false;
  }
  return out;
}

}  // namespace

Mask::Mask(const std::vector<std::string>& secrets) {
  for (const auto& secret : secrets) {
    if (secret.empty()) continue;
    spellings_.push_back(secret);
    if (auto gb = utf8_to_gb18030(secret); gb && *gb != secret) spellings_.push_back(std::move(*gb));
  }
  std::sort(spellings_.begin(), spellings_.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  for (const auto& spelling : spellings_) may_begin_[static_cast<unsigned char>(spelling.front())] = true;
  if (!spellings_.empty())
    for (const unsigned char c : {'%', '+', '&', '\\'}) may_begin_[c] = true;
}

std::size_t Mask::match(std::string_view text, std::size_t at) const {
  for (const auto& spelling : spellings_)
    if (const auto length = spelled_length(text.substr(at), spelling)) return length;
  return 0;
}

std::string Mask::operator()(std::string text) const {
  if (spellings_.empty()) return text;
  std::string out;
  std::size_t kept_from = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto length = may_begin_[static_cast<unsigned char>(text[at])] ? match(text, at) : 0;
    if (!length) {
      ++at;
      continue;
    }
    out.append(text, kept_from, at - kept_from).append(kMasked);
    kept_from = at += length;
  }
  if (kept_from == 0) return text;
  return out.append(text, kept_from, std::string::npos);
}

std::vector<Header> Mask::operator()(std::vector<Header> headers) const {
  for (auto& header : headers) {
    const auto name = lower(header.name);
    if (name == "authorization" || name == "proxy-authorization") header.value = kMasked;
    if (name == "cookie") header.value = mask_cookie_values(header.value, false);
    if (name == "set-cookie") header.value = mask_cookie_values(header.value, true);
    header.name = (*this)(std::move(header.name));
    header.value = (*this)(std::move(header.value));
  }
  return headers;
}

Error Mask::operator()(Error error) const {
  for (auto& [name, value] : error.args) value = (*this)(std::move(value));
  return error;
}

Request Mask::operator()(Request request) const {
  request.url = (*this)(std::move(request.url));
  request.headers = (*this)(std::move(request.headers));
  request.body = (*this)(std::move(request.body));
  request.secrets.clear();
  return request;
}

}  // namespace calloff::transport
