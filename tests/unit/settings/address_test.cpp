#include "settings/address.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::settings;

TEST_CASE("what is shown of an address is its host, never its path") {
  struct Case {
    const char *url, *host, *shown;
    AddressFault fault;
  };
  const Case cases[] = {
      {"https://hooks.example/k/secret", "hooks.example", "https://hooks.example", AddressFault::none},
      {"http://hooks.example:8443?key=1", "hooks.example:8443", "http://hooks.example:8443", AddressFault::none},
      {"https://hooks.example#x", "hooks.example", "https://hooks.example", AddressFault::none},
      {"https://[::1]:80/", "[::1]:80", "https://[::1]:80", AddressFault::none},
      {"https://li:pw@hooks.example/", "li:pw@hooks.example", "https://li:pw@hooks.example", AddressFault::password},
      {"https:///path", "", "https://", AddressFault::form},
      {"https://hooks.example/a b", "hooks.example", "https://hooks.example", AddressFault::form},
      {"ftp://hooks.example/", "hooks.example", "ftp://hooks.example", AddressFault::form},
      {"hooks.example/a", "hooks.example", "hooks.example", AddressFault::form},
      {"", "", "", AddressFault::form}};
  for (const auto& [url, host, shown, fault] : cases) {
    INFO(url);
    CHECK(host_of(url) == host);
    CHECK(without_path(url) == shown);
    CHECK(judge_address(url) == fault);
  }
}

TEST_CASE("an address out of a variable is judged as one that stands there, and never shown") {
  const Place place{"calloff.yaml", 3, 7};
  const auto code_with = [&](const char* url) {
    ::setenv("ADDRESS_TEST_URL", url, 1);
    const auto read = resolve_address("env:ADDRESS_TEST_URL", place, "dead_man/bad_url");
    if (read) return *read;
    CHECK(sentence(read.error()).starts_with("calloff.yaml:3:7: ADDRESS_TEST_URL holds no web address"));
    CHECK(sentence(read.error()).find("canary") == std::string::npos);
    return read.error().code;
  };
  CHECK(code_with("https://monitor.example/ping/canary") == "https://monitor.example/ping/canary");
  for (const auto* url : {"https://u:canary@monitor.example/", "https://monitor.example/canary ", "canary"}) {
    INFO(url);
    CHECK(code_with(url) == "dead_man/bad_url");
  }
  ::unsetenv("ADDRESS_TEST_URL");
  CHECK(resolve_address("env:ADDRESS_TEST_URL", place, "dead_man/bad_url").error().code == "secrets/not_set");
  CHECK(sentence(bad_address("x", place, "dead_man/bad_url")).starts_with("calloff.yaml:3:7: url holds no web"));
}
