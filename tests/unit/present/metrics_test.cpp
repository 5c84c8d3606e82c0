// Metrics are what the store says, in the format that Prometheus reads.
#include "present/metrics.hpp"

#include <map>
#include <set>
#include <sstream>

#include "fixture.hpp"
#include "present/metric_text.hpp"
#include "store/tickets.hpp"

using namespace calloff;
using namespace calloff::present;

namespace {

const store::FeedKey kDaily{"sgm", "JQ", "daily"};

/// Samples by name and labels. Every one must stand behind HELP and TYPE of its metric.
std::map<std::string, std::string> samples(const std::string& text) {
  std::map<std::string, std::string> samples;
  std::set<std::string> helped, typed;
  std::string current;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    if (line.starts_with("# HELP ")) {
      current = line.substr(7, line.find(' ', 7) - 7);
      CHECK(helped.insert(current).second);
    } else if (line.starts_with("# TYPE ")) {
      CHECK(line.substr(7, line.find(' ', 7) - 7) == current);
      CHECK((line.ends_with(" gauge") || line.ends_with(" counter")));
      CHECK(typed.insert(current).second);
    } else {
      const auto space = line.rfind(' ');
      const auto name = line.substr(0, space);
      CHECK(name.substr(0, name.find('{')) == current);
      CHECK(typed.contains(current));
      CHECK(samples.emplace(name, line.substr(space + 1)).second);
    }
  }
  CHECK(helped == typed);
  CHECK(text.ends_with("\n"));
  return samples;
}

std::map<std::string, std::string> measured(Plants& plants, const RunningGateway& running = {}) {
  return samples(plants.read([&](const ViewOf& of) { return metrics_text(of, running); }));
}

}  // namespace

TEST_CASE("a feed is measured by its age, its state and its last poll") {
  Plants plants;
  plants.polled(kDaily, "2026-03-10T11:40:00+08:00");
  auto now = measured(plants);
  const std::string jq = R"({customer="sgm",plant="JQ",feed="daily")";
  CHECK(now.at("calloff_feed_age_seconds" + jq + "}") == "1020.000");
  CHECK(now.at("calloff_feed_state" + jq + R"(,state="fresh"})") == "1");
  CHECK(now.at("calloff_feed_state" + jq + R"(,state="held"})") == "0");
  CHECK(now.at("calloff_feed_last_poll" + jq + R"(,outcome="ok"})") == "1");
  CHECK(now.at("calloff_feed_last_poll" + jq + R"(,outcome="failed"})") == "0");
  CHECK(now.at("calloff_feed_held" + jq + "}") == "0");
  CHECK_FALSE(now.contains(R"(calloff_feed_age_seconds{customer="sgm",plant="DY",feed="daily"})"));

  plants.polled(kDaily, "2026-03-10T11:50:00+08:00", store::RunOutcome::failed);
  plants.write([](store::Writer& w) {
    store::hold_feed(w, kDaily, "li", "portal moves");
    store::AccountState account;
    account.account = {"sgm", "account of JQ"};
    account.hold = store::Hold{Error(Recovery::hold_account, "sign_in/captcha"), at("2026-03-10T11:52:00+08:00")};
    store::put_account_state(w, account);
  });
  now = measured(plants);
  CHECK(now.at("calloff_feed_age_seconds" + jq + "}") == "1020.000");
  CHECK(now.at("calloff_feed_state" + jq + R"(,state="held"})") == "1");
  CHECK(now.at("calloff_feed_last_poll" + jq + R"(,outcome="ok"})") == "0");
  CHECK(now.at("calloff_feed_last_poll" + jq + R"(,outcome="failed"})") == "1");
  CHECK(now.at("calloff_feed_held" + jq + "}") == "1");
  CHECK(now.at(R"(calloff_account_held{customer="sgm",account="account of JQ"})") == "1");
  CHECK(now.at(R"(calloff_account_held{customer="sgm",account="account of DY"})") == "0");
  for (const auto& [name, value] : now) CHECK(name.find("portal moves") == std::string::npos);
}

TEST_CASE("tickets and ASNs are counted, also where there is none") {
  Plants plants;
  plants.write([](store::Writer& w) {
    store::raise_ticket(w, "one", Error(Recovery::hold_account, "sign_in/captcha"));
    store::raise_ticket(w, "two", Error(Recovery::retry, "wire/timed_out"));
    store::raise_ticket(w, "three", Error(Recovery::retry, "wire/timed_out"));
    store::close_ticket(w, "three", "gateway", "over");
  });
  const auto now = measured(plants);
  CHECK(now.at(R"(calloff_tickets_open{severity="critical"})") == "1");
  CHECK(now.at(R"(calloff_tickets_open{severity="warn"})") == "1");
  CHECK(now.at(R"(calloff_tickets_open{severity="error"})") == "0");
  CHECK(now.at(R"(calloff_asns{state="UNKNOWN"})") == "0");
  CHECK(now.at(R"(calloff_asns{state="ACCEPTED"})") == "0");
}

TEST_CASE("what only the process knows stands beside it") {
  Plants plants;
  const RunningGateway running{"1.2.3", at("2026-03-10T03:00:00.250Z"), true, 42, 8192, 1'000'000};
  const auto now = measured(plants, running);
  CHECK(now.at(R"(calloff_build_info{version="1.2.3"})") == "1");
  CHECK(now.at("calloff_start_time_seconds") == "1773111600.250");
  CHECK(now.at("calloff_ready") == "1");
  CHECK(now.at("calloff_store_commits_total") == "42");
  CHECK(now.at("calloff_store_database_bytes") == "8192");
  CHECK(now.at("calloff_store_free_bytes") == "1000000");
}

TEST_CASE("text that would break a line is escaped") {
  MetricText text;
  text.begin("calloff_x", "gauge", "one\ntwo \\ three \"four\"");
  text.add({{"a", "say \"hi\"\\\n"}, {"b", ""}}, -7);
  CHECK(text.text() ==
        "# HELP calloff_x one\\ntwo \\\\ three \"four\"\n# TYPE calloff_x gauge\n"
        "calloff_x{a=\"say \\\"hi\\\"\\\\\\n\",b=\"\"} -7\n");
}
