// Bytes of other charsets for the tests of formats, written by iconv - not by the code under test.
#pragma once
#include <iconv.h>

#include <stdexcept>
#include <string>
#include <string_view>

namespace calloff::formats::test {

inline std::string converted(std::string_view bytes, const char* from, const char* to) {
  auto* const handle = iconv_open(to, from);
  if (handle == reinterpret_cast<iconv_t>(-1)) throw std::invalid_argument(to);
  std::string out(bytes.size() * 4 + 8, '\0');
  auto* in = const_cast<char*>(bytes.data());
  auto* to_write = out.data();
  auto left = bytes.size(), room = out.size();
  const auto failed = iconv(handle, &in, &left, &to_write, &room) == static_cast<std::size_t>(-1);
  iconv_close(handle);
  if (failed) throw std::invalid_argument("not to be converted: " + std::string(bytes));
  out.resize(out.size() - room);
  return out;
}

inline std::string gb(std::string_view utf8) { return converted(utf8, "UTF-8", "GB18030"); }
inline std::string from_gb(std::string_view bytes) { return converted(bytes, "GB18030", "UTF-8"); }

}  // namespace calloff::formats::test
