#include "present/value.hpp"

#include "support/catch.hpp"

using namespace calloff::present;

namespace {

Listing sample() {
  Listing listing{{{"part_no", "PART", false, false},
                   {"part_name", "NAME", false, false},
                   {"qty", "QTY", true, false},
                   {"complete", "", false, true}},
                  {}};
  auto first = Value::object();
  first.add("part_no", "0012").add("part_name", "左前支架").add("qty", "1200").add("complete", true);
  auto second = Value::object();
  second.add("part_no", "=cmd|x").add("part_name", Value()).add("qty", "-5").add("complete", false);
  listing.rows = {first, second};
  return listing;
}

}  // namespace

TEST_CASE("a table is aligned by what is seen") {
  CHECK(to_table(sample()) ==
        "PART    NAME       QTY\n"
        "0012    左前支架  1200\n"
        "=cmd|x              -5\n");
}

TEST_CASE("JSON keeps names, order and null") {
  CHECK(to_json(sample()) ==
        "[{\"part_no\":\"0012\",\"part_name\":\"左前支架\",\"qty\":\"1200\",\"complete\":true},\n"
        " {\"part_no\":\"=cmd|x\",\"part_name\":null,\"qty\":\"-5\",\"complete\":false}]\n");
  CHECK(to_json(Listing{}) == "[]\n");
}

TEST_CASE("CSV has every member; what a spreadsheet would run is text") {
  CHECK(to_csv(sample()) ==
        "part_no,part_name,qty,complete\r\n"
        "0012,左前支架,1200,yes\r\n"
        "'=cmd|x,,-5,no\r\n");
}

TEST_CASE("CSV has the same header without rows") {
  auto listing = sample();
  listing.rows.clear();
  CHECK(to_csv(listing) == "part_no,part_name,qty,complete\r\n");
}

TEST_CASE("CSV has lists and objects as JSON") {
  auto name = Value::object();
  name.add("zh", "上汽").add("en", Value());
  auto docks = Value::list();
  docks.items = {"D1"};
  auto row = Value::object();
  row.add("name", name).add("docks", docks).add("none", Value::list());
  Listing listing;
  listing.rows = {row};
  CHECK(to_csv(listing) == "name,docks,none\r\n\"{\"\"zh\"\":\"\"上汽\"\",\"\"en\"\":null}\",\"[\"\"D1\"\"]\",[]\r\n");
}

TEST_CASE("CSV quotes what it must") {
  struct Case {
    const char *text, *field;
  };
  const auto c =
      GENERATE(Case{"a,b", "\"a,b\""}, Case{"say \"x\"", "\"say \"\"x\"\"\""}, Case{"two\nlines", "\"two\nlines\""},
               Case{"plain", "plain"}, Case{"@SUM(A1)", "'@SUM(A1)"}, Case{"-5", "-5"}, Case{"-1+cmd", "'-1+cmd"});
  INFO(c.text);
  Listing listing;
  auto row = Value::object();
  row.add("text", c.text);
  listing.rows = {row};
  CHECK(to_csv(listing) == "text\r\n" + std::string(c.field) + "\r\n");
}

TEST_CASE("a portal's control characters do not reach the terminal") {
  Listing listing{{{"text", "", false, false}}, {}};
  auto row = Value::object();
  row.add("text", "a\x1b[2Jb");
  listing.rows = {row};
  CHECK(to_table(listing).find('\x1b') == std::string::npos);
}

TEST_CASE("an object reads as lines, its lists as tables") {
  auto line = Value::object();
  line.add("line_no", "1").add("qty", "20");
  auto lines = Value::list();
  lines.items = {line};
  auto object = Value::object();
  object.add("asn", "A-000001").add("lines", lines);
  CHECK(to_text(object) == "asn    A-000001\nlines\n  line_no  qty\n  1        20\n");
}
