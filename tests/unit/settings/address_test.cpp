#include "settings/address.hpp"

#include "support/catch.hpp"

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
