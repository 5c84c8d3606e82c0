// The first rejected password is the last, also over crashes between the portal's answer and our own note of it.
#include "support/catch.hpp"
#include "support/gateway_bench/failing_store.hpp"
#include "support/gateway_bench/gateway_bench.hpp"

using namespace calloff;
using namespace std::chrono_literals;
using test::FailingStore;
using test::GatewayBench;

namespace {

constexpr const char* kLogin = "/JQ/common_/login.do";
constexpr const char* kFeed = "sgm JQ daily";

/// Why a poll came to nothing.
std::string trouble(GatewayBench& bench) {
  bench.advance(30min);
  const auto run = bench.poll(kFeed);
  return run.cause ? run.cause->code : "none";
}

}  // namespace

TEST_CASE("a refusal that could not be written holds the account in memory") {
  GatewayBench bench;
  bench.restart(FailingStore::opener({"account.hold"}));
  bench.arm({"wrong_password_page", "JQ", "login"});
  CHECK(trouble(bench) == "store/busy");
  CHECK(trouble(bench) == "accounts/held");
  CHECK(trouble(bench) == "accounts/held");
  CHECK(bench.requests(kLogin) == 1);
  CHECK(bench.calloff({"account", "release", "sgm", "jq"}).out.find("not held") == std::string::npos);
  CHECK(bench.calloff({"account", "release", "sgm", "jq"}).out.find("not held") != std::string::npos);
  CHECK(trouble(bench) == "store/busy");
  CHECK(bench.requests(kLogin) == 2);
}

TEST_CASE("a password whose refusal a crash forgot is sent once more at most") {
  GatewayBench bench;
  bench.arm({"wrong_password_page", "JQ", "login"});
  for (int crash = 0; crash < 4; ++crash) {
    bench.restart(FailingStore::opener({"account.hold"}));
    CHECK(trouble(bench) == "store/busy");
  }
  CHECK(bench.requests(kLogin) == 2);
  bench.restart();
  CHECK(trouble(bench) == "accounts/sign_in_unfinished");
  CHECK(bench.account("jq").hold);
  CHECK(trouble(bench) == "accounts/held");
  CHECK(bench.requests(kLogin) == 2);
  bench.clear_faults();
  bench.calloff({"account", "release", "sgm", "jq"});
  CHECK(trouble(bench) == "none");
}

TEST_CASE("one crash during a sign-in holds nothing") {
  GatewayBench bench;
  bench.restart(FailingStore::opener({"account.session"}));
  CHECK(trouble(bench) == "store/busy");
  bench.restart();
  CHECK(trouble(bench) == "none");
  CHECK(bench.account("jq").open_logins == 0);
}

TEST_CASE("a session is gone on with after a restart as long as it is used, and is told so") {
  GatewayBench bench;
  bench.poll(kFeed);
  bench.advance(15min);
  bench.poll(kFeed);
  bench.advance(15min);
  bench.restart();
  CHECK(bench.calloff({"account", "status"}).out.find("signed_in") != std::string::npos);
  bench.poll(kFeed);
  CHECK(bench.requests(kLogin) == 1);
  bench.advance(21min);
  bench.restart();
  CHECK(bench.calloff({"account", "status"}).out.find("signed_in") == std::string::npos);
  bench.poll(kFeed);
  CHECK(bench.requests(kLogin) == 2);
}

TEST_CASE("a session that the portal ended is not gone on with after a restart") {
  GatewayBench bench;
  bench.arm({"session_expired", "JQ", "list"});
  CHECK(trouble(bench) == "accounts/session_keeps_ending");
  CHECK_FALSE(bench.account("jq").session_since);
  CHECK(bench.account("jq").cookies.empty());
  bench.clear_faults();
  const auto signed_in = bench.requests(kLogin);
  bench.restart();
  CHECK(bench.calloff({"account", "status"}).out.find("signed_in") == std::string::npos);
  CHECK(trouble(bench) == "none");
  CHECK(bench.requests(kLogin) == signed_in + 1);
}
