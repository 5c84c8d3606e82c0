// What `-o json` prints is what docs/schemas promise; csv and table have the same rows.
#include <boost/json.hpp>
#include <sstream>

#include "support/catch.hpp"
#include "support/process/json_schema.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;
namespace json = boost::json;

namespace {

/// A store with everything in it: good runs, a failed one, a quarantined sheet, an ASN that the portal has.
struct Filled {
  Filled() : site(portal.url()) {
    REQUIRE(site.calloff({"fetch"}).exit == 0);
    portal.ask("POST", "/publish", {{"site", "JQ"}, {"sheets", 2}});
    portal.arm("bad_gbk_byte", "JQ", "detail");
    REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 5);
    portal.arm("maintenance", "JQ", "list");
    REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 6);
  }
  Portal portal;
  Site site;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (line.ends_with('\r')) line.pop_back();  // as RFC 4180 wants it
    lines.push_back(line);
  }
  return lines;
}

}  // namespace

TEST_CASE("a schema complains about what is not as it says") {
  CHECK(complaints_of("runs", json::array()) == "");
  CHECK(complaints_of("runs", json::object()) != "");
  CHECK(complaints_of("runs", json::array({json::object({{"run", "R-1"}})})) != "");
}

TEST_CASE("every listing and object is as its schema says") {
  Filled filled;
  auto& site = filled.site;
  struct Case {
    std::vector<std::string> words;
    const char* schema;
  };
  std::vector<Case> cases{{{"schedule", "show"}, "schedule"},
                          {{"schedule", "show", "--all"}, "schedule"},
                          {{"schedule", "show", "--bucket", "week"}, "schedule"},
                          {{"schedule", "show", "--part", "nothing*"}, "schedule"},
                          {{"oes", "list"}, "oes"},
                          {{"oes", "list", "--open"}, "oes"},
                          {{"release", "list"}, "releases"},
                          {{"run", "list"}, "runs"},
                          {{"feed", "status"}, "feeds"},
                          {{"feed", "list"}, "feed_list"},
                          {{"feed", "skipped"}, "skipped"},
                          {{"account", "status"}, "accounts"},
                          {{"exception", "list"}, "exceptions"},
                          {{"exception", "list", "--all"}, "exceptions"},
                          {{"quarantine", "list"}, "quarantine"},
                          {{"asn", "list"}, "asns"},
                          {{"fetch", "--feed", "orders"}, "runs"}};
  for (const auto& run : site.list({"run", "list"})) cases.push_back({{"run", "show", text_of(run, "run")}, "run"});
  for (const auto& row : site.list({"exception", "list"}))
    cases.push_back({{"exception", "show", text_of(row, "ticket")}, "exception"});
  for (const auto& row : site.list({"quarantine", "list"}))
    cases.push_back({{"quarantine", "show", text_of(row, "document")}, "quarantined"});
  const auto open = site.list({"oes", "list", "--open"});
  REQUIRE(!open.empty());
  cases.push_back({{"explain", text_of(open[0], "record")}, "explain"});
  cases.push_back({{"explain", text_of(site.list({"schedule", "show", "--limit", "1"}).at(0), "record")}, "explain"});
  cases.push_back({{"asn", "new", "sgm", "--order", text_of(open[0], "order_no")}, "asn"});
  cases.push_back({{"asn", "show", "A-000001"}, "asn"});
  cases.push_back({{"asn", "send", "A-000001", "--wait"}, "asn"});
  cases.push_back({{"asn", "show", "A-000001"}, "asn"});
  cases.push_back({{"asn", "list"}, "asns"});
  for (const auto& c : cases) {
    const auto value = site.json(c.words);
    INFO(c.words[0] << " " << c.words[1] << ": " << value);
    CHECK(complaints_of(c.schema, value) == "");
  }
  CHECK(text_of(site.list({"asn", "list"}).at(0), "state") == "ACCEPTED");
}

namespace {

/// The lines a verb prints in that format.
std::vector<std::string> printed(const Site& site, std::vector<std::string> words, const char* format) {
  words.insert(words.end(), {"-o", format});
  const auto ended = site.calloff(words);
  CHECK(ended.exit == 0);
  // The daily feed's last poll ended badly: whoever reads its schedule is told beside it, and nobody else.
  CHECK(ended.err.starts_with("JQ daily: data as of 03-10 11:35, 0 min old: ") == (words[0] == "schedule"));
  CHECK((words[0] == "schedule" || ended.err.empty()));
  CHECK(ended.out.find('\x1b') == std::string::npos);
  return lines_of(ended.out);
}

}  // namespace

TEST_CASE("csv and table have the rows that json has") {
  Filled filled;
  struct Case {
    std::vector<std::string> words;
    const char* key;
  };
  for (const auto& c :
       {Case{{"schedule", "show"}, "record"}, Case{{"oes", "list"}, "record"}, Case{{"run", "list"}, "run"},
        Case{{"feed", "status"}, "feed"}, Case{{"feed", "list"}, "feed"}, Case{{"account", "status"}, "account"},
        Case{{"exception", "list"}, "ticket"}, Case{{"quarantine", "list"}, "document"}}) {
    INFO(c.words[0]);
    const auto rows = filled.site.list(c.words);
    REQUIRE(!rows.empty());
    const auto csv = printed(filled.site, c.words, "csv"), table = printed(filled.site, c.words, "table");
    REQUIRE(csv.size() == rows.size() + 1);
    REQUIRE(table.size() == rows.size() + 1);
    std::string names;
    for (const auto& [name, value] : rows[0].as_object()) names += (names.empty() ? "" : ",") + std::string(name);
    CHECK(csv[0] == names);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      CHECK(csv[i + 1].find(text_of(rows[i], c.key)) != std::string::npos);
      CHECK(table[i + 1].find(text_of(rows[i], c.key)) != std::string::npos);
    }
  }
}
