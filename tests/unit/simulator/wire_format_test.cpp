// Bytes to requests and answers to bytes, without a socket.
#include "simulator/wire_format.hpp"

#include "support/catch.hpp"
#include "support/simulator/browser.hpp"

namespace calloff::simulator::test {

using Progress = RequestReader::Progress;

TEST_CASE("a request is the same however its bytes are cut") {
  const std::string bytes =
      "POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\nd=e&f=gGET /next HTTP/1.1\r\nHost: x\r\nConnection: "
      "close\r\n\r\n";
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    INFO("pieces of " << piece);
    RequestReader reader;
    std::vector<Request> requests;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      for (auto progress = reader.add(bytes.substr(at, piece)); progress == Progress::complete;
           progress = reader.add({})) {
        requests.push_back(reader.take());
      }
    }
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].method == "POST");
    CHECK(requests[0].target == "/a?b=c");
    CHECK(requests[0].body == "d=e&f=g");
    CHECK(requests[1].target == "/next");
    CHECK_FALSE(reader.keep_alive());
  }
}

TEST_CASE("what is no HTTP is bad, what is too long is too large") {
  RequestReader garbage;
  CHECK(garbage.add("\x16\x03\x01 hello\r\n\r\n") == Progress::bad);
  RequestReader large;
  CHECK(large.add("POST / HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n") == Progress::too_large);
}

TEST_CASE("an answer promises its whole body, even where it is cut") {
  auto response = answer(200, "text/plain", "0123456789");
  CHECK(to_bytes(response, BodyMode::send, "close").ends_with("\r\n\r\n0123456789"));
  response.cut_at = 4;
  const auto cut = to_bytes(response, BodyMode::send, "close");
  CHECK(contains(cut, "Content-Length: 10\r\n"));
  CHECK(cut.ends_with("\r\n\r\n0123"));
  const auto head = to_bytes(response, BodyMode::announce, "close");
  CHECK(contains(head, "Content-Length: 10\r\n"));
  CHECK(head.ends_with("\r\n\r\n"));
  CHECK(contains(to_bytes(redirect("/x"), BodyMode::send, "keep-alive"), "HTTP/1.1 302 Found\r\n"));
}

}  // namespace calloff::simulator::test
