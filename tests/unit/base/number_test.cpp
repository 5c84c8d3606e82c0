#include "base/number.hpp"

#include <cstdint>

#include "base/hex.hpp"
#include "support/catch.hpp"

using namespace calloff;

TEST_CASE("a text is a whole number or none") {
  CHECK(whole_number<int>("0") == 0);
  CHECK(whole_number<int>("-12") == -12);
  CHECK(whole_number<std::uint16_t>("65535") == 65535);
  CHECK(whole_number<std::uint64_t>("ffffffffffffffff", 16) == UINT64_MAX);
  for (const auto* text : {"", " 1", "1 ", "+1", "1.0", "1e3", "0x1", "99999999999"}) {
    INFO(text);
    CHECK_FALSE(whole_number<int>(text));
  }
  CHECK_FALSE(whole_number<std::uint16_t>("65536"));
  CHECK_FALSE(whole_number<std::size_t>("-1"));
}

TEST_CASE("hexadecimal there and back") {
  const std::string bytes("\0\x7f\xff\x10", 4);
  CHECK(to_hex(bytes) == "007fff10");
  CHECK(from_hex("007fff10") == bytes);
  CHECK(from_hex("") == "");
  for (const auto* text : {"0", "0g", "FF", "0 ", "007"}) {
    INFO(text);
    CHECK_FALSE(from_hex(text));
  }
  CHECK(hex_digit('f') == 15);
  CHECK(hex_digit('F') == 15);
  CHECK(hex_digit('g') == -1);
}
