#include "base/error.hpp"

#include "base/result.hpp"
#include "support/catch.hpp"

using namespace calloff;

TEST_CASE("a sentence has its arguments, in the reader's language") {
  const Error error(Recovery::quarantine, "base/bad_date", {{"text", "2026-02-30"}});
  CHECK(sentence(error) == "'2026-02-30' is not a date; it should look like 2026-03-11");
  CHECK(sentence(error, Language::zh) == "“2026-02-30”不是日期，应写成 2026-03-11");
}

TEST_CASE("a sentence without Chinese falls back to English") {
  CHECK(sentence(Error(Recovery::fix_config, "base/unknown_zone", {{"zone", "X"}}), Language::zh) ==
        "time zone 'X' is not known on this machine; install tzdata or correct the name");
}

TEST_CASE("where it happened stands in front") {
  Error error(Recovery::quarantine, "base/bad_date", {{"text", "x"}});
  error.where.position = "sgm.yaml:7:3";
  CHECK(sentence(error).starts_with("sgm.yaml:7:3: 'x' is not"));
  error.where = {"sgm", "JQ", "daily", "doc_1", 17, "row 4"};
  CHECK(sentence(error).starts_with("sgm JQ daily doc_1, row 4, byte 17: 'x' is not"));
}

TEST_CASE("a code without a sentence is shown with all it has") {
  CHECK(sentence(Error(Recovery::fix_code, "no/such_code", {{"a", "1"}, {"b", "2"}})) == "no/such_code (a=1, b=2)");
  CHECK(sentence(Error(Recovery::fix_code, "no/such_code")) == "no/such_code");
}

TEST_CASE("an argument's braces are text") {
  CHECK(sentence(Error(Recovery::quarantine, "base/bad_date", {{"text", "{text}"}}))
            .starts_with("'{text}' is not a date"));
}

TEST_CASE("asking a failed result for its value is a defect that names the place") {
  const Result<int> result(Error(Recovery::quarantine, "base/bad_date", {{"text", "x"}}));
  CHECK_THROWS_WITH(result.value(), Catch::Contains("'x' is not a date"));
  CHECK(result.error().arg("text") == "x");
  CHECK(result.error().arg("absent").empty());
}
