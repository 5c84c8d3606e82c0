// Deadlines, sizes and answers that stop in the middle. What came before the end is in the record.
#include <zlib.h>

#include "support/catch.hpp"
#include "support/net/scripted_server.hpp"
#include "support/net/session.hpp"

using namespace calloff;
using namespace calloff::test;
using namespace std::chrono_literals;
using transport::Departure;
using transport::Limits;

namespace {

// Limits so long that a test which waits for one of them is seen to hang.
transport::SessionSettings with(std::function<void(Limits&)> change) {
  transport::SessionSettings settings;
  settings.limits.connect = settings.limits.first_byte = settings.limits.idle = settings.limits.total = 10min;
  change(settings.limits);
  return settings;
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

constexpr auto* kGzip = "Content-Encoding: gzip\r\n";

// Reads a request, writes `bytes`, then closes.
Script says(std::string bytes) {
  return [bytes](Connection& c) {
    c.read_request();
    c.write(bytes);
  };
}

// The same, but the connection stays open.
Script says_and_holds(std::string bytes) {
  return [bytes](Connection& c) {
    c.read_request();
    c.write(bytes);
    c.hold();
  };
}

}  // namespace

TEST_CASE("each deadline has its own name") {
  struct Case {
    const char* code;
    std::function<void(Limits&)> change;
    const char* before_silence;  // what the server says before it holds its tongue
    const char* scheme;
    Departure departure;
  };
  const Case cases[] = {
      {"wire/connect_timed_out", [](Limits& l) { l.connect = 50ms; }, "", "https", Departure::nothing},
      {"wire/first_byte_timed_out", [](Limits& l) { l.first_byte = 50ms; }, "", "http", Departure::perhaps},
      {"wire/idle_timed_out", [](Limits& l) { l.idle = 50ms; }, "HTTP/1.1 200 x\r\nA: b\r\n", "http",
       Departure::perhaps},
      {"wire/idle_timed_out", [](Limits& l) { l.idle = 50ms; }, "HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\nhalf",
       "http", Departure::perhaps},
      {"wire/total_timed_out", [](Limits& l) { l.total = 500ms; }, "HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\nhalf",
       "http", Departure::perhaps},
      {"wire/total_timed_out", [](Limits& l) { l.total = 500ms; }, "", "http", Departure::perhaps},
      {"wire/total_timed_out", [](Limits& l) { l.total = 500ms; }, "", "https", Departure::nothing},
  };
  for (const auto& c : cases) {
    INFO(c.code << " after '" << c.before_silence << "' over " << c.scheme);
    const ScriptedServer server([&](Connection& connection) {
      if (*c.before_silence) connection.read_request();
      connection.write(c.before_silence);
      connection.hold();
    });
    AccountSession account(with(c.change));
    const auto got = account.ask(get(c.scheme + server.url("/").substr(4)));
    CHECK(code_of(got) == c.code);
    CHECK(got.departure == c.departure);
    REQUIRE(!got.response);
    CHECK(got.response.error().arg("limit_ms") == (std::string(c.code) == "wire/total_timed_out" ? "500" : "50"));
    CHECK(got.response.error().recovery == Recovery::retry);
  }
}

TEST_CASE("an answer without end is never idle, but its total ends") {
  const ScriptedServer server([](Connection& c) {
    c.read_request();
    c.write("HTTP/1.1 200 x\r\n\r\n");
    while (c.write("more ")) {
    }
  });
  AccountSession account(with([](Limits& l) { l.total = 100ms; }));
  CHECK(code_of(account.ask(get(server.url("/")))) == "wire/total_timed_out");
}

TEST_CASE("an answer that stops before its end is cut off, and recorded as far as it came") {
  struct Case {
    const char *bytes, *body;
  };
  const auto c = GENERATE(Case{"HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\nhalf", "half"},
                          Case{"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", "half"},
                          Case{"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf", "half"},
                          Case{"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n", ""},
                          Case{"HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\n", ""}, Case{"", ""});
  INFO(c.bytes);
  const ScriptedServer server(says(c.bytes));
  AccountSession account;
  const auto got = account.ask(get(server.url("/")));
  CHECK(code_of(got) == "wire/cut_off");
  const auto records = account.records();
  REQUIRE(records.size() == 1);
  CHECK(records[0].body == c.body);
  CHECK(records[0].error_code == "wire/cut_off");
  CHECK(records[0].status == (*c.bytes ? 200 : 0));
}

TEST_CASE("what is not HTTP is no answer") {
  const auto bytes = GENERATE(as<std::string>{}, "SSH-2.0-OpenSSH_9\r\n\r\n", "<html>no head</html>",
                              "HTTP/1.1 200 x\r\nContent-Encoding: br\r\nContent-Length: 4\r\n\r\nhalf",
                              "HTTP/1.1 200 x\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nhalf",
                              "HTTP/1.1 200 x\r\nContent-Length: -4\r\n\r\nhalf");
  INFO(bytes);
  const ScriptedServer server(says(bytes));
  AccountSession account;
  const auto got = account.ask(get(server.url("/")));
  CHECK(code_of(got) == "wire/bad_answer");
  CHECK(got.departure == Departure::perhaps);
}

TEST_CASE("a compressed answer is given as it was before") {
  const std::string page(100'000, 'p');
  const ScriptedServer server(says(answer(200, gzip(page), kGzip)));
  AccountSession account;
  const auto got = account.ask(get(server.url("/")));
  REQUIRE(got.response);
  CHECK(got.response->body == page);
}

TEST_CASE("a compressed answer that ends early is cut off, even where its length is right") {
  const auto whole = gzip(std::string(100'000, 'p') + "end");
  const ScriptedServer server(says(answer(200, std::string_view(whole).substr(0, whole.size() - 12), kGzip)));
  AccountSession account;
  CHECK(code_of(account.ask(get(server.url("/")))) == "wire/cut_off");
}

TEST_CASE("an answer larger than the limit is stopped while it comes") {
  const std::string large(100'001, 'x');
  const auto bytes =
      GENERATE_COPY(as<std::string>{}, answer(200, large),
                    "HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n186a1\r\n" + large + "\r\n",
                    "HTTP/1.1 200 x\r\n\r\n" + large, answer(200, gzip(std::string(50'000'000, '0')), kGzip),
                    answer(200, "", "Content-Length: 99999999999\r\n"));
  INFO(bytes.substr(0, 60));
  const ScriptedServer server(says_and_holds(bytes));
  AccountSession account(with([](Limits& l) { l.body_bytes = 100'000; }));
  const auto got = account.ask(get(server.url("/")));
  CHECK(code_of(got) == "wire/too_large");
  CHECK(account.records().at(0).body.size() <= 100'000);
}

TEST_CASE("an answer of exactly the limit is taken") {
  const ScriptedServer server(says(answer(200, std::string(100'000, 'x'))));
  AccountSession account(with([](Limits& l) { l.body_bytes = 100'000; }));
  CHECK(code_of(account.ask(get(server.url("/")))) == "ok");
}

TEST_CASE("headers larger than the limit are stopped while they come") {
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "X-" + std::to_string(i) + ": 0123456789012345678901234567890\r\n";
  std::string interim;
  for (int i = 0; i < 3000; ++i) interim += "HTTP/1.1 100 Continue\r\nX: y\r\n\r\n";
  const auto bytes = GENERATE_COPY(as<std::string>{}, "HTTP/1.1 200 x\r\n" + many,
                                   "HTTP/1.1 200 x\r\nSet-Cookie: a=" + std::string(100'000, 'c') + "\r\n\r\n",
                                   "HTTP/1.1 200 x\r\nX: " + std::string(1'000'000, 'h'), interim);
  const ScriptedServer server(says_and_holds(bytes));
  AccountSession account;
  CHECK(code_of(account.ask(get(server.url("/")))) == "wire/headers_too_large");
}

TEST_CASE("interim answers and trailers do not change the answer") {
  const ScriptedServer server(
      says("HTTP/1.1 103 Early Hints\r\nContent-Type: wrong\r\n\r\nHTTP/1.1 200 x\r\nContent-Type: right\r\n"
           "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nContent-Type: trailer\r\n\r\n"));
  AccountSession account;
  const auto got = account.ask(get(server.url("/")));
  REQUIRE(got.response);
  CHECK(got.response->status == 200);
  CHECK(got.response->body == "body");
  REQUIRE(got.response->headers.size() == 2);
  CHECK(got.response->header("content-type") == "right");
}
