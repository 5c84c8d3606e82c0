#include "base/quantity.hpp"

#include "support/catch.hpp"

using namespace calloff;

TEST_CASE("a decimal is read exactly and written the shortest way") {
  struct Case {
    const char* text;
    std::int64_t thousandths;
    const char* written;
  };
  const auto c =
      GENERATE(Case{"0", 0, "0"}, Case{"1200", 1'200'000, "1200"}, Case{"-5", -5'000, "-5"}, Case{"1.5", 1'500, "1.5"},
               Case{"0.050", 50, "0.05"}, Case{"007", 7'000, "7"}, Case{"-0.001", -1, "-0.001"},
               Case{"999999999999999.999", 999'999'999'999'999'999, "999999999999999.999"});
  INFO(c.text);
  const auto value = parse_decimal(c.text);
  REQUIRE(value);
  CHECK(value->thousandths == c.thousandths);
  CHECK(to_string(*value) == c.written);
}

TEST_CASE("what is not a plain decimal is refused and named") {
  const auto* text = GENERATE("", "-", ".5", "5.", "1.2345", "1e3", "1,200", " 1", "+1", "１２", "1.2.3", "--1",
                              "1000000000000000", "99999999999999999999");
  INFO(text);
  const auto value = parse_decimal(text);
  REQUIRE(!value);
  CHECK(value.error().code == "base/bad_quantity");
  CHECK(value.error().arg("text") == text);
}
