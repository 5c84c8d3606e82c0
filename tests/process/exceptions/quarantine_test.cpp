// A word that the mapping does not know keeps documents apart; the mended mapping takes them in, without the portal.
#include <boost/json.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process/json_schema.hpp"
#include "support/process/site.hpp"

using namespace calloff::test;
using namespace calloff::test::process;

namespace {

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// A site whose daily mapping lacks a word of the portal.
struct Apart {
  Apart() : site(portal.url()) {
    auto text = good;
    const auto at = text.find("未读: unread, ");
    REQUIRE(at != text.npos);
    text.erase(at, std::string("未读: unread, ").size());
    std::ofstream(mapping) << text;
    std::filesystem::remove(mapping.parent_path() / "daily.test.yaml");
    fetched = site.calloff({"fetch", "--feed", "daily"});
  }

  std::string outcomes(const boost::json::array& rows) {
    std::set<std::string> words;
    for (const auto& row : rows) words.insert(text_of(row, "outcome"));
    std::string text;
    for (const auto& word : words) text += word + " ";
    return text;
  }

  Portal portal;
  Site site;
  std::filesystem::path mapping = site.config() / "../../mappings/customers/sgm/daily.yaml";
  std::string good = read(source_folder() / "mappings/customers/sgm/daily.yaml");
  Ended fetched;
};

}  // namespace

TEST_CASE("documents kept apart are taken in by the mended mapping, and their tickets end") {
  Apart apart;
  auto& site = apart.site;
  INFO(apart.fetched.out << apart.fetched.err);
  const auto documents = site.list({"quarantine", "list"});
  REQUIRE(!documents.empty());
  CHECK(complaints_of("quarantine", documents) == "");
  REQUIRE(documents.size() > 1);
  CHECK(site.list({"exception", "list"}).size() == 1);
  const auto id = text_of(documents.at(0), "document");
  CHECK(complaints_of("quarantined", site.json({"quarantine", "show", id})) == "");
  const auto rows = schedule_of(site).size();

  const auto still = site.calloff({"quarantine", "retry", "--all", "-o", "json"});
  CHECK(still.exit == 1);
  CHECK(complaints_of("quarantine_retry", boost::json::parse(still.out)) == "");
  CHECK(apart.outcomes(boost::json::parse(still.out).as_array()) == "apart ");
  CHECK(schedule_of(site).size() == rows);

  std::ofstream(apart.mapping) << apart.good;
  apart.portal.arm("maintenance", "JQ", "list");  // nobody asks it
  auto done = site.list({"quarantine", "retry", id});
  CHECK(apart.outcomes(done) == "published ");
  CHECK(site.list({"quarantine", "list"}).size() == documents.size() - 1);
  CHECK(site.list({"exception", "list"}).size() == 1);
  const auto gateway = site.serve();
  done = site.list({"quarantine", "retry", "--all"});
  CHECK(done.size() == documents.size() - 1);
  CHECK(apart.outcomes(done) == "published ");
  CHECK(complaints_of("quarantine_retry", done) == "");
  CHECK(site.list({"quarantine", "list"}).empty());
  CHECK(schedule_of(site).size() > rows);
  for (const auto& row : site.list({"exception", "list"})) CHECK(!text_of(row, "code").starts_with("map/"));
}

TEST_CASE("people step tickets through the running gateway, and it knows who they are") {
  Portal portal;
  Site site(portal.url());
  portal.arm("maintenance", "JQ", "list");
  site.calloff({"fetch", "--feed", "daily"});
  const auto gateway = site.serve();
  const auto listed = site.list({"exception", "list"});
  REQUIRE(listed.size() == 1);
  CHECK(complaints_of("exceptions", listed) == "");
  const auto id = text_of(listed.at(0), "ticket");
  const auto acked = site.json({"exception", "ack", id, "--note", "announced"});
  CHECK(complaints_of("exception", acked) == "");
  CHECK(text_of(acked, "state") == "acked");
  CHECK(!text_of(acked, "acked_by").empty());
  CHECK(text_of(acked, "acked_by") != "gateway");
  const auto resolved = site.json({"exception", "resolve", id, "--note", "over"});
  CHECK(complaints_of("exception", resolved) == "");
  CHECK(site.list({"exception", "list"}).empty());
}
