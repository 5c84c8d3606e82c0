// Pages that are not as promised: each is named for what it is, and the schedule that stood before still stands.
#include <boost/json.hpp>
#include <set>

#include "store/archive.hpp"
#include "support/catch.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;

namespace {

/// A poll that meets a fault after one that was good.
struct Case {
  const char *fault, *site, *step, *feed;
  int exit;
  const char *outcome, *cause;
};

const Case kCases[] = {
    {"maintenance", "JQ", "list", "daily", 6, "blocked", "under maintenance"},
    {"maintenance", "JQ", "detail", "daily", 6, "blocked", "under maintenance"},
    {"maintenance", "OMX", "query", "orders", 6, "blocked", "under maintenance"},
    {"status_503", "JQ", "list", "daily", 6, "failed", "status 503"},
    {"cut_body", "JQ", "list", "daily", 6, "failed", "cut off"},
    {"cut_body", "JQ", "detail", "daily", 6, "failed", "cut off"},
    {"cut_body", "OMX", "lines", "orders", 6, "failed", "cut off"},
    {"bad_gbk_byte", "JQ", "list", "daily", 1, "failed", "byte 0xff is not GB18030"},
    {"bad_gbk_byte", "OMX", "query", "orders", 1, "failed", "byte 0xff is not GB18030"},
    {"missing_column", "JQ", "list", "daily", 1, "page_changed", "no column '计划取货时间'"},
    {"missing_column", "JQ", "detail", "daily", 1, "page_changed", "column '承诺数量' is not on the page any more"},
    {"missing_column", "OMX", "query", "orders", 1, "page_changed", "no column '状态'"},
    {"renamed_column", "JQ", "list", "daily", 1, "page_changed", "no column"},
    {"empty_without_text", "JQ", "list", "daily", 1, "page_changed", "no proof of no demand"},
    {"empty_without_text", "OMX", "query", "orders", 1, "page_changed", "no proof of no demand"},
    {"empty_with_text", "JQ", "list", "daily", 0, "no_data", ""},
    {"empty_with_text", "OMX", "query", "orders", 0, "no_data", ""},
    {"inserted_column", "JQ", "detail", "daily", 0, "ok", ""},
};

}  // namespace

TEST_CASE("what is not as promised is named, and takes nothing away") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  REQUIRE(site.calloff({"fetch", "--feed", "orders"}).exit == 0);
  for (const auto& c : kCases) {
    INFO(c.fault << " at " << c.site << " " << c.step);
    const auto rows_of = std::string_view(c.feed) == "daily" ? schedule_of : orders_of;
    const auto before = rows_of(site);
    portal.ask("POST", "/publish", {{"site", "JQ"}, {"sheets", 1}});
    portal.ask("POST", "/orders");
    portal.arm(c.fault, c.site, c.step, 0);
    const auto fetched = site.calloff({"fetch", "--feed", c.feed, "-o", "json"});
    INFO(fetched.out << fetched.err);
    CHECK(fetched.exit == c.exit);
    CHECK(text_of(run_of(fetched), "outcome") == c.outcome);
    CHECK(text_of(run_of(fetched), "cause").find(c.cause) != std::string::npos);
    const bool is_taken = std::string_view(c.outcome) == "ok";
    CHECK((rows_of(site) == before) != is_taken);
    portal.clear();
    REQUIRE(site.calloff({"fetch", "--feed", c.feed}).exit == 0);
  }
  REQUIRE(site.calloff({"fetch"}).exit == 0);
  Site undisturbed(portal.url());
  REQUIRE(undisturbed.calloff({"fetch"}).exit == 0);
  CHECK(schedule_of(site) == schedule_of(undisturbed));
  CHECK(orders_of(site) == orders_of(undisturbed));
  CHECK(is_sound(site));
}

TEST_CASE("a sheet with a byte that is no text is kept apart, the others are there") {
  Portal portal;
  Site site(portal.url()), undisturbed(portal.url());
  portal.arm("bad_gbk_byte", "JQ", "detail");
  const auto fetched = site.calloff({"fetch", "--feed", "daily", "-o", "json"});
  INFO(fetched.out << fetched.err);
  CHECK(fetched.exit == 5);
  CHECK(text_of(run_of(fetched), "outcome") == "partial");
  CHECK(fetched.err.find("byte 0xff is not GB18030") != std::string::npos);

  REQUIRE(undisturbed.calloff({"fetch", "--feed", "daily"}).exit == 0);
  const auto some = schedule_of(site), all = schedule_of(undisturbed);
  const auto releases = [](const auto& rows) {
    std::set<std::string> names;
    for (const auto& row : rows) names.insert(text_of(row, "release"));
    return names;
  };
  CHECK(releases(some).size() + 1 == releases(all).size());
  CHECK(!some.empty());
  CHECK(is_sound(site));

  const calloff::store::Archive archive(site.data() / "archive");
  int with_bad_byte = 0;
  archive.each([&](const std::string& hash) {
    const auto bytes = archive.get(hash).value();
    with_bad_byte += bytes.find("<html") != bytes.npos && bytes.starts_with("<") && bytes.find('\xff') != bytes.npos;
  });
  CHECK(with_bad_byte == 1);

  // Kept apart is not held: the next poll fetches it again, and this time it is whole.
  CHECK(text_of(run_of(fetched), "cause").find("byte 0xff is not GB18030") != std::string::npos);
  const auto again = site.calloff({"fetch", "--feed", "daily", "-o", "json"});
  INFO(again.out << again.err);
  CHECK(again.exit == 0);
  CHECK(releases(schedule_of(site)) == releases(all));
}

TEST_CASE("a portal that dies in the middle fails the run; when it is back, all is there") {
  Portal first;
  Site site(first.url());
  const auto port = first.port();
  auto start = site.start({"fetch", "--feed", "daily", "-o", "json"});
  first.arm("slow", "JQ", "detail", 1);
  Child fetch(start);
  while (first.requests("/JQ/pus_/pus.do") == 0) {
  }
  first.kill();
  const auto failed = fetch.wait();
  INFO(failed.out << failed.err);
  CHECK(failed.exit == 6);
  CHECK(text_of(run_of(failed), "outcome") == "failed");
  CHECK(is_sound(site));

  PortalStart again;
  again.port = port;
  Portal second(again);
  Site undisturbed(second.url());
  site.now = "2026-03-10T11:40:00+08:00";
  const auto fetched = site.calloff({"fetch", "--feed", "daily", "-o", "json"});
  INFO(fetched.out << fetched.err);
  CHECK(fetched.exit == 0);
  REQUIRE(undisturbed.calloff({"fetch", "--feed", "daily"}).exit == 0);
  CHECK(schedule_of(site) == schedule_of(undisturbed));
}
