// Certificates are verified, always; an account's own authority replaces the system's.
#include "support/catch.hpp"
#include "support/net/certificates.hpp"
#include "support/net/scripted_server.hpp"
#include "support/net/session.hpp"

using namespace calloff;
using namespace calloff::test;
using transport::Departure;

namespace {

void answer_one(Connection& c) {
  c.read_request();
  c.write(answer(200, "trusted"));
}

transport::SessionSettings trusting(const std::string& ca_file) {
  transport::SessionSettings settings;
  settings.ca_file = ca_file;
  return settings;
}

}  // namespace

TEST_CASE("the account's authority vouches for the server") {
  Authority authority;
  const ScriptedServer server(answer_one, authority.issue("localhost"));
  AccountSession account(trusting(authority.ca_file()));
  const auto got = account.ask(get(server.url("/")));
  REQUIRE(got.response);
  CHECK(got.response->body == "trusted");
}

TEST_CASE("an account's requests go over one connection, also with TLS") {
  Authority authority;
  const auto tls = GENERATE(false, true);
  INFO(tls);
  const ScriptedServer server(
      [](Connection& c) {
        for (auto r = c.read_request(); !r.empty(); r = c.read_request()) c.write(answer(200, "kept"));
      },
      tls ? std::optional(authority.issue("localhost")) : std::nullopt);
  AccountSession account(trusting(tls ? authority.ca_file() : ""));
  for (int i = 0; i < 3; ++i) REQUIRE(code_of(account.ask(get(server.url("/")))) == "ok");
  CHECK(server.connections() == 1);
}

TEST_CASE("a server that is not who it should be gets nothing") {
  Authority authority;
  Authority stranger;
  struct Case {
    ServerTls tls;
    std::string ca_file, reason;
  };
  const auto good = authority.issue("localhost");
  const Case cases[] = {
      {good, stranger.ca_file(), "unable to get local issuer certificate"},
      {good, "", "unable to get local issuer certificate"},  // the system's authorities do not know it
      {authority.issue("portal.example"), authority.ca_file(), "localhost"},
      {authority.issue("localhost", Validity::expired), authority.ca_file(), "certificate has expired"},
  };
  for (const auto& c : cases) {
    INFO(c.reason);
    const ScriptedServer server(answer_one, c.tls);
    AccountSession account(trusting(c.ca_file));
    account.session().allow_writes(true);
    const auto got = account.ask(write_to(server.url("/save"), "a=1"));
    CHECK(code_of(got) == "wire/tls");
    CHECK(got.departure == Departure::nothing);
    REQUIRE(!got.response);
    CHECK(std::string(got.response.error().arg("reason")).find(c.reason) != std::string::npos);
    CHECK(server.requests().empty());
  }
}

TEST_CASE("an authority that cannot be read is a matter of configuration") {
  AccountSession account(trusting("/nonexistent/ca.pem"));
  Authority authority;
  const ScriptedServer server(answer_one, authority.issue("localhost"));
  const auto got = account.ask(get(server.url("/")));
  CHECK(code_of(got) == "wire/ca_unreadable");
  CHECK(got.departure == Departure::nothing);
  REQUIRE(!got.response);
  CHECK(got.response.error().recovery == Recovery::fix_config);
  CHECK(got.response.error().arg("file") == "/nonexistent/ca.pem");
}

TEST_CASE("over TLS, an end without close-notify is a cut") {
  Authority authority;
  struct Case {
    const char* head;
    bool says_goodbye;
    std::string code;
  };
  const auto c = GENERATE(Case{"HTTP/1.1 200 x\r\nConnection: close\r\n\r\n", false, "wire/cut_off"},
                          Case{"HTTP/1.1 200 x\r\nConnection: close\r\n\r\n", true, "ok"},
                          Case{"HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\n", false, "wire/cut_off"});
  INFO(c.head << c.says_goodbye);
  const ScriptedServer server(
      [&](Connection& connection) {
        connection.read_request();
        connection.write(c.head + std::string("half of "));
        if (!c.says_goodbye) connection.leave_without_close_notify();
      },
      authority.issue("localhost"));
  AccountSession account(trusting(authority.ca_file()));
  CHECK(code_of(account.ask(get(server.url("/")))) == c.code);
  REQUIRE(account.records().size() == 1);
  CHECK(account.records()[0].body == "half of ");
}
