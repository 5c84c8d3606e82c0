// Heads of requests as they come on the wire, and responses as they go.
#include "web/http_message.hpp"

#include "support/catch.hpp"

using namespace calloff::web;
using Progress = RequestHead::Progress;

TEST_CASE("a request's head is read whole or piece by piece") {
  const std::string bytes = "GET /metrics?x=1 HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n";
  const auto piece = GENERATE(as<std::size_t>(), 1, 2, 7, 1000);
  RequestHead head;
  auto progress = Progress::need_more;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    REQUIRE(progress == Progress::need_more);
    progress = head.add(std::string_view(bytes).substr(at, piece));
  }
  REQUIRE(progress == Progress::complete);
  CHECK(head.request().method == "GET");
  CHECK(head.request().target == "/metrics?x=1");
}

TEST_CASE("what a head may be") {
  struct Case {
    const char* bytes;
    Progress progress;
  };
  const auto c = GENERATE(values<Case>({
      {"", Progress::need_more},
      {"GET / HTTP/1.1\r\nHost: a\r\n", Progress::need_more},
      {"GET / HTTP/1.0\r\n\r\n", Progress::complete},
      {"GET / HTTP/1.1\r\n\r\n", Progress::bad},  // whose host?
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", Progress::bad},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", Progress::complete},
      {"GET /\r\n\r\n", Progress::bad},
      {"GET / HTTP/2.0\r\n\r\n", Progress::bad},
      {"\x16\x03\x01\x02", Progress::bad},  // TLS
      {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", Progress::bad},
      {"GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", Progress::bad},
      {"GET / HTTP/1.1\nHost: a\n\n", Progress::bad},
  }));
  INFO(c.bytes);
  RequestHead head;
  CHECK(head.add(c.bytes) == c.progress);
}

TEST_CASE("a head may be only so long, whatever it is long with") {
  const std::string start = "GET / HTTP/1.1\r\nHost: a\r\n";
  const auto bytes = GENERATE_COPY(start + "X: " + std::string(RequestHead::kLongest, 'x') + "\r\n\r\n",
                                   "GET /" + std::string(RequestHead::kLongest, 'x') + " HTTP/1.1\r\n",
                                   std::string(RequestHead::kLongest + 1, 'G'));
  RequestHead head;
  auto progress = Progress::need_more;
  for (std::size_t at = 0; at < bytes.size() && progress == Progress::need_more; at += 100)
    progress = head.add(std::string_view(bytes).substr(at, 100));
  CHECK((progress == Progress::too_long || (bytes[1] == 'G' && progress == Progress::bad)));
}

TEST_CASE("a response says how long it is and that the connection ends") {
  const auto bytes = to_bytes({405, "text/plain", "no\n", {{"Allow", "GET"}}}, true);
  CHECK(bytes.starts_with("HTTP/1.1 405 Method Not Allowed\r\n"));
  for (const char* line : {"\r\nContent-Type: text/plain\r\n", "\r\nContent-Length: 3\r\n", "\r\nConnection: close\r\n",
                           "\r\nCache-Control: no-store\r\n", "\r\nAllow: GET\r\n"})
    CHECK(bytes.find(line) != std::string::npos);
  CHECK(bytes.ends_with("\r\n\r\nno\n"));
  CHECK(to_bytes({200, "text/plain", "body", {}}, false).ends_with("\r\n\r\n"));
}
