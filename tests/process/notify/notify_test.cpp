// The real gateway tells real mail servers, webhooks and programs, also when it is killed while it does.
#include <boost/json.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/catch.hpp"
#include "support/net/certificates.hpp"
#include "support/net/mail_server.hpp"
#include "support/process/json_schema.hpp"
#include "support/process/site.hpp"

using namespace calloff::test;
using namespace calloff::test::process;
namespace fs = std::filesystem;

namespace {

const std::string kPassword = "canary-of-the-mail", kKey = "canary-of-the-hook";

void configure(const Site& site, const std::string& targets) {
  std::ofstream(site.config() / "calloff.yaml", std::ios::app) << "notify:\n" << targets;
}

std::string smtp(const MailServer& server, const Authority& authority) {
  return "  planners:\n    kind: smtp\n    language: zh\n    server: " + server.address() +
         "\n    from: calloff@example.com\n    to: li@example.com\n    user: env:MAIL_USER\n"
         "    password: env:MAIL_PASSWORD\n    ca: " +
         authority.ca_file() + "\n";
}

std::string read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// What fetch polls fails, as long as the portal is down.
void poll(const Site& site) { site.calloff({"fetch", "--feed", "daily"}); }

}  // namespace

TEST_CASE("a ticket is mailed once, its end with the count, and no secret is anywhere") {
  Authority authority;
  auto tls = authority.issue("localhost");
  tls.is_later = true;
  MailServer server({"calloff", kPassword, {}, tls});
  Portal portal;
  Site site(portal.url());
  site.environment["MAIL_USER"] = "calloff";
  site.environment["MAIL_PASSWORD"] = kPassword;
  configure(site, smtp(server, authority));
  const auto gateway = site.serve();
  portal.arm("status_502", "JQ", "list", 0);
  poll(site);
  gateway->wait_for("notify planners: told of 1 ticket");
  poll(site);
  portal.clear();
  poll(site);
  gateway->wait_for("notify planners: told of 1 ticket");
  REQUIRE(server.mails().size() == 2);
  const auto first = server.mails().at(0), last = server.mails().at(1);
  CHECK(first.is_secret);
  CHECK(first.subject().starts_with("[Calloff] 警告: 新异常: sgm JQ daily: "));
  CHECK(last.subject().starts_with("[Calloff] 警告: 已解除: sgm JQ daily: "));
  CHECK(last.text().find("共 2 次") != std::string::npos);
  const auto listed = site.list({"notify", "list"});
  CHECK(complaints_of("notified", listed) == "");
  CHECK(text_of(listed.at(0), "waiting") == "0");
  CHECK(!text_of(listed.at(0), "last_told").empty());
  CHECK(gateway->said().find("canary") == std::string::npos);
  CHECK(first.text().find("canary") == std::string::npos);
  const auto shown = site.calloff({"config", "show", "-o", "json"});
  CHECK(shown.out.find("env:MAIL_PASSWORD") != std::string::npos);
  CHECK(shown.out.find("canary") == std::string::npos);
}

TEST_CASE("a gateway that is killed while it tells somebody tells it again") {
  Portal portal;
  Site site(portal.url());
  TemporaryFolder folder;
  const auto script = folder.path() / "tell";
  std::ofstream(script) << "cd " << folder.path().string() << "\n"
                        << "cat > message-$(ls | wc -l).json\n"
                        << "test -e killed || { touch killed; kill -9 $PPID; }\n";
  configure(site, "  pager: {kind: program, command: [sh, " + script.string() + "]}\n");
  auto gateway = site.serve();
  portal.arm("status_502", "JQ", "list", 0);
  poll(site);
  CHECK(gateway->wait().signal == SIGKILL);
  gateway = site.serve();
  gateway->wait_for("notify pager: told of 1 ticket");
  std::vector<boost::json::value> messages;
  for (const auto& file : fs::directory_iterator(folder.path()))
    if (file.path().extension() == ".json") messages.push_back(boost::json::parse(read(file.path())));
  REQUIRE(messages.size() == 2);
  for (const auto& message : messages) CHECK(complaints_of("notification", message) == "");
  CHECK(messages[0].at("message") == messages[1].at("message"));
  CHECK(messages[0].at("alerts").at(0).at("alert") == messages[1].at("alerts").at(0).at("alert"));
  gateway->send(SIGTERM);
  CHECK(gateway->wait().exit == 0);
  CHECK(is_sound(site));
}

TEST_CASE("killed at any durable write, the gateway loses no fact and plans none twice") {
  struct Case {
    const char* point;
    std::size_t messages;  ///< that the program gets in the end
  };
  for (const auto& [point, expected] : {Case{"before:notify.plan", 1}, Case{"after:notify.plan", 1},
                                        Case{"before:notify.told", 2}, Case{"after:notify.told", 1}}) {
    INFO(point);
    Portal portal;
    Site site(portal.url());
    TemporaryFolder folder;
    const auto told = folder.path() / "told";
    configure(site, "  pager: {kind: program, command: [sh, -c, 'cat >> " + told.string() + "']}\n");
    site.environment["CALLOFF_CRASH_AT"] = point;
    auto gateway = site.serve();
    site.environment.erase("CALLOFF_CRASH_AT");
    portal.arm("status_502", "JQ", "list", 0);
    poll(site);
    CHECK(gateway->wait().signal == SIGKILL);
    gateway = site.serve();
    if (std::string(point) != "after:notify.told") gateway->wait_for("notify pager: told of 1 ticket");
    CHECK(text_of(site.list({"notify", "list"}).at(0), "waiting") == "0");
    std::vector<boost::json::value> messages;
    std::istringstream lines(read(told));
    for (std::string line; std::getline(lines, line);) messages.push_back(boost::json::parse(line));
    CHECK(messages.size() == expected);
    for (const auto& message : messages) {
      CHECK(message.at("message") == messages.at(0).at("message"));
      CHECK(message.at("alerts").at(0).at("ticket") == "T-000001");
    }
    gateway->send(SIGTERM);
    CHECK(gateway->wait().exit == 0);
    CHECK(is_sound(site));
  }
}

TEST_CASE("polls do not wait for targets that hang, and stopping does not either") {
  ScriptedServer hook([](Connection& c) { c.hold(); }), mail([](Connection& c) { c.hold(); });
  Portal portal;
  Site site(portal.url());
  site.environment["HOOK_KEY"] = kKey;
  configure(site, "  hook: {kind: webhook, url: '" + hook.url("/x") +
                      "', secret: env:HOOK_KEY, time_limit: 5m}\n"
                      "  mail: {kind: smtp, security: none, server: 'localhost:" +
                      std::to_string(mail.port()) +
                      "', from: c@example.com, to: li@example.com, time_limit: 5m}\n"
                      "  pager: {kind: program, command: [tail, -f, /dev/null], time_limit: 5m}\n");
  const auto gateway = site.serve();
  portal.arm("status_502", "JQ", "list", 0);
  poll(site);
  hook.wait_for_connections(1);
  mail.wait_for_connections(1);
  portal.clear();
  CHECK(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  gateway->send(SIGTERM);
  const auto ended = gateway->wait(std::chrono::seconds(30));
  INFO(ended.err);
  CHECK(ended.exit == 0);
  CHECK(ended.err.find("canary") == std::string::npos);
}

TEST_CASE("notify test says whether a message arrives, with and without a running gateway") {
  MailServer server;
  Portal portal;
  Site site(portal.url());
  configure(site, "  planners: {kind: smtp, security: none, server: '" + server.address() +
                      "', from: c@example.com, to: li@example.com}\n  broken: {kind: program, command: [/no/such]}\n");
  for (const bool is_running : {false, true}) {
    const auto gateway = is_running ? site.serve() : nullptr;
    const auto good = site.calloff({"notify", "test", "planners"});
    INFO(good.err);
    CHECK(good.exit == 0);
    CHECK(server.mails().size() == (is_running ? 2U : 1U));
    const auto bad = site.calloff({"notify", "test", "broken"});
    CHECK(bad.exit == 3);
    CHECK(bad.err.find("/no/such cannot be started") != std::string::npos);
    const auto unknown = site.calloff({"notify", "test", "planers"});
    CHECK(unknown.exit == 2);
    CHECK(unknown.err.find("did you mean 'planners'?") != std::string::npos);
  }
  CHECK(server.mails().at(0).subject() == "[Calloff] test message");
  CHECK(site.calloff({"exception", "list", "-o", "json"}).out == "[]\n");
}
