// How an account's requests leave: through a proxy, with a certificate of ours, and with one certificate trusted for a
// while.
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "base/base64.hpp"
#include "base/dates.hpp"
#include "support/catch.hpp"
#include "support/net/certificates.hpp"
#include "support/net/proxy_server.hpp"
#include "support/net/scripted_server.hpp"
#include "support/net/session.hpp"
#include "transport/record/wire_record_json.hpp"

using namespace calloff;
using namespace calloff::test;
using transport::Departure;
using transport::SessionSettings;

namespace {

void answer_each(Connection& c) {
  for (auto request = c.read_request(); !request.empty(); request = c.read_request()) c.write(answer(200, "portal"));
}

SessionSettings through(const ProxyServer& proxy, const std::string& user = {}, const std::string& password = {}) {
  SessionSettings settings;
  settings.proxy = {proxy.url(), user, password};
  return settings;
}

std::string fingerprint_of(const std::string& pem) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(pem.c_str(), "r"), &std::fclose);
  const std::unique_ptr<X509, void (*)(X509*)> read(PEM_read_X509(file.get(), nullptr, nullptr, nullptr), &X509_free);
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  X509_digest(read.get(), EVP_sha256(), hash, &size);
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", hash[i]);
    text += digits;
  }
  return text;
}

constexpr Instant kNever{std::chrono::milliseconds(0)};
Instant far_ahead() { return parse_instant("2999-01-01T00:00:00Z").value(); }

}  // namespace

TEST_CASE("a proxy is asked for everything, and its password stands in no record") {
  const auto tls = GENERATE(false, true);
  INFO("tls " << tls);
  Authority authority;
  const ScriptedServer portal(answer_each, tls ? std::optional(authority.issue("localhost")) : std::nullopt);
  const ProxyServer proxy({"gateway", "canary-in-the-proxy"});
  auto settings = through(proxy, "gateway", "canary-in-the-proxy");
  if (tls) settings.ca_file = authority.ca_file();
  AccountSession account(settings);
  account.session().allow_writes(true);
  REQUIRE(code_of(account.ask(get(portal.url("/list")))) == "ok");
  REQUIRE(code_of(account.ask(write_to(portal.url("/save"), "a=1"))) == "ok");
  const auto asked = proxy.asked();
  REQUIRE(asked.size() == 2);
  CHECK(asked[0].starts_with(tls ? "CONNECT localhost:" : "GET http://127.0.0.1:"));
  CHECK(portal.requests().size() == 2);
  const auto encoded = to_base64("gateway:canary-in-the-proxy");
  if (tls)
    for (const auto& request : portal.requests()) CHECK(request.find("Proxy-Authorization") == request.npos);
  for (const auto& record : account.records()) {
    const auto line = transport::to_json_line(record);
    CHECK(line.find("canary") == line.npos);
    CHECK(line.find(encoded) == line.npos);
  }
}

TEST_CASE("a proxy that wants another password, or lets nothing through, is told apart from the portal") {
  struct Case {
    ProxyStart start;
    std::string code, arg, value;
  };
  const Case cases[] = {{{"gateway", "right"}, "wire/proxy_password", "proxy", ""},
                        {{"gateway", "wrong", true}, "wire/proxy_refused", "status", "503"}};
  Authority authority;
  const ScriptedServer portal(answer_each, authority.issue("localhost"));
  for (const auto& c : cases) {
    INFO(c.code);
    const ProxyServer proxy(c.start);
    auto settings = through(proxy, "gateway", "wrong");
    settings.ca_file = authority.ca_file();
    AccountSession account(settings);
    account.session().allow_writes(true);
    const auto got = account.ask(write_to(portal.url("/save"), "a=1"));
    CHECK(code_of(got) == c.code);
    CHECK(got.departure == Departure::nothing);
    REQUIRE(!got.response);
    CHECK(got.response.error().arg("proxy") == proxy.url().substr(7));
    if (!c.value.empty()) CHECK(got.response.error().arg(c.arg) == c.value);
    CHECK(sentence(got.response.error()).find("wrong") == std::string::npos);
  }
  CHECK(portal.requests().empty());
  const ProxyServer plain({"gateway", "right"});
  const ScriptedServer open(answer_each);
  AccountSession account(through(plain, "gateway", "wrong"));
  CHECK(code_of(account.ask(get(open.url("/")))) == "wire/proxy_password");
  SessionSettings nowhere;
  nowhere.proxy.url = "http://127.0.0.1:" + std::to_string(closed_port());
  AccountSession lost(nowhere);
  const auto got = lost.ask(get(open.url("/")));
  CHECK(code_of(got) == "wire/refused");
  CHECK(got.response.error().arg("host").find("through proxy 127.0.0.1:") != std::string_view::npos);
}

TEST_CASE("a portal that asks for a certificate is shown ours, its key encrypted or not") {
  Authority authority;
  auto tls = authority.issue("localhost");
  tls.client_ca_file = authority.ca_file();
  const ScriptedServer portal(answer_each, tls);
  SessionSettings settings;
  settings.ca_file = authority.ca_file();
  {
    AccountSession nobody(settings);
    CHECK(code_of(nobody.ask(get(portal.url("/")))) != "ok");
    CHECK(portal.requests().empty());
  }
  for (const std::string password : {"", "key-canary"}) {
    INFO(password);
    const auto ours = authority.issue("supplier.example", Validity::good, password);
    settings.identity = {ours.certificate_file, ours.key_file, password};
    AccountSession account(settings);
    CHECK(code_of(account.ask(get(portal.url("/")))) == "ok");
  }
  settings.identity.key_password = "another";
  AccountSession wrong(settings);
  const auto got = wrong.ask(get(portal.url("/")));
  CHECK(code_of(got) == "wire/tls");
  CHECK(got.departure == Departure::nothing);
}

TEST_CASE("one certificate is accepted for a while, whatever is wrong with it; no other one is") {
  Authority authority, stranger;
  const ServerTls bad[] = {authority.issue("localhost", Validity::expired), authority.issue("portal.example"),
                           stranger.issue("localhost")};
  for (const auto& tls : bad) {
    INFO(tls.certificate_file);
    const ScriptedServer portal(answer_each, tls);
    SessionSettings settings;
    settings.ca_file = authority.ca_file();
    settings.accepted = {fingerprint_of(tls.certificate_file), far_ahead()};
    AccountSession account(settings);
    CHECK(code_of(account.ask(get(portal.url("/")))) == "ok");
    settings.accepted.until = kNever;
    AccountSession late(settings);
    CHECK(code_of(late.ask(get(portal.url("/")))) == "wire/tls");
    settings.accepted = {fingerprint_of(authority.ca_file()), far_ahead()};
    AccountSession other(settings);
    const auto got = other.ask(get(portal.url("/")));
    CHECK(code_of(got) == "wire/tls");
    CHECK(got.departure == Departure::nothing);
  }
}

TEST_CASE("with an exception, a good certificate of the right name is trusted as ever") {
  Authority authority;
  const ScriptedServer portal(answer_each, authority.issue("localhost"));
  SessionSettings settings;
  settings.ca_file = authority.ca_file();
  settings.accepted = {std::string(64, 'a'), far_ahead()};
  AccountSession account(settings);
  CHECK(code_of(account.ask(get(portal.url("/")))) == "ok");
}
