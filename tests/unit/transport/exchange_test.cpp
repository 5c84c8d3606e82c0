// One request, one answer: what is sent, what is taken, cookies, redirects.
#include "support/catch.hpp"
#include "support/net/scripted_server.hpp"
#include "support/net/session.hpp"

using namespace calloff;
using namespace calloff::test;
using transport::Departure;
using transport::Intent;
using transport::Request;

namespace {

// Answers every request of every connection with what `reply` makes of it.
Script replies(std::function<std::string(const std::string&)> reply) {
  return [reply](Connection& c) {
    for (auto request = c.read_request(); !request.empty(); request = c.read_request()) c.write(reply(request));
  };
}

std::string first_line(const std::string& request) { return request.substr(0, request.find("\r\n")); }
bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an answer is taken as served") {
  const ScriptedServer server(replies([](auto&) {
    return answer(200, std::string("\xd6\xd0\0<p>", 6),
                  "Content-Type: text/html; charset=GBK\r\nX-Twice: a\r\nX-Twice: b\r\n");
  }));
  AccountSession account;
  const auto got = account.ask(get(server.url("/list?page=1")));
  REQUIRE(got.response);
  CHECK(got.departure == Departure::perhaps);
  CHECK(got.response->status == 200);
  CHECK(got.response->body == std::string("\xd6\xd0\0<p>", 6));
  CHECK(got.response->header("content-TYPE") == "text/html; charset=GBK");
  CHECK(got.response->header("x-none").empty());
  CHECK(got.response->headers.size() == 4);
  CHECK(got.response->url == server.url("/list?page=1"));
}

TEST_CASE("a status of 4xx or 5xx is an answer") {
  const auto status = GENERATE(400, 401, 404, 429, 500, 503);
  const ScriptedServer server(replies([&](auto&) { return answer(status, "sorry"); }));
  AccountSession account;
  const auto got = account.ask(get(server.url("/")));
  REQUIRE(got.response);
  CHECK(got.response->status == status);
  CHECK(got.response->body == "sorry");
}

TEST_CASE("what is sent is what was asked") {
  const ScriptedServer server(replies([](auto&) { return answer(200, ""); }));
  AccountSession account;
  account.session().allow_writes(true);
  SECTION("a form") {
    REQUIRE(account.ask(write_to(server.url("/save"), "a=1&b=%D6%D0")).response);
    const auto sent = server.requests().at(0);
    CHECK(first_line(sent) == "POST /save HTTP/1.1");
    CHECK(holds(sent, "Content-Type: application/x-www-form-urlencoded\r\n"));
    CHECK(holds(sent, "\r\n\r\na=1&b=%D6%D0"));
    CHECK(!holds(sent, "Expect"));
    CHECK(holds(sent, "Accept-Encoding: gzip\r\n"));
  }
  SECTION("a post without a body says no type") {
    REQUIRE(account.ask(Request("POST", server.url("/query"), "query")).response);
    const auto sent = server.requests().at(0);
    CHECK(holds(sent, "Content-Length: 0\r\n"));
    CHECK(!holds(sent, "Content-Type"));
  }
  SECTION("other methods and empty headers") {
    Request request("PUT", server.url("/x"), "put");
    request.headers = {{"X-Empty", ""}, {"X-Token", "t"}};
    request.body = "body";
    REQUIRE(account.ask(request).response);
    const auto sent = server.requests().at(0);
    CHECK(first_line(sent) == "PUT /x HTTP/1.1");
    CHECK(holds(sent, "X-Empty:\r\n"));
    CHECK(holds(sent, "X-Token: t\r\n"));
    CHECK(holds(sent, "\r\n\r\nbody"));
  }
}

TEST_CASE("what would break the request apart is refused before anything is sent") {
  const ScriptedServer server(replies([](auto&) { return answer(200, ""); }));
  AccountSession account;
  struct Case {
    const char *name, *value;
  };
  const auto c = GENERATE(Case{"X", "a\r\nCookie: b"}, Case{"X", "a\nb"}, Case{"X\r\nY", "a"}, Case{"X Y", "a"},
                          Case{"", "a"}, Case{"Content-Length", "3"}, Case{"transfer-encoding", "chunked"},
                          Case{"Host", "other"}, Case{"Expect", "100-continue"});
  INFO(c.name << ": " << c.value);
  auto request = get(server.url("/"));
  request.headers.push_back({c.name, c.value});
  const auto got = account.ask(request);
  CHECK(code_of(got) == "wire/bad_header");
  CHECK(got.departure == Departure::nothing);
  CHECK(server.connections() == 0);
}

TEST_CASE("only plain http and https addresses are asked") {
  AccountSession account;
  const auto* url = GENERATE("", "portal.example", "/list", "file:///etc/passwd", "ftp://portal.example/", "http://",
                             "http://user:word@portal.example/", "http://user@portal.example/", "http://a b/",
                             "http://portal.example/\r\nX: y", "gopher://portal.example/", "http://[::1/");
  INFO(url);
  const auto got = account.ask(get(url));
  CHECK(code_of(got) == "wire/bad_url");
  CHECK(got.departure == Departure::nothing);
  REQUIRE(!got.response);
  CHECK(got.response.error().recovery == Recovery::fix_config);
}

TEST_CASE("a write before the commit point is refused") {
  const ScriptedServer server(replies([](auto&) { return answer(200, ""); }));
  AccountSession account;
  const auto refused = account.ask(write_to(server.url("/save"), "a=1"));
  CHECK(code_of(refused) == "wire/write_before_commit");
  CHECK(refused.response.error().recovery == Recovery::fix_code);
  CHECK(refused.departure == Departure::nothing);
  CHECK(server.connections() == 0);

  account.session().allow_writes(true);
  CHECK(code_of(account.ask(write_to(server.url("/save"), "a=1"))) == "ok");
  account.session().allow_writes(false);
  CHECK(code_of(account.ask(write_to(server.url("/save"), "a=1"))) == "wire/write_before_commit");
  CHECK(server.requests().size() == 1);
}

TEST_CASE("cookies stay with the account and survive a restart") {
  const ScriptedServer server(replies([](const std::string& request) {
    if (holds(request, "/login"))
      return answer(302, "", "Location: /home\r\nSet-Cookie: JSESSIONID=s1; Path=/; HttpOnly\r\n");
    const auto at = request.find("Cookie: ");
    return answer(200, at == std::string::npos ? "none" : request.substr(at + 8, request.find("\r\n", at) - at - 8));
  }));
  AccountSession first;
  Request login("POST", server.url("/login"), "login");
  login.intent = Intent::session;
  login.body = "u=x";
  const auto home = first.ask(login);
  REQUIRE(home.response);
  CHECK(home.response->body == "JSESSIONID=s1");
  CHECK(home.response->url == server.url("/home"));
  const auto kept = first.session().cookies();
  REQUIRE(kept.size() == 1);

  AccountSession stranger;
  CHECK(stranger.ask(get(server.url("/"))).response->body == "none");

  AccountSession restarted;
  restarted.session().restore_cookies(kept);
  CHECK(restarted.ask(get(server.url("/"))).response->body == "JSESSIONID=s1");
  restarted.session().forget_cookies();
  CHECK(restarted.ask(get(server.url("/"))).response->body == "none");
  CHECK(restarted.session().cookies().empty());
}

TEST_CASE("redirects are followed as a browser would, on the same host") {
  struct Case {
    const char *method, *status, *location, *then;
    Intent intent;
  };
  const auto c = GENERATE(
      Case{"GET", "302", "/b?x=1#f", "GET /b?x=1", Intent::read},
      Case{"POST", "302", "b", "GET /dir/b", Intent::session}, Case{"POST", "303", "../b", "GET /b", Intent::read},
      Case{"POST", "301", "?q=2", "GET /dir/a?q=2", Intent::read}, Case{"HEAD", "302", "/b", "HEAD /b", Intent::read},
      Case{"GET", "307", "/b", "GET /b", Intent::read},
      Case{"GET", "302", "/\xd6\xd0 x", "GET /%d6%d0%20x", Intent::read}, Case{"POST", "307", "/b", "", Intent::read},
      Case{"POST", "302", "/b", "", Intent::write}, Case{"GET", "304", "/b", "", Intent::read},
      Case{"GET", "302", "", "", Intent::read});
  INFO(c.method << " " << c.status << " " << c.location);
  const ScriptedServer server(replies([&](const std::string& request) {
    if (!holds(request, " /dir/a HTTP")) return "HTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n" + std::string();
    return "HTTP/1.1 " + std::string(c.status) + " x\r\nContent-Length: 0\r\nLocation: " + c.location + "\r\n\r\n";
  }));
  AccountSession account;
  account.session().allow_writes(true);
  Request request(c.method, server.url("/dir/a"), "page");
  request.intent = c.intent;
  if (request.method == "POST") request.body = "k=v";
  const auto got = account.ask(request);
  REQUIRE(got.response);
  const auto sent = server.requests();
  if (*c.then == '\0') {
    CHECK(std::to_string(got.response->status) == c.status);
    CHECK(sent.size() == 1);
  } else {
    CHECK(got.response->status == 200);
    REQUIRE(sent.size() == 2);
    CHECK(first_line(sent[1]) == std::string(c.then) + " HTTP/1.1");
    CHECK(!holds(sent[1], "k=v"));
  }
}

TEST_CASE("a redirect to another scheme, host or port is not followed") {
  const ScriptedServer other(replies([](auto&) { return answer(200, "elsewhere"); }));
  const auto port = [](const ScriptedServer& s) { return s.url("").substr(s.url("").rfind(':')); };
  const auto which = GENERATE(0, 1, 2, 3, 4);
  std::string location;
  const ScriptedServer server(replies([&](auto&) { return answer(302, "", "Location: " + location + "\r\n"); }));
  location = std::vector<std::string>{"https://127.0.0.1" + port(server) + "/", "http://localhost" + port(server) + "/",
                                      other.url("/"), "file:///etc/passwd", "http://u:p@127.0.0.1" + port(server) + "/"}
                 .at(static_cast<std::size_t>(which));
  INFO(location);
  AccountSession account;
  const auto got = account.ask(get(server.url("/")));
  CHECK(code_of(got) == "wire/redirect_elsewhere");
  CHECK(got.departure == Departure::perhaps);
  CHECK(other.connections() == 0);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("five redirects are followed, a sixth is not") {
  int left = 0;
  const ScriptedServer server(
      replies([&](auto&) { return left-- > 0 ? answer(302, "", "Location: /again\r\n") : answer(200, "end"); }));
  AccountSession account;
  left = 5;
  CHECK(code_of(account.ask(get(server.url("/")))) == "ok");
  left = 6;
  CHECK(code_of(account.ask(get(server.url("/")))) == "wire/too_many_redirects");
  CHECK(server.requests().size() == 12);
}
