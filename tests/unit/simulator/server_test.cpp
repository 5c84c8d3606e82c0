// The same portals over real sockets on loopback, plain and TLS.
#include "simulator/server.hpp"

#include <curl/curl.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "simulator/charset.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/simulator/browser.hpp"

namespace calloff::simulator::test {
namespace {

struct Answer {
  CURLcode code = CURLE_OK;
  long status = 0;
  std::string body, why;
};

std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(bytes, size * count);
  return size * count;
}

/// One client with a cookie jar, as libcurl is without any help.
class Client {
 public:
  Client() : handle_(curl_easy_init()) { curl_easy_setopt(handle_, CURLOPT_COOKIEFILE, ""); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { curl_easy_cleanup(handle_); }

  Answer ask(const std::string& url, const std::string& form = {}, const std::string& authority = {}) {
    Answer answer;
    curl_easy_setopt(handle_, CURLOPT_URL, url.c_str());
    if (form.empty())
      curl_easy_setopt(handle_, CURLOPT_HTTPGET, 1L);
    else
      curl_easy_setopt(handle_, CURLOPT_COPYPOSTFIELDS, form.c_str());
    if (!authority.empty()) curl_easy_setopt(handle_, CURLOPT_CAINFO, authority.c_str());
    curl_easy_setopt(handle_, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(handle_, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(handle_, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &answer.body);
    char why[CURL_ERROR_SIZE] = "";
    curl_easy_setopt(handle_, CURLOPT_ERRORBUFFER, why);
    answer.code = curl_easy_perform(handle_);
    curl_easy_setopt(handle_, CURLOPT_ERRORBUFFER, nullptr);
    answer.why = why;
    curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
  }

 private:
  CURL* handle_;
};

class Running {
 public:
  explicit Running(ServerOptions options = {}) : server_(portals_, clock_, std::move(options)) {
    REQUIRE(server_.listen() == "");
    thread_ = std::thread([this] { server_.run(); });
  }
  ~Running() {
    server_.stop();
    thread_.join();
  }
  std::string portal() const { return "http://127.0.0.1:" + std::to_string(server_.ports().portal); }
  std::string admin() const { return "http://127.0.0.1:" + std::to_string(server_.ports().admin); }
  std::string tls() const { return "https://localhost:" + std::to_string(server_.ports().tls.value()); }

 private:
  Portals portals_{Settings{2026, kTuesdayAfternoon, 24}};
  SimulatedClock clock_{nullptr, kTuesdayAfternoon};
  Server server_;
  std::thread thread_;
};

constexpr auto kList = "/JQ/pus_/pusSearch.do?method=listAllStatusPus";
constexpr auto kSignIn = "loginId=SIM-JQ&pwd=sim-jq-2026&method=dunsLogin";

/// A certificate for localhost, made for this test and good for a day.
std::filesystem::path certificate_folder() {
  const auto folder = calloff::test::build_folder() / "tests" / "simulator_certificate";
  std::filesystem::create_directories(folder);
  const auto command =
      "cd '" + folder.string() +
      "' && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost "
      "-addext subjectAltName=DNS:localhost -keyout key.pem -out cert.pem 2>/dev/null";
  REQUIRE(std::system(command.c_str()) == 0);
  return folder;
}

}  // namespace

TEST_CASE("a client signs in and lists over a socket, on one connection") {
  Running running;
  Client client;
  CHECK(contains(client.ask(running.portal() + "/").body, "SIM-JQ"));
  client.ask(running.portal() + "/JQ/DunsLogin.jsp");
  CHECK(contains(client.ask(running.portal() + "/JQ/common_/login.do", kSignIn).body, "common/index.jsp"));
  CHECK(contains(gbk_to_utf8(client.ask(running.portal() + kList).body), "共35条"));
  CHECK(contains(client.ask(running.admin() + "/clock", R"({"advance_s":1800})").body, "06:30:00"));
  CHECK(contains(client.ask(running.portal() + kList).body, "top.location"));
  CHECK(client.ask(running.portal() + "/nothing/here").status == 404);
}

TEST_CASE("the transport's faults on a socket") {
  struct Case {
    std::string fault;
    CURLcode code;
    long status;
  };
  const Case cases[] = {{R"({"fault":"close_before_answer"})", CURLE_GOT_NOTHING, 0},
                        {R"({"fault":"cut_body"})", CURLE_PARTIAL_FILE, 200},
                        {R"({"fault":"status_503"})", CURLE_OK, 503},
                        {R"({"fault":"slow","delay_s":0})", CURLE_OK, 200}};
  Running running;
  for (const auto& c : cases) {
    INFO(c.fault);
    Client client;
    CHECK(client.ask(running.admin() + "/faults", c.fault).status == 200);
    const auto answer = client.ask(running.portal() + "/JQ/DunsLogin.jsp");
    CHECK(answer.code == c.code);
    CHECK(answer.status == c.status);
    CHECK(client.ask(running.portal() + "/JQ/DunsLogin.jsp").code == CURLE_OK);
  }
}

TEST_CASE("a body in pieces arrives whole") {
  Running running;
  Client client;
  client.ask(running.portal() + "/JQ/DunsLogin.jsp");
  client.ask(running.portal() + "/JQ/common_/login.do", kSignIn);
  const auto whole = client.ask(running.portal() + kList).body;
  CHECK(client.ask(running.admin() + "/faults", R"({"fault":"half_character"})").status == 200);
  const auto pieces = client.ask(running.portal() + kList);
  CHECK(pieces.code == CURLE_OK);
  CHECK(pieces.body == whole);
  CHECK(client.ask(running.portal() + kList).body == whole);
}

TEST_CASE("TLS is verified against its own authority, and refused by anybody else's") {
  const auto folder = certificate_folder();
  ServerOptions options;
  options.tls = ServerOptions::Tls{0, (folder / "cert.pem").string(), (folder / "key.pem").string()};
  Running running(std::move(options));
  Client trusting, doubting;
  const auto authority = (folder / "cert.pem").string();
  CHECK(contains(trusting.ask(running.tls() + "/JQ/DunsLogin.jsp", {}, authority).body, "formname"));
  CHECK(contains(trusting.ask(running.tls() + "/JQ/common_/login.do", kSignIn, authority).body, "common/index.jsp"));
  CHECK(contains(gbk_to_utf8(trusting.ask(running.tls() + kList, {}, authority).body), "共35条"));
  CHECK(doubting.ask(running.tls() + "/JQ/DunsLogin.jsp").code == CURLE_PEER_FAILED_VERIFICATION);
}

TEST_CASE("a certificate that has ended and a protocol that is too old are met once each") {
  const auto folder = certificate_folder();
  ServerOptions options;
  options.tls = ServerOptions::Tls{0, (folder / "cert.pem").string(), (folder / "key.pem").string()};
  Running running(std::move(options));
  const auto authority = (folder / "cert.pem").string();
  const auto ask = [&] { return Client().ask(running.tls() + "/JQ/DunsLogin.jsp", {}, authority); };
  struct Case {
    std::string fault;
    CURLcode code;
    std::string says;
  };
  for (const auto& c : {Case{"tls_expired", CURLE_PEER_FAILED_VERIFICATION, "certificate has expired"},
                        Case{"tls_old", CURLE_SSL_CONNECT_ERROR, "protocol"}}) {
    INFO(c.fault);
    CHECK(Client().ask(running.admin() + "/faults", "{\"fault\":\"" + c.fault + "\"}").status == 200);
    const auto refused = ask();
    CHECK(refused.code == c.code);
    INFO(refused.why);
    CHECK(contains(refused.why, c.says));
    CHECK(ask().code == CURLE_OK);
  }
}

TEST_CASE("what cannot be served is said in a sentence") {
  Running running;
  Portals portals(Settings{2026, kTuesdayAfternoon, 24});
  SimulatedClock clock(nullptr, kTuesdayAfternoon);
  ServerOptions taken;
  taken.port = static_cast<std::uint16_t>(std::stoi(running.portal().substr(running.portal().rfind(':') + 1)));
  CHECK(contains(Server(portals, clock, taken).listen(), "cannot listen on 127.0.0.1:"));
  ServerOptions no_file;
  no_file.tls = ServerOptions::Tls{0, "/nowhere/cert.pem", "/nowhere/key.pem"};
  CHECK(contains(Server(portals, clock, no_file).listen(), "cannot read the certificate /nowhere/cert.pem"));
}

}  // namespace calloff::simulator::test
