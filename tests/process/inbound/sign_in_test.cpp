// Passwords: one try at a wrong one, then nothing until a person has done something; sessions that end are renewed.
#include <boost/json.hpp>

#include "support/catch.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;

namespace {

const std::vector<std::string> kDaily{"fetch", "--feed", "daily", "-o", "json"};

/// A site whose account was refused once.
struct Refused {
  Refused() {
    site.environment["CALLOFF_DEMO_JQ_PASSWORD"] = "an-old-password";
    first = site.calloff(kDaily);
  }
  Portal portal;
  Site site{portal.url()};
  Ended first;
};

}  // namespace

TEST_CASE("a wrong password is tried once, and the account is held") {
  Refused refused;
  CHECK(refused.first.exit == 4);
  CHECK(text_of(run_of(refused.first), "outcome") == "blocked");
  CHECK(text_of(run_of(refused.first), "cause").find("rejected user or password") != std::string::npos);
  CHECK(refused.portal.log_ins("JQ") == 1);
  const auto accounts = refused.site.list({"account", "status"});
  CHECK(text_of(accounts[0], "account") == "jq");
  CHECK(!text_of(accounts[0], "held_since").empty());
  CHECK(text_of(accounts[1], "held_since").empty());
}

TEST_CASE("a held account makes no request, also after a restart and much later") {
  Refused refused;
  const auto before = refused.portal.requests();
  for (const std::string now : {"2026-03-10T11:36:00+08:00", "2026-03-12T11:36:00+08:00"}) {
    refused.site.now = now;
    const auto again = refused.site.calloff(kDaily);
    CHECK(again.exit == 4);
    CHECK(text_of(run_of(again), "cause").find("account sgm/jq is held since") != std::string::npos);
  }
  CHECK(refused.portal.requests() == before);
}

TEST_CASE("another password lifts the hold") {
  Refused refused;
  refused.site.environment["CALLOFF_DEMO_JQ_PASSWORD"] = "sim-jq-2026";
  refused.site.now = "2026-03-10T11:37:00+08:00";
  const auto again = refused.site.calloff(kDaily);
  INFO(again.out << again.err);
  CHECK(again.exit == 0);
  CHECK(text_of(refused.site.list({"account", "status"})[0], "held_since").empty());
}

TEST_CASE("account release lifts the hold for one more try") {
  Refused refused;
  refused.site.now = "2026-03-10T11:37:00+08:00";
  const auto released = refused.site.calloff({"account", "release", "sgm", "jq"});
  CHECK(released.exit == 0);
  CHECK(released.out.find("released") != std::string::npos);
  CHECK(refused.site.calloff(kDaily).exit == 4);
  CHECK(refused.portal.log_ins("JQ") == 2);
  CHECK(refused.site.calloff(kDaily).exit == 4);
  CHECK(refused.portal.log_ins("JQ") == 2);
  CHECK(refused.site.calloff({"account", "release", "sgm", "nobody"}).exit != 0);
}

TEST_CASE("a session that ends in the middle is renewed once, and nothing is lost") {
  struct Case {
    const char *site, *step, *feed;
  };
  const auto c = GENERATE(Case{"JQ", "list", "daily"}, Case{"JQ", "detail", "daily"}, Case{"OMX", "query", "orders"},
                          Case{"OMX", "lines", "orders"});
  INFO(c.site << " " << c.step);
  Portal portal;
  Site site(portal.url()), undisturbed(portal.url());
  portal.arm("session_expired", c.site, c.step);
  const auto fetched = site.calloff({"fetch", "--feed", c.feed, "-o", "json"});
  INFO(fetched.out << fetched.err);
  CHECK(fetched.exit == 0);
  CHECK(text_of(run_of(fetched), "outcome") == "ok");
  CHECK(portal.log_ins(c.site) == 2);
  REQUIRE(undisturbed.calloff({"fetch", "--feed", c.feed}).exit == 0);
  CHECK(schedule_of(site) == schedule_of(undisturbed));
  CHECK(orders_of(site) == orders_of(undisturbed));
}

TEST_CASE("a session that was kept and has ended at the portal is renewed") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff(kDaily).exit == 0);
  portal.arm("session_expired", "JQ", "list");
  site.now = "2026-03-10T11:40:00+08:00";
  const auto again = site.calloff(kDaily);
  INFO(again.out << again.err);
  CHECK(again.exit == 0);
  CHECK(portal.log_ins("JQ") == 2);
}

TEST_CASE("a session that ends again and again is not renewed for ever") {
  Portal portal;
  Site site(portal.url());
  portal.arm("session_expired", "JQ", "list", 0);
  const auto fetched = site.calloff(kDaily);
  CHECK(fetched.exit == 4);
  CHECK(text_of(run_of(fetched), "cause").find("is somebody else signed in with it?") != std::string::npos);
  CHECK(portal.log_ins("JQ") == 2);
}

TEST_CASE("a captcha is a person's affair: held, and no password was sent") {
  Portal portal;
  Site site(portal.url());
  portal.arm("captcha", "JQ", "login_page");
  const auto fetched = site.calloff(kDaily);
  CHECK(fetched.exit == 4);
  CHECK(portal.log_ins("JQ") == 0);
  const auto before = portal.requests();
  CHECK(site.calloff(kDaily).exit == 4);
  CHECK(portal.requests() == before);
}
