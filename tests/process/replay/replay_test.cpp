// Archived documents understood again, by the program as people start it: the same records come, a mended mapping
// shows its difference and is applied, a damaged record is found.
#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <sstream>

#include "store/sqlite.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process/json_schema.hpp"
#include "support/process/site.hpp"

using namespace calloff::test;
using namespace calloff::test::process;
namespace json = boost::json;

namespace {

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// A site that has polled everything, with the daily mapping at hand.
struct Polled {
  Polled() : site(portal.url()) {
    const auto fetched = site.calloff({"fetch"});
    INFO(fetched.out << fetched.err);
    REQUIRE(fetched.exit == 0);
  }

  /// From now on the quantities of the page are tens.
  void change_mapping() {
    auto text = read(mapping);
    const auto at = text.find(kPieces);
    REQUIRE(at != text.npos);
    text.replace(at, kPieces.size(), kTens);
    std::ofstream(mapping) << text;
    std::filesystem::remove(mapping.parent_path() / "daily.test.yaml");
  }

  json::array replay(std::vector<std::string> words, int exit) {
    words.insert(words.begin(), "replay");
    words.insert(words.end(), {"-o", "json"});
    const auto ended = site.calloff(words);
    INFO(ended.out << ended.err);
    CHECK(ended.exit == exit);
    const auto rows = json::parse(ended.out).as_array();
    CHECK(complaints_of("replay", rows) == "");
    return rows;
  }

  /// How often each outcome is among them.
  static std::map<std::string, int> outcomes(const json::array& rows) {
    std::map<std::string, int> counts;
    for (const auto& row : rows) ++counts[text_of(row, "outcome")];
    return counts;
  }

  void execute(const std::string& sql) const {
    calloff::store::open_sqlite(site.data() / "calloff.db", calloff::store::Access::read_write)->script(sql);
  }

  Portal portal;
  Site site;
  std::filesystem::path mapping = site.config() / "../../mappings/customers/sgm/daily.yaml";
  inline static const std::string kPieces = "{field: line.required, from: 需求数量}";
  inline static const std::string kTens = "{field: line.required, from: 需求数量, scale: 10}";
};

}  // namespace

TEST_CASE("what was understood is understood the same again, also beside a running gateway") {
  Polled polled;
  const auto all = Polled::outcomes(polled.replay({"--verify"}, 0));
  CHECK(all.at("same") > 8);
  CHECK(all.size() == 1);
  const auto gateway = polled.site.serve();
  const auto run = text_of(polled.site.list({"run", "list"}).back(), "run");
  const auto of_run = polled.replay({run, "--verify"}, 0);
  CHECK(!of_run.empty());
  for (const auto& row : of_run) CHECK(text_of(row, "run") == run);
  CHECK(polled.replay({"--verify", "--from", "2026-03-10", "--to", "2026-03-10", "--customer", "sgm"}, 0).size() ==
        std::size_t(all.at("same")));
  CHECK(polled.replay({"--verify", "--from", "2026-03-11"}, 0).empty());
  CHECK(polled.replay({}, 0).size() > 8);
}

TEST_CASE("a record that was damaged is found, with the field that is not as it was") {
  Polled polled;
  const auto before = schedule_of(polled.site);
  polled.execute(
      "update schedule_line set committed = committed + 1000 where record = (select min(record) from "
      "schedule_line where to_seq is null)");
  const auto rows = polled.replay({"--verify", "--feed", "daily"}, 10);
  CHECK(Polled::outcomes(rows).at("differs") == 1);
  for (const auto& row : rows) {
    if (text_of(row, "outcome") != "differs") continue;
    const auto& changes = row.at("changes").as_array();
    REQUIRE(changes.size() == 1);
    CHECK(text_of(changes[0], "field").ends_with(": committed"));
    CHECK(std::stod(text_of(changes[0], "old")) == std::stod(text_of(changes[0], "now")) + 1);
  }
  const auto said = polled.site.calloff({"replay", "--verify", "--feed", "daily"});
  CHECK(said.out.find("differs") != std::string::npos);
  CHECK(said.out.find(": committed") != std::string::npos);
  // It is what people are shown until somebody mends it.
  const auto after = schedule_of(polled.site);
  REQUIRE(after.size() == before.size());
  int damaged = 0;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (after[i] == before[i]) continue;
    ++damaged;
    CHECK(text_of(after[i], "record") == text_of(before[i], "record"));
    CHECK(std::stod(text_of(after[i], "qty_required")) == std::stod(text_of(before[i], "qty_required")) + 1);
  }
  CHECK(damaged == 1);
}

TEST_CASE("archived bytes that are gone are told, and the others verified") {
  Polled polled;
  const auto record = text_of(polled.site.list({"schedule", "show"}).at(0), "record");
  const auto explained = polled.site.json({"explain", record});
  std::filesystem::remove(text_of(explained, "archived"));
  const auto rows = polled.replay({"--verify", "--feed", "daily"}, 10);
  for (const auto& row : rows)
    if (text_of(row, "outcome") == "damaged") CHECK(text_of(row, "document") == text_of(explained, "document"));
  const auto counts = Polled::outcomes(rows);
  CHECK(counts.at("damaged") == 1);
  CHECK(counts.at("same") > 1);
}

TEST_CASE("a mended mapping shows what would differ, and is applied with a reason") {
  Polled polled;
  auto& site = polled.site;
  const auto before = schedule_of(site);
  polled.change_mapping();
  const auto differing = polled.replay({"--feed", "daily"}, 10);
  const auto would = Polled::outcomes(differing);
  REQUIRE(would.at("differs") > 1);
  for (const auto& change : differing.at(0).at("changes").as_array())
    CHECK(std::stod(text_of(change, "now")) == 10 * std::stod(text_of(change, "old")));
  CHECK(schedule_of(site) == before);
  // The mapping it was understood with is kept: what stands is still proven.
  CHECK(Polled::outcomes(polled.replay({"--verify", "--feed", "daily"}, 0)).size() == 1);

  CHECK(site.calloff({"replay", "--apply", "--feed", "daily"}).exit == 2);
  const auto requests = polled.portal.requests();
  const auto applied = polled.replay({"--apply", "--reason", "tens, says the planner", "--feed", "daily"}, 0);
  CHECK(polled.portal.requests() == requests);
  CHECK(Polled::outcomes(applied).at("published") == would.at("differs"));
  CHECK(schedule_of(site) != before);
  CHECK(Polled::outcomes(polled.replay({"--feed", "daily"}, 0)).size() == 1);
  CHECK(Polled::outcomes(polled.replay({"--verify"}, 0)).size() == 1);
  CHECK(is_sound(site));
  // Nothing is left to do, and a second time nothing is done.
  const std::map<std::string, int> all_same{{"same", would.at("differs")}};
  CHECK(Polled::outcomes(polled.replay({"--apply", "--reason", "again", "--feed", "daily"}, 0)) == all_same);
}

TEST_CASE("a mapping that was never kept is told, not guessed") {
  Polled polled;
  polled.change_mapping();
  polled.execute("delete from fact where name like 'mapping/%'");
  const auto counts = Polled::outcomes(polled.replay({"--verify", "--feed", "daily"}, 5));
  CHECK(counts.size() == 1);
  CHECK(counts.contains("unknown_mapping"));
}

TEST_CASE("runs that there are not and options that exclude each other are told") {
  Polled polled;
  CHECK(polled.site.calloff({"replay", "--verify", "R-999999"}).exit == 1);
  CHECK(polled.site.calloff({"replay", "--verify", "--apply", "--reason", "x"}).exit == 2);
  CHECK(polled.site.calloff({"replay", "--from", "yesterday"}).exit == 2);
}

namespace {

json::array sessions(const Site& site, int exit, std::vector<std::string> more = {}) {
  std::vector<std::string> words{"replay", "--sessions", "--day", "2026-03-10", "-o", "json"};
  words.insert(words.end(), more.begin(), more.end());
  const auto ended = site.calloff(words);
  INFO(ended.out << ended.err);
  CHECK(ended.exit == exit);
  const auto runs = json::parse(ended.out).as_array();
  CHECK(complaints_of("replay_sessions", runs) == "");
  return runs;
}

}  // namespace

TEST_CASE("a day's sessions asked again give what the store got that day, and nobody is asked") {
  Polled polled;
  auto& site = polled.site;
  polled.portal.ask("POST", "/publish", {{"site", "JQ"}, {"sheets", 2}});
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  polled.portal.arm("maintenance", "JQ", "list");
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 6);
  const auto requests = polled.portal.requests();
  const auto runs = sessions(site, 0);
  CHECK(polled.portal.requests() == requests);
  CHECK(runs.size() == site.list({"run", "list"}).size());
  std::size_t documents = 0;
  for (const auto& run : runs) {
    INFO(run);
    CHECK(text_of(run, "outcome") == "same");
    CHECK(text_of(run, "asked") == text_of(run, "exchanges"));
    documents += run.at("documents").as_array().size();
  }
  CHECK(documents > 8);
  CHECK(sessions(site, 0, {"--customer", "nobody"}).empty());
  CHECK(is_sound(site));
}

TEST_CASE("with another mapping a day's sessions show the fields that would be otherwise") {
  Polled polled;
  polled.change_mapping();
  const auto runs = sessions(polled.site, 10);
  int differing = 0;
  for (const auto& run : runs) {
    const bool is_daily = text_of(run, "feed") == "daily" && !run.at("documents").as_array().empty();
    CHECK((text_of(run, "outcome") == "differs") == is_daily);
    for (const auto& document : run.at("documents").as_array())
      differing += text_of(document, "outcome") == "differs" ? 1 : 0;
  }
  CHECK(differing > 1);
}

TEST_CASE("an adapter that asks for something else than was recorded is told, with what it asks") {
  Polled polled;
  polled.site.configure("site: JQ", "site: DY");
  const auto runs = sessions(polled.site, 10);
  int otherwise = 0;
  for (const auto& run : runs) {
    if (text_of(run, "outcome") != "asks_otherwise") continue;
    ++otherwise;
    CHECK(text_of(run, "code") == "wire/not_recorded");
    CHECK(text_of(run, "what").find("/DY/") != std::string::npos);
    CHECK(text_of(run, "what").find("/JQ/") != std::string::npos);
  }
  CHECK(otherwise > 0);
}

TEST_CASE("explain tells the exchange that brought a figure, and the mapping's line as it was") {
  Polled polled;
  auto& site = polled.site;
  const auto record = text_of(site.list({"schedule", "show"}).at(0), "record");
  const auto before = site.json({"explain", record});
  CHECK(complaints_of("explain", before) == "");
  const auto& exchange = before.at("exchange").as_object();
  const auto run = site.json({"run", "show", text_of(before, "run")});
  bool is_found = false;
  for (const auto& row : run.at("exchanges").as_array())
    is_found = is_found || (row.at("number") == exchange.at("number") && row.at("url") == exchange.at("url") &&
                            row.at("sha256") == exchange.at("sha256") && row.at("line") == exchange.at("line"));
  CHECK(is_found);
  auto text = read(polled.mapping);
  std::ofstream(polled.mapping) << "# two\n# lines\n" +
                                       text.replace(text.find(Polled::kPieces), Polled::kPieces.size(), Polled::kTens);
  std::filesystem::remove(polled.mapping.parent_path() / "daily.test.yaml");
  const auto after = site.json({"explain", record});
  CHECK(text_of(after, "note").find("of then") != std::string::npos);
  CHECK(after.at("mapping") == before.at("mapping"));
  CHECK(after.at("fields") == before.at("fields"));
}
