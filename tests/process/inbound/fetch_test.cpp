// The thin line from outside: a poll over sockets, and what people then see.
#include <boost/json.hpp>
#include <set>

#include "store/archive.hpp"
#include "support/catch.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;
namespace json = boost::json;

namespace {

std::string hex_of(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    if (!text.empty()) text += ' ';
    (text += kDigits[byte >> 4]) += kDigits[byte & 15];
  }
  return text;
}

/// What the portal itself says: part, quantity, of every line of every sheet it lists.
std::multiset<std::string> portal_lines(Portal& portal) {
  std::multiset<std::string> lines;
  for (const auto& sheet : portal.list("/sheets"))
    for (const auto& line : sheet.at("lines").as_array())
      lines.insert(text_of(sheet, "number") + " " + json::serialize(line));
  return lines;
}

}  // namespace

TEST_CASE("one fetch brings every sheet and every order, once") {
  Portal portal;
  Site site(portal.url());
  const auto fetched = site.calloff({"fetch", "-o", "json"});
  INFO(fetched.err);
  REQUIRE(fetched.exit == 0);
  const auto runs = json::parse(fetched.out).as_array();
  REQUIRE(runs.size() == 3);
  CHECK(text_of(runs[0], "outcome") == "ok");
  CHECK(text_of(runs[1], "outcome") == "ok");
  CHECK(portal.log_ins("JQ") == 1);
  CHECK(portal.log_ins("OMX") == 1);

  const auto rows = schedule_of(site);
  CHECK(rows.size() == portal_lines(portal).size());
  std::set<std::string> releases;
  for (const auto& row : rows) releases.insert(text_of(row, "release"));
  CHECK(releases.size() == portal.list("/sheets").size());

  std::size_t order_lines = 0;
  for (const auto& order : portal.list("/orders")) order_lines += order.at("lines").as_array().size();
  CHECK(orders_of(site).size() == order_lines);
  CHECK(is_sound(site));
}

TEST_CASE("a second fetch changes nothing and keeps the session") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  const auto before = schedule_of(site);
  const auto again = run_of(site.calloff({"fetch", "--feed", "daily", "-o", "json"}));
  CHECK(text_of(again, "outcome") == "unchanged");
  CHECK(text_of(again, "records") == "0");
  CHECK(schedule_of(site) == before);
  CHECK(portal.log_ins("JQ") == 1);
}

TEST_CASE("a figure leads back to the very bytes of the page") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch"}).exit == 0);
  const calloff::store::Archive archive(site.data() / "archive");
  auto records = site.list({"schedule", "show", "--limit", "3"});
  const auto orders = site.list({"oes", "list", "--open"});
  REQUIRE(records.size() == 3);
  REQUIRE(!orders.empty());
  records.push_back(orders[0]);
  for (const auto& row : records) {
    const auto explained = site.json({"explain", text_of(row, "record")});
    INFO(explained);
    const auto page = archive.get(text_of(explained, "sha256"));
    REQUIRE(page);
    const auto& locator = explained.at("locator");
    const auto bytes =
        page->substr(std::size_t(locator.at("offset").as_int64()), std::size_t(locator.at("length").as_int64()));
    CHECK(!bytes.empty());
    CHECK(text_of(explained, "bytes") == hex_of(bytes));
    const auto required = row.as_object().contains("qty_required") ? "qty_required" : "qty_open";
    CHECK(text_of(explained, "text").find(text_of(row, required)) != std::string::npos);
    CHECK(text_of(explained, "mapping").find(".yaml:") != std::string::npos);
    const auto run = site.json({"run", "show", text_of(explained, "run")});
    CHECK(text_of(run, "outcome") == "ok");
    CHECK(run.at("exchanges").as_array().size() == std::size_t(run.at("requests").as_int64()));
  }
}

TEST_CASE("fetch takes only what is asked for") {
  Portal portal;
  Site site(portal.url());
  CHECK(text_of(run_of(site.calloff({"fetch", "sgm", "--plant", "JQ", "-o", "json"})), "feed") == "daily");
  CHECK(portal.log_ins("OMX") == 0);
  const auto none = site.calloff({"fetch", "nobody"});
  CHECK(none.exit == 2);
  CHECK_THAT(none.err, Catch::Matchers::Contains("sgm JQ daily") && Catch::Matchers::Contains("calloff feed run"));
  CHECK(none.out.empty());
}

TEST_CASE("a slow portal holds up no feed but its own") {
  Portal portal;
  Site site(portal.url());
  portal.ask("POST", "/faults", {{"fault", "slow"}, {"site", "JQ"}, {"step", "login_page"}, {"delay_s", 50}});
  Child fetching(site.start({"fetch"}));
  // JQ's feed stands first in the configuration, and its portal has not answered yet.
  const auto is_done = [&] {
    const auto looked = site.calloff({"run", "list", "-o", "json"});
    if (looked.exit != 0) return false;  // there is no store yet
    const auto runs = json::parse(looked.out);
    for (const auto& run : runs.as_array())
      if (text_of(run, "feed") == "orders" && text_of(run, "outcome") == "ok") return true;
    return false;
  };
  constexpr int kMostLooks = 300;  // each of them is a command
  int looks = 0;
  while (!is_done() && ++looks < kMostLooks) {
  }
  CHECK(looks < kMostLooks);
  CHECK(portal.log_ins("JQ") == 0);
}
