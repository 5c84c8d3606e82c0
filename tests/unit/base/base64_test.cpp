#include "base/base64.hpp"

#include "base/hmac.hpp"
#include "support/catch.hpp"

using namespace calloff;

TEST_CASE("base64 there and back") {
  // source: RFC 4648, 10
  const std::pair<std::string, std::string> cases[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"},
                                                       {std::string("\0\xff\x10", 3), "AP8Q"}};
  for (const auto& [bytes, text] : cases) {
    INFO(text);
    CHECK(to_base64(bytes) == text);
    CHECK(from_base64(text) == bytes);
  }
}

TEST_CASE("what is no base64 is none") {
  for (const auto* text : {"Zg", "Zg=", "Z===", "Zm9v\n", "Zm-_", "Zh==", "=Zg=", "Zg==Zg=="}) {
    INFO(text);
    CHECK_FALSE(from_base64(text));
  }
}

TEST_CASE("HMAC-SHA256") {
  // source: RFC 4231, 4.3 and 4.2
  CHECK(to_base64(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=");
  CHECK(to_base64(hmac_sha256(std::string(20, '\x0b'), "Hi There")) == "sDRMYdjbOFNcqK/OrwvxK4gdwgDJgz2nJuk3bC4yz/c=");
}
