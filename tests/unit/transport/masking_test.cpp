// Secrets leave no trace, however they are spelled.
#include "transport/record/masking.hpp"

#include "support/catch.hpp"
#include "support/net/scripted_server.hpp"
#include "support/net/session.hpp"
#include "transport/record/wire_record_json.hpp"

using namespace calloff;
using namespace calloff::test;
using transport::Header;
using transport::Mask;

TEST_CASE("a secret is masked in every spelling") {
  struct Case {
    std::string secret, text, masked;
  };
  const Case cases[] = {
      {"hunter2", "a=hunter2&b=hunter", "a=***&b=hunter"},
      {"hunter2", "hunter2hunter2", "******"},
      {"p&w d=1", "x=p%26w+d%3D1;", "x=***;"},
      {"p&w d=1", "x=p%26w%20d%3d1;", "x=***;"},
      {"p&w d=1", "x=p%2526w%2520d%253D1;", "x=***;"},
      {"p&w d=1", "<b>p&amp;w d=1</b>", "<b>***</b>"},
      {"it's<\">", "it&#39;s&lt;&quot;&gt; it&#x27;s&lt;&#34;&gt;", "*** ***"},
      {"a\"b\\c/d", R"({"w":"a\"b\\c\/d"})", R"({"w":"***"})"},
      {"密码", "w=密码", "w=***"},
      {"密码", "w=%E5%AF%86%E7%A0%81", "w=***"},
      {"密码", "w=%C3%DC%C2%EB", "w=***"},
      {"密码", "w=%c3%dc%c2%eb", "w=***"},
      {"密码", "w=\xc3\xdc\xc2\xeb", "w=***"},
      {"%25", "a=%25 b=%2525", "a=*** b=***"},
      {"a+b", "a+b a%2Bb a%2bb", "*** *** ***"},
      {"x", "a%20b", "a%20b"},
      {"hunter2", "hunter%", "hunter%"},
      {"hunter2", "%68%75%6e%74%65%72%32", "***"},
      {"", "nothing is secret", "nothing is secret"},
  };
  for (const auto& c : cases) {
    INFO(c.secret << " in " << c.text);
    CHECK(Mask({c.secret})(c.text) == c.masked);
  }
}

TEST_CASE("of two secrets that begin alike the longer is masked whole") {
  CHECK(Mask({"pass", "password1"})("password1 pass") == "*** ***");
  CHECK(Mask({"password1", "pass"})("password1 pass") == "*** ***");
}

TEST_CASE("some headers are secret by nature") {
  const auto masked = Mask({})(std::vector<Header>{{"Cookie", "a=1; b=two"},
                                                   {"SET-COOKIE", "JSESSIONID=abc; Path=/; HttpOnly"},
                                                   {"authorization", "Basic dTpw"},
                                                   {"Proxy-Authorization", "x"},
                                                   {"Referer", "kept"}});
  CHECK(masked == std::vector<Header>{{"Cookie", "a=***; b=***"},
                                      {"SET-COOKIE", "JSESSIONID=***; Path=/; HttpOnly"},
                                      {"authorization", "***"},
                                      {"Proxy-Authorization", "***"},
                                      {"Referer", "kept"}});
}

TEST_CASE("a canary goes through an exchange and is nowhere in its record") {
  const std::string canary = "CANARY-7f3a";
  const std::string chinese = "金丝雀";
  const std::string in_gbk = "\xbd\xf0\xcb\xbf\xc8\xb8";
  const ScriptedServer server([&](Connection& c) {
    c.read_request();
    c.write(answer(200, "<p>" + canary + " " + in_gbk + "</p>",
                   "Set-Cookie: t=COOKIE-CANARY; Path=/\r\nX-Echo: " + canary + "\r\nX-Gbk: " + in_gbk + "\r\n"));
  });
  AccountSession account;
  auto request =
      write_to(server.url("/login?u=" + canary + "&n=%BD%F0%CB%BF%C8%B8"), "w=" + canary + "&n=%bd%f0%cb%bf%c8%b8");
  request.intent = transport::Intent::session;
  request.headers.push_back({"Authorization", "Basic AUTH-CANARY"});
  request.headers.push_back({"X-Token", canary});
  request.secrets = {canary, chinese};
  const auto got = account.ask(request);
  REQUIRE(got.response);
  CHECK(got.response->body.find(canary) != std::string::npos);  // the adapter sees what was served

  const auto record = account.records().at(0);
  CHECK(record.request.secrets.empty());
  const auto line = transport::to_json_line(record);
  for (const auto& trace : {canary, chinese, in_gbk, std::string("COOKIE-CANARY"), std::string("AUTH-CANARY"),
                            std::string("BD%F0"), std::string("bd%f0")}) {
    INFO(trace);
    CHECK(line.find(trace) == std::string::npos);
    CHECK(record.body.find(trace) == std::string::npos);
  }
  CHECK(record.body == "<p>*** ***</p>");
}

TEST_CASE("an error's sentence holds no secret either") {
  AccountSession account;
  auto request = get("ftp://portal.example/?w=hunter2");
  request.secrets = {"hunter2"};
  const auto got = account.ask(request);
  REQUIRE(!got.response);
  CHECK(sentence(got.response.error()).find("hunter2") == std::string::npos);
  CHECK(account.records().at(0).request.url == "ftp://portal.example/?w=***");
}
