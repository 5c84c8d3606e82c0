#include "simulator/charset.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <stdexcept>

namespace calloff::simulator {
namespace {

class Converter {
 public:
  Converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {
    if (reinterpret_cast<std::intptr_t>(handle_) == -1)
      throw std::runtime_error("this system's iconv does not know GBK");
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() { iconv_close(handle_); }

  /// Converts `in`; at input that does not convert calls `replace(rest)`, which gives what stands for it and how many
  /// bytes of `rest` it takes.
  template <class Replace>
  std::string convert(std::string_view in, Replace replace) {
    std::string out;
    std::array<char, 8192> buffer;
    while (!in.empty()) {
      char* source = const_cast<char*>(in.data());  // iconv's signature; it does not write there
      std::size_t left = in.size();
      char* target = buffer.data();
      std::size_t room = buffer.size();
      const auto result = iconv(handle_, &source, &left, &target, &room);
      const int why = errno;
      out.append(buffer.data(), buffer.size() - room);
      in.remove_prefix(in.size() - left);
      if (result == std::size_t(-1) && why != E2BIG) {
        auto [text, taken] = replace(in);
        out += text;
        in.remove_prefix(std::min(taken, in.size()));
      }
    }
    return out;
  }

 private:
  iconv_t handle_;
};

std::pair<std::string, std::size_t> numeric_reference(std::string_view rest) {
  const auto first = static_cast<unsigned char>(rest.front());
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
  if (length == 1 || rest.size() < length) return {"?", 1};
  unsigned code = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = code << 6 | (static_cast<unsigned char>(rest[i]) & 0x3Fu);
  return {"&#" + std::to_string(code) + ";", length};
}

}  // namespace

std::string utf8_to_gbk(std::string_view utf8) { return Converter("GBK", "UTF-8").convert(utf8, numeric_reference); }

std::string gbk_to_utf8(std::string_view gbk) {
  return Converter("UTF-8", "GB18030").convert(gbk, [](std::string_view) { return std::pair{std::string("?"), 1ul}; });
}

std::string to_site(Charset charset, std::string_view utf8) {
  return charset == Charset::gbk ? utf8_to_gbk(utf8) : std::string(utf8);
}

std::string from_site(Charset charset, std::string_view bytes) {
  return charset == Charset::gbk ? gbk_to_utf8(bytes) : std::string(bytes);
}

}  // namespace calloff::simulator
