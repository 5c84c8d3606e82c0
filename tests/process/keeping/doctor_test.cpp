// doctor says what is wrong, and what to do.
#include <signal.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "support/catch.hpp"
#include "support/net/certificates.hpp"
#include "support/process/json_schema.hpp"
#include "support/process/site.hpp"

using namespace calloff::test::process;
namespace json = boost::json;

namespace {

json::array diagnoses(const Site& site, int exit, std::vector<std::string> more = {}) {
  std::vector<std::string> words{"doctor", "-o", "json"};
  words.insert(words.end(), more.begin(), more.end());
  const auto ended = site.calloff(words);
  INFO(ended.out << ended.err);
  CHECK(ended.exit == exit);
  auto all = json::parse(ended.out);
  CHECK(complaints_of("doctor", all) == "");
  return all.as_array();
}

/// `health found` of every line of that check.
std::string of(const json::array& all, const std::string& check) {
  std::string text;
  for (const auto& one : all)
    if (text_of(one, "check") == check) text += text_of(one, "health") + " " + text_of(one, "found") + "\n";
  return text;
}

}  // namespace

TEST_CASE("a gateway that has what it needs is found well; the customers' clocks are asked for only online") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  const auto before = portal.requests();
  const auto all = diagnoses(site, 0);
  for (const char* check : {"configuration", "secrets", "time zones", "adapters", "transport", "rights", "space",
                            "store", "holds", "open files"}) {
    INFO(check);
    CHECK(of(all, check).find("ok ") != std::string::npos);
    CHECK(of(all, check).find("bad ") == std::string::npos);
  }
  CHECK(of(all, "clock") == "");
  CHECK(portal.requests() == before);
  const auto online = diagnoses(site, 0, {"--online"});
  CHECK(of(online, "clock") + of(online, "customer") != "");
  CHECK(portal.requests() > before);
}

TEST_CASE("what is missing is bad, with what to do, and the exit code says so") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  calloff::test::Authority authority;
  const auto expired = authority.issue("portal.example", calloff::test::Validity::expired);
  std::filesystem::create_directories(site.config() / "secrets");
  std::filesystem::copy_file(expired.certificate_file, site.config() / "secrets/ca.pem");
  site.configure("password: env:CALLOFF_DEMO_JQ_PASSWORD",
                 "password: env:CALLOFF_DEMO_JQ_PASSWORD\n    ca: secrets/ca.pem\n    tls_exception: {until: "
                 "2026-03-10, reason: late, fingerprint: '" +
                     std::string(64, 'a') + "'}");
  site.environment.erase("CALLOFF_DEMO_OMX_PASSWORD");
  std::filesystem::permissions(site.data() / "key", std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  const auto all = diagnoses(site, 10);
  CHECK(of(all, "secrets").find("environment variable CALLOFF_DEMO_OMX_PASSWORD is not set") != std::string::npos);
  CHECK(of(all, "tls exception")
            .starts_with("warn sgm/jq: a certificate is accepted unverified until 2026-03-10 (late)"));
  CHECK(of(all, "rights").find("is open to others (mode 0604)") != std::string::npos);
  site.now.clear();  // the certificate was made by the machine's clock
  const auto later = diagnoses(site, 10);
  CHECK(of(later, "authority").starts_with("bad "));
  CHECK(of(later, "authority").find("portal.example expired on ") != std::string::npos);
  CHECK(of(later, "tls exception").starts_with("bad "));
}

TEST_CASE("an authority that expired is no fault of a file in which another one is good") {
  Portal portal;
  Site site(portal.url());
  calloff::test::Authority authority;
  const auto expired = authority.issue("an old root", calloff::test::Validity::expired);
  const auto bundle = site.config() / "secrets/ca.pem";
  std::filesystem::create_directories(bundle.parent_path());
  {
    std::ofstream both(bundle);
    for (const auto& file : {expired.certificate_file, authority.ca_file()}) both << std::ifstream(file).rdbuf();
  }
  site.configure("password: env:CALLOFF_DEMO_JQ_PASSWORD",
                 "password: env:CALLOFF_DEMO_JQ_PASSWORD\n    ca: secrets/ca.pem");
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  site.now.clear();  // the certificates were made by the machine's clock
  const auto ended = site.calloff({"doctor", "-o", "json"});
  const auto found = of(json::parse(ended.out).as_array(), "authority");
  CHECK(found.starts_with("warn "));
  CHECK(found.find("an old root expired on ") != std::string::npos);
  CHECK(found.find("another one in the file is good until ") != std::string::npos);
}

TEST_CASE("doctor goes by the clock of a demo's store, and looks at the monitor's authority") {
  Portal portal;
  Site site(portal.url());
  calloff::test::Authority authority;
  const auto expired = authority.issue("monitor.example", calloff::test::Validity::expired);
  std::filesystem::create_directories(site.config() / "secrets");
  std::filesystem::copy_file(expired.certificate_file, site.config() / "secrets/monitor.pem");
  std::ofstream(site.config() / "calloff.yaml", std::ios::app)
      << "dead_man: {url: 'http://127.0.0.1:9/', ca: secrets/monitor.pem}\n";
  site.configure("password: env:CALLOFF_DEMO_JQ_PASSWORD",
                 "password: env:CALLOFF_DEMO_JQ_PASSWORD\n    tls_exception: {until: 2026-03-10, reason: late, "
                 "fingerprint: '" +
                     std::string(64, 'a') + "'}");
  const auto gateway = site.serve();
  gateway->send(SIGTERM);
  CHECK(gateway->wait().exit == 0);
  REQUIRE(!site.now.empty());
  const auto said = of(json::parse(site.calloff({"doctor", "-o", "json"}).out).as_array(), "authority");
  CHECK(said.find("monitor.pem: ") != std::string::npos);
  site.now.clear();
  const auto later = json::parse(site.calloff({"doctor", "-o", "json"}).out).as_array();
  CHECK(of(later, "tls exception").starts_with("warn sgm/jq: a certificate is accepted unverified until 2026-03-10"));
}
