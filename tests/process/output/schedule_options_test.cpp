// The options of `schedule show` and `oes list`: each leaves out what it says, and nothing else.
#include <boost/json.hpp>
#include <map>

#include "base/quantity.hpp"
#include "support/catch.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;
namespace json = boost::json;

namespace {

/// Those rows of `all` that the test takes.
template <class Taken>
json::array only(const json::array& all, Taken taken) {
  json::array rows;
  for (const auto& row : all)
    if (taken(row)) rows.push_back(row);
  return rows;
}

}  // namespace

TEST_CASE("schedule show shows what is asked for") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch"}).exit == 0);
  const auto shown = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"schedule", "show"});
    return site.list(options);
  };
  const auto all = shown({"--all"}), open = shown({});
  REQUIRE(all.size() > open.size());
  REQUIRE(open.size() > 3);
  CHECK(open == only(all, [](const auto& row) {
          return text_of(row, "date") >= "2026-03-10" &&
                 (text_of(row, "qty") != "0" || text_of(row, "qty_required") == "0");
        }));

  const std::string day = "2026-03-11";
  CHECK(shown({"--from", day}) == only(open, [&](const auto& row) { return text_of(row, "date") >= day; }));
  CHECK(shown({"--to", "2026-03-10"}) == only(open, [&](const auto& row) { return text_of(row, "date") < day; }));
  CHECK(shown({"--from", day, "--to", day, "--all"}) ==
        only(all, [&](const auto& row) { return text_of(row, "date") == day; }));
  CHECK(shown({"--from", "2026-04-01"}).empty());

  CHECK(shown({"--limit", "3"}) == json::array(open.begin(), open.begin() + 3));
  CHECK(shown({"--limit", "0"}).empty());
  CHECK(shown({"--limit", "100000"}) == open);

  const auto part = text_of(open[0], "part_no");
  CHECK(shown({"--part", part}) == only(open, [&](const auto& row) { return text_of(row, "part_no") == part; }));
  CHECK(shown({"--part", part.substr(0, 2) + "*"}) ==
        only(open, [&](const auto& row) { return text_of(row, "part_no").starts_with(part.substr(0, 2)); }));
  CHECK(shown({"--part", "*"}) == open);
  CHECK(shown({"--part", "?"}).empty());

  CHECK(shown({"--plant", "JQ"}) == open);
  CHECK(shown({"--plant", "DY"}).empty());
  CHECK(shown({"--customer", "sgm"}) == open);
  CHECK(shown({"--customer", "byd"}).empty());
}

TEST_CASE("by day, week or month it is the same quantities") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch"}).exit == 0);
  const auto sums = [&](const std::vector<std::string>& options) {
    std::map<std::string, calloff::Decimal> by_part;
    std::vector<std::string> words{"schedule", "show"};
    words.insert(words.end(), options.begin(), options.end());
    for (const auto& row : site.list(words)) {
      auto& sum = by_part[text_of(row, "part_no") + " " + text_of(row, "dock") + " " + text_of(row, "uom")];
      sum = sum + calloff::parse_decimal(text_of(row, "qty")).value();
    }
    return by_part;
  };
  const auto each = sums({});
  REQUIRE(each.size() > 3);
  for (const char* bucket : {"day", "week", "month"}) CHECK(sums({"--bucket", bucket}) == each);
  // Sheets of one day and part become one row.
  CHECK(site.list({"schedule", "show", "--bucket", "week"}).size() < site.list({"schedule", "show"}).size());
  const auto usage = site.calloff({"schedule", "show", "--bucket", "year"});
  CHECK(usage.exit == 2);
  CHECK(usage.err.find("day, week or month") != std::string::npos);
  CHECK(site.calloff({"schedule", "show", "--bucket", "day", "--pivot", "day"}).exit == 2);
}

TEST_CASE("the past can be asked for, the future cannot") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  CHECK(site.list({"schedule", "show", "--as-of", "2026-03-09"}).empty());
  const auto changes = site.calloff({"schedule", "changes", "--since", "2026-03-09", "--exit-code"});
  CHECK(changes.exit == 10);
  CHECK(changes.out.find("added") != std::string::npos);
  for (const char* at : {"2030-01-01", "yesterday"}) {
    INFO(at);
    CHECK(site.calloff({"schedule", "show", "--as-of", at}).exit != 0);
  }
}

TEST_CASE("part numbers keep their zeros, in every format") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  const auto zeros = site.list({"schedule", "show", "--all", "--part", "0*"});
  REQUIRE(!zeros.empty());
  const auto part = text_of(zeros[0], "part_no");
  CHECK(part.front() == '0');
  for (const char* format : {"csv", "table"})
    CHECK(site.calloff({"schedule", "show", "--all", "--part", "0*", "-o", format}).out.find(part) !=
          std::string::npos);
}

TEST_CASE("oes list --open leaves out what needs nothing more") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch", "--feed", "orders"}).exit == 0);
  const auto all = site.list({"oes", "list"});
  const auto open = site.list({"oes", "list", "--open"});
  REQUIRE(all.size() > open.size());
  REQUIRE(!open.empty());
  for (const auto& row : open) CHECK(text_of(row, "qty_open") != "0");
  for (const auto& row : all) {
    const auto status = text_of(row, "status");
    if (status == "open" || status == "partly_shipped") CHECK(text_of(row, "qty_open") != "0");
  }
}

TEST_CASE("runs and ASNs are listed while a mapping is broken") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  site.configure("    mapping: customers/sgm/daily\n", "    mapping: customers/sgm/gone\n");
  CHECK(site.calloff({"schedule", "show"}).exit == 3);
  CHECK(site.list({"run", "list"}).size() == 1);
  CHECK(site.calloff({"asn", "list"}).exit == 0);
}

TEST_CASE("what is not there is said, with status 1") {
  Portal portal;
  Site site(portal.url());
  const auto no_store = site.calloff({"schedule", "show"});
  CHECK(no_store.exit == 1);
  CHECK(no_store.err.find("there is no store") != std::string::npos);
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  for (const std::vector<std::string>& words : {std::vector<std::string>{"run", "show", "R-999999"},
                                                {"asn", "show", "A-999999"},
                                                {"release", "show", "WDF-999999"},
                                                {"explain", "F-00000000000000000000"},
                                                {"explain", "L-0000000000000000"}}) {
    const auto ended = site.calloff(words);
    INFO(words[0] << ": " << ended.err);
    CHECK(ended.exit == 1);
    CHECK(ended.err.find(words.back()) != std::string::npos);
    CHECK(ended.out.empty());
  }
}
