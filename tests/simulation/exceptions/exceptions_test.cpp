// What needs a person, through the commands: from a fault at the portal to a ticket, what people do with it, and its
// end when the cause is gone.
#include <boost/json.hpp>

#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"

using namespace calloff;
using namespace calloff::test;
namespace json = boost::json;

namespace {

const std::string kDaily = "sgm JQ daily";

std::string text_of(const json::value& object, std::string_view member) {
  const auto& value = object.at(member);
  if (value.is_string()) return std::string(value.as_string());
  return value.is_null() ? "" : json::serialize(value);
}

class Office {
 public:
  Office() {
    REQUIRE(bench.poll(kDaily).outcome == store::RunOutcome::ok);
    REQUIRE(list() == "");
  }

  void poll(const std::string& feed = kDaily) {
    bench.advance(std::chrono::minutes(30));  // the login budget's gap, too
    bench.poll(feed);
  }
  json::array rows(std::vector<std::string> more = {}) {
    std::vector<std::string> words{"exception", "list", "-o", "json"};
    words.insert(words.end(), more.begin(), more.end());
    const auto said = bench.calloff(words);
    INFO(said.err);
    REQUIRE(said.exit == 0);
    return json::parse(said.out).as_array();
  }
  /// `T-000001 open page/http_status 1; ` for each row.
  std::string list(std::vector<std::string> more = {}) {
    std::string text;
    for (const auto& row : rows(std::move(more)))
      text += text_of(row, "ticket") + " " + text_of(row, "state") + " " + text_of(row, "code") + " " +
              text_of(row, "count") + "; ";
    return text;
  }
  json::value show(const std::string& ticket) {
    const auto said = bench.calloff({"exception", "show", ticket, "-o", "json"});
    INFO(said.err);
    REQUIRE(said.exit == 0);
    return json::parse(said.out);
  }
  /// A step that must be taken.
  void go(std::vector<std::string> words) {
    words.insert(words.begin(), "exception");
    const auto said = bench.calloff(words);
    INFO(said.err);
    REQUIRE(said.exit == 0);
  }
  std::string history(const std::string& ticket) {
    std::string text;
    const auto shown = show(ticket);
    for (const auto& step : shown.at("history").as_array()) text += text_of(step, "what") + " ";
    return text;
  }
  void is_down() { bench.arm({"status_502", "JQ", "list"}); }

  GatewayBench bench;
};

}  // namespace

TEST_CASE("a fault is listed, acknowledged, over when its cause is gone, and the same ticket when it comes back") {
  Office office;
  office.is_down();
  office.poll();
  CHECK(office.list() == "T-000001 open page/http_status 1; ");
  const auto listed = office.rows().at(0);
  CHECK(text_of(listed, "severity") == "warn");
  CHECK(text_of(listed, "customer") == "sgm");
  CHECK(text_of(listed, "plant") == "JQ");
  CHECK(text_of(listed, "feed") == "daily");
  CHECK(text_of(listed, "run") == "R-000002");
  CHECK(!text_of(listed, "what").starts_with("sgm"));

  office.go({"ack", "T-000001", "--note", "called them"});
  office.go({"assign", "T-1", "li"});
  office.poll();
  CHECK(office.list() == "T-000001 acked page/http_status 2; ");
  CHECK(office.list({"--mine", "li"}) == "T-000001 acked page/http_status 2; ");
  CHECK(office.list({"--mine", "wang"}) == "");

  office.bench.clear_faults();
  office.poll();
  CHECK(office.list() == "");
  CHECK(office.list({"--all"}) == "T-000001 resolved page/http_status 2; ");
  CHECK(text_of(office.show("T-000001"), "resolved_by") == "gateway");

  office.is_down();
  office.poll();
  CHECK(office.list() == "T-000001 open page/http_status 3; ");
  const auto back = office.show("T-000001");
  CHECK(text_of(back, "reopened") == "1");
  CHECK(text_of(back, "owner") == "li");
  CHECK(text_of(back, "acked_by") == "");
  CHECK(office.history("T-000001") == "opened acked assigned closed reopened ");
}

TEST_CASE("what a person resolves while its cause is there comes back with the next run") {
  Office office;
  office.is_down();
  office.poll();
  office.go({"resolve", "T-000001", "--note", "they say it is mended"});
  CHECK(office.list() == "");
  CHECK(text_of(office.show("T-000001"), "resolved_why") == "they say it is mended");
  office.poll();
  CHECK(office.list() == "T-000001 open page/http_status 2; ");
}

TEST_CASE("what was put off is back at its time, whether the gateway runs or not") {
  Office office;
  office.is_down();
  office.poll();
  office.go({"snooze", "T-000001", "--for", "2h"});
  CHECK(office.list() == "");
  CHECK(office.bench.calloff({"exception", "list"}).err.find("1 put off") != std::string::npos);
  CHECK(text_of(office.show("T-000001"), "snoozed_until") == "2026-03-10T12:30:00+08:00");
  office.bench.move_to(march(10, 12, 29));
  CHECK(office.list() == "");
  office.bench.move_to(march(10, 12, 30));
  CHECK(office.list() == "T-000001 open page/http_status 1; ");

  office.go({"snooze", "T-000001", "--until", "2026-03-11T08:00"});
  CHECK(text_of(office.show("T-000001"), "snoozed_until") == "2026-03-11T08:00:00+08:00");
  office.go({"reopen", "T-000001"});
  CHECK(office.list() == "T-000001 open page/http_status 1; ");
}

TEST_CASE("a held account is one ticket, also when it is resolved and its feeds are polled") {
  Office office;
  office.bench.arm({"wrong_password_page", "JQ", "login"});
  office.bench.arm({"session_expired", "JQ", "any", 1});
  office.poll();
  CHECK(office.list() == "T-000001 open sign_in/rejected 1; ");
  CHECK(text_of(office.rows().at(0), "severity") == "critical");
  CHECK(text_of(office.rows().at(0), "place") == "jq");
  office.go({"resolve", "T-000001", "--note", "done"});
  CHECK(office.list() == "");
  office.poll("sgm JQ weekly");
  CHECK(office.list() == "T-000001 open sign_in/rejected 2; ");
  office.bench.clear_faults();
  REQUIRE(office.bench.calloff({"account", "release", "sgm", "jq"}).exit == 0);
  CHECK(office.list() == "");
}

TEST_CASE("what cannot be read is one ticket, and each of its documents is listed and looked at again by itself") {
  Office office;
  office.bench.move_to(march(10, 12));
  office.bench.arm({"leading_zero_lost", "JQ", "any"});
  office.poll();
  const auto rows = office.rows();
  REQUIRE(rows.size() == 1);
  const auto said = office.bench.calloff({"quarantine", "list", "-o", "json"});
  const auto apart = json::parse(said.out).as_array();
  REQUIRE(apart.size() > 1);
  CHECK(text_of(rows.at(0), "count") == std::to_string(apart.size()));
  CHECK(text_of(rows.at(0), "run") == "R-000002");
  CHECK(!text_of(rows.at(0), "place").empty());
  CHECK(text_of(rows.at(0), "document") == text_of(apart.at(apart.size() - 1), "document"));
  for (const auto& row : apart) {
    CHECK(text_of(row, "code") == "map/bad_key");
    CHECK(text_of(row, "ticket") == text_of(rows.at(0), "ticket"));
    const auto shown = office.bench.calloff({"quarantine", "show", text_of(row, "document"), "-o", "json"});
    CHECK(text_of(json::parse(shown.out), "state") == "waiting");
  }
  const auto first = text_of(apart.at(0), "document");
  const auto retried = office.bench.calloff({"quarantine", "retry", first, "-o", "json"});
  CHECK(retried.exit == 1);
  CHECK(text_of(json::parse(retried.out).at(0), "outcome") == "apart");
  CHECK(office.list({"--severity", "error"}) == "T-000001 open map/bad_key " + std::to_string(apart.size() + 1) + "; ");
  CHECK(office.list({"--severity", "critical"}) == "");

  office.bench.clear_faults();
  office.poll();
  CHECK(office.list() == "");
  CHECK(office.bench.calloff({"quarantine", "list", "-o", "json"}).out == "[]\n");
  const auto late = office.bench.calloff({"quarantine", "retry", first, "-o", "json"});
  CHECK(text_of(json::parse(late.out).at(0), "outcome") == "superseded");
}

TEST_CASE("what went aside with its list is not published behind the list's back") {
  Office office;
  office.bench.arm({"yesterdays_list", "JQ", "list"});
  office.bench.move_to(march(10, 14));
  office.poll();
  REQUIRE(office.list().find("guard/old_list") != std::string::npos);
  const auto before = office.bench.schedule();
  const auto retried = office.bench.calloff({"quarantine", "retry", "--all", "-o", "json"});
  CHECK(retried.exit == 1);
  const auto rows = json::parse(retried.out).as_array();
  CHECK(!rows.empty());
  for (const auto& row : rows) CHECK(text_of(row, "outcome") == "waits_for_list");
  CHECK(office.bench.schedule() == before);
}

TEST_CASE("the ticket of an ASN that nobody is sure of cannot be talked away") {
  Office office;
  auto& bench = office.bench;
  bench.move_to(march(10, 14));
  const auto order = bench.portals().omx().orders().add({}, bench.clock().now()).number;
  REQUIRE(bench.poll("sgm orders").outcome == store::RunOutcome::ok);
  const auto made = bench.calloff({"asn", "new", "sgm", "--order", order, "-o", "json"});
  const auto asn = text_of(json::parse(made.out), "asn");
  bench.arm({"saved_not_submitted", "OMX", "submit", 1});
  bench.calloff({"asn", "send", asn, "--wait"});
  REQUIRE(bench.asn(asn).record.state == "HELD");
  const auto rows = office.rows();
  REQUIRE(rows.size() == 1);
  CHECK(text_of(rows.at(0), "asn") == asn);
  const auto ticket = text_of(rows.at(0), "ticket");
  const auto said = bench.calloff({"exception", "resolve", ticket, "--note", "fine"});
  CHECK(said.exit == 1);
  CHECK(said.err.find("asn decide " + asn) != std::string::npos);
  office.go({"ack", ticket});
}

TEST_CASE("a step that cannot be is told, and does nothing") {
  Office office;
  office.is_down();
  office.poll();
  struct Case {
    std::vector<std::string> words;
    int exit;
    const char* said;
  };
  for (const auto& c :
       {Case{{"show", "T-9"}, 1, "there is no ticket T-9"},
        Case{{"show", "A-000001"}, 1, "there is no ticket A-000001"}, Case{{"ack", "T-9"}, 1, "there is no ticket T-9"},
        Case{{"reopen", "T-1"}, 1, "T-000001 is open"}, Case{{"snooze", "T-1"}, 2, "one of --until"},
        Case{{"snooze", "T-1", "--for", "2h", "--until", "2026-03-11T08:00"}, 2, "one of --until"},
        Case{{"snooze", "T-1", "--for", "soon"}, 2, "soon"}, Case{{"snooze", "T-1", "--until", "monday"}, 2, "monday"},
        Case{{"snooze", "T-1", "--until", "2026-03-10T09:00"}, 1, "has passed"}, Case{{"resolve", "T-1"}, 2, "--note"},
        Case{{"list", "--severity", "bad"}, 2, "info, warn, error or critical"},
        Case{{"list", "--limit", "x"}, 2, "whole number"}}) {
    auto words = c.words;
    words.insert(words.begin(), "exception");
    const auto said = office.bench.calloff(words);
    INFO(said.out << said.err);
    CHECK(said.exit == c.exit);
    CHECK((said.out + said.err).find(c.said) != std::string::npos);
  }
  for (const auto& words : {std::vector<std::string>{"quarantine", "retry"}, {"quarantine", "retry", "D-1", "--all"}})
    CHECK(office.bench.calloff(words).exit == 2);
  CHECK(office.bench.calloff({"quarantine", "retry", "D-1"}).exit == 1);
  CHECK(office.bench.calloff({"quarantine", "show", "D-1"}).exit == 1);
  CHECK(office.list() == "T-000001 open page/http_status 1; ");
  CHECK(office.history("T-000001") == "opened ");
}
