// Messages that reach programs, webhooks and mail servers that are really there, and those that do not.
#include "notify/carrier.hpp"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>

#include "accounts/transport_loader.hpp"
#include "base/base64.hpp"
#include "base/dates.hpp"
#include "base/error_catalogue.hpp"
#include "base/hmac.hpp"
#include "base/text.hpp"
#include "support/catch.hpp"
#include "support/net/certificates.hpp"
#include "support/net/mail_server.hpp"
#include "support/process/json_schema.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;
using namespace calloff::notify;
using namespace calloff::test;
namespace asio = boost::asio;
namespace json = boost::json;

namespace {

const std::string kKey = "canary-of-the-key", kPassword = "canary-of-the-password";

settings::SecretSource secret(const std::string& key, const std::string& variable, const std::string& value) {
  ::setenv(variable.c_str(), value.c_str(), 1);
  return {key, "env:" + variable, ".", {}};
}

settings::NotifyTarget target(settings::NotifyKind kind) {
  settings::NotifyTarget one;
  one.name = "planners";
  one.kind = kind;
  one.language = "en";
  return one;
}

settings::NotifyTarget webhook(const std::string& url) {
  auto one = target(settings::NotifyKind::webhook);
  one.url = url;
  one.secret = secret("secret", "CALLOFF_TEST_HOOK_KEY", kKey);
  return one;
}

settings::NotifyTarget mailbox(const std::string& server) {
  auto one = target(settings::NotifyKind::smtp);
  one.server = server;
  one.security = settings::MailSecurity::none;
  one.from = "calloff@example.com";
  one.to = {"li@example.com", "wang@example.com"};
  return one;
}

settings::NotifyTarget signed_in(settings::NotifyTarget one, const std::string& password = kPassword) {
  one.user = secret("user", "CALLOFF_TEST_MAIL_USER", "calloff");
  one.password = secret("password", "CALLOFF_TEST_MAIL_PASSWORD", password);
  return one;
}

/// A program as a shell script's text.
settings::NotifyTarget program(const std::string& script) {
  auto one = target(settings::NotifyKind::program);
  one.command = {"sh", "-c", script, "program"};
  return one;
}

class Office {
 public:
  Result<Receipt> carry(settings::NotifyTarget to) {
    std::optional<Result<Receipt>> done;
    context_.restart();
    asio::co_spawn(
        context_,
        [](Carrier* carrier, settings::NotifyTarget one, Message message,
           std::optional<Result<Receipt>>* out) -> asio::awaitable<void> {
          out->emplace(co_await carrier->carry(std::move(one), std::move(message)));
        }(carrier_.get(), to, test_message({}, to, "li", parse_instant("2026-03-10T03:12:00Z").value()), &done),
        [](std::exception_ptr failure) {
          if (failure) std::rethrow_exception(failure);
        });
    context_.run();
    return *done;
  }
  /// `ok` or the error's code; the sentence holds no secret.
  std::string code(const settings::NotifyTarget& to) {
    const auto done = carry(to);
    if (done) {
      receipt = *done;
      return "ok";
    }
    said = sentence(done.error());
    CHECK(said.find("canary") == std::string::npos);
    CHECK(has_sentence(done.error().code));
    return done.error().code;
  }

  std::string said;
  Receipt receipt;

 private:
  asio::io_context context_{1};
  std::unique_ptr<Clock> clock_ = system_clock();
  std::shared_ptr<transport::Transport> transport_ =
      accounts::load_transport(accounts::transport_path(), context_.get_executor(), *clock_).value();
  std::shared_ptr<transport::Mailer> mailer_ = accounts::load_mailer(accounts::transport_path()).value();
  std::unique_ptr<Carrier> carrier_ =
      make_carrier(*clock_, {[this] { return Result<transport::Transport*>(transport_.get()); },
                             [this] { return Result<transport::Mailer*>(mailer_.get()); }});
};

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::string header(const std::string& request, const std::string& name) {
  const auto at = request.find("\r\n" + name + ": ");
  if (at == request.npos) return {};
  const auto from = at + name.size() + 4;
  return request.substr(from, request.find("\r\n", from) - from);
}

}  // namespace

TEST_CASE("a webhook gets JSON whose signature its key proves") {
  ScriptedServer server([](Connection& c) {
    while (!c.read_request().empty()) c.write(answer(204, ""));
  });
  Office office;
  auto to = webhook(server.url("/hook?room=7"));
  to.old_secret = secret("old_secret", "CALLOFF_TEST_OLD_KEY", "whsec_" + to_base64("old"));
  REQUIRE(office.code(to) == "ok");
  const auto request = server.requests().at(0);
  CHECK(request.starts_with("POST /hook?room=7 HTTP/1.1\r\n"));
  const auto body = request.substr(request.find("\r\n\r\n") + 4);
  CHECK(process::complaints_of("notification", json::parse(body)) == "");
  CHECK(header(request, "Content-Type") == "application/json");
  const auto is_signed = header(request, "webhook-id") + "." + header(request, "webhook-timestamp") + "." + body;
  CHECK(header(request, "webhook-signature") ==
        "v1," + to_base64(hmac_sha256(kKey, is_signed)) + " v1," + to_base64(hmac_sha256("old", is_signed)));
  CHECK(request.find("canary") == std::string::npos);
}

TEST_CASE("a webhook that does not answer with 2xx has not taken the message, and no redirect is followed") {
  for (const int status : {199 + 101, 302, 401, 410, 500}) {
    INFO(status);
    ScriptedServer server([status](Connection& c) {
      c.read_request();
      c.write(answer(status, "no", "Location: /elsewhere\r\n"));
    });
    Office office;
    CHECK(office.code(webhook(server.url("/canary-in-the-path"))) == "notify/http_status");
    CHECK(office.said.find(std::to_string(status)) != std::string::npos);
    CHECK(server.requests().size() == 1);
  }
  Office office;
  CHECK(office.code(webhook("http://127.0.0.1:" + std::to_string(closed_port()) + "/canary")) == "wire/refused");
}

TEST_CASE("a webhook that answers with more than anybody reads is judged by its status") {
  for (const int status : {200, 503}) {
    INFO(status);
    ScriptedServer server([status](Connection& c) {
      c.read_request();
      c.write(answer(status, std::string(3 << 20, 'x')));
    });
    Office office;
    CHECK(office.code(webhook(server.url("/hook"))) == (status == 200 ? "ok" : "notify/http_status"));
    CHECK(server.requests().size() == 1);
  }
}

TEST_CASE("an address out of the environment is nowhere to be read, however wrong it is") {
  Office office;
  auto to = webhook("env:CALLOFF_TEST_HOOK_URL");
  for (const char* url : {"https://canary:canary@hooks.example/x", "https://hooks.example/canary x", "canary",
                          "ftp://hooks.example/canary", "https://hooks.example:99999/?key=canary",
                          "https://hooks.example/canary\n", "https:///canary", "https://[canary/"}) {
    INFO(url);
    ::setenv("CALLOFF_TEST_HOOK_URL", url, 1);
    CHECK(office.code(to) == "notify/bad_url");
    CHECK(office.said.find("CALLOFF_TEST_HOOK_URL") != std::string::npos);
  }
  ::setenv("CALLOFF_TEST_HOOK_URL", "http://127.0.0.1:1/canary?key=canary", 1);
  CHECK(office.code(to) == "wire/refused");
}

TEST_CASE("a webhook's certificate is verified") {
  Authority ours, foreign;
  ScriptedServer server(
      [](Connection& c) {
        c.read_request();
        c.write(answer(200, ""));
      },
      ours.issue("localhost"));
  Office office;
  auto to = webhook(server.url("/hook"));
  to.ca_file = foreign.ca_file();
  CHECK(office.code(to) == "wire/tls");
  CHECK(server.requests().empty());
  to.ca_file = ours.ca_file();
  CHECK(office.code(to) == "ok");
}

TEST_CASE("a secret that is not there is told by its name, and nothing is sent") {
  ScriptedServer server([](Connection& c) { c.read_request(); });
  Office office;
  auto to = webhook(server.url("/hook"));
  to.secret.text = "env:CALLOFF_TEST_NOT_SET";
  CHECK(office.code(to) == "secrets/not_set");
  to = webhook("env:CALLOFF_TEST_NOT_SET");
  CHECK(office.code(to) == "secrets/not_set");
  auto bad = webhook(server.url("/hook"));
  bad.secret = secret("secret", "CALLOFF_TEST_BAD_KEY", "whsec_canary!");
  CHECK(office.code(bad) == "notify/bad_key");
  CHECK(server.connections() == 0);
}

TEST_CASE("a mail arrives whole, at everybody it is for") {
  MailServer server;
  Office office;
  REQUIRE(office.code(mailbox(server.address())) == "ok");
  REQUIRE(server.mails().size() == 1);
  const auto mail = server.mails().at(0);
  CHECK(mail.from == "calloff@example.com");
  CHECK(mail.to == std::vector<std::string>{"li@example.com", "wang@example.com"});
  CHECK(mail.subject() == "[Calloff] test message");
  CHECK(mail.text().find("asked for by li") != std::string::npos);
  CHECK(mail.field("Content-Type") == "text/plain; charset=utf-8");
}

TEST_CASE("user and password go over verified TLS only") {
  Authority ours, foreign;
  for (const bool is_later : {true, false}) {
    INFO((is_later ? "starttls" : "tls"));
    MailServerStart start{"calloff", kPassword, {}, ours.issue("localhost")};
    start.tls->is_later = is_later;
    MailServer server(start);
    Office office;
    auto to = signed_in(mailbox(server.address()));
    to.security = is_later ? settings::MailSecurity::starttls : settings::MailSecurity::tls;
    to.ca_file = ours.ca_file();
    REQUIRE(office.code(to) == "ok");
    const auto mail = server.mails().at(0);
    CHECK(mail.user == "calloff");
    CHECK(mail.password == kPassword);
    CHECK(mail.is_secret);
    to.ca_file = foreign.ca_file();
    CHECK(office.code(to) == "mail/tls");
    auto wrong = signed_in(to, "canary-that-is-wrong");
    wrong.ca_file = ours.ca_file();
    CHECK(office.code(wrong) == "mail/sign_in");
    CHECK(server.mails().size() == 1);
  }
}

TEST_CASE("a server without STARTTLS gets neither password nor mail") {
  MailServer server({"calloff", kPassword});
  Office office;
  auto to = signed_in(mailbox(server.address()));
  to.security = settings::MailSecurity::starttls;
  CHECK(office.code(to) == "mail/tls");
  CHECK(server.mails().empty());
}

TEST_CASE("an address that is refused keeps the mail from nobody else, and is named") {
  MailServer server({.refused_recipient = "wang@example.com"});
  Office office;
  auto to = mailbox(server.address());
  REQUIRE(office.code(to) == "ok");
  CHECK(office.receipt.refused == std::vector<std::string>{"wang@example.com"});
  CHECK(office.receipt.reason.find("550") != std::string::npos);
  REQUIRE(server.mails().size() == 1);
  CHECK(server.mails().at(0).to == std::vector<std::string>{"li@example.com"});
  CHECK(has_sentence(address_refused("planners", office.receipt).code));
  to.to = {"wang@example.com"};
  CHECK(office.code(to) == "mail/refused");
  CHECK(office.said.find("550") != std::string::npos);
  CHECK(server.mails().size() == 1);
  CHECK(office.code(mailbox("localhost:" + std::to_string(closed_port()))) == "mail/unreachable");
}

TEST_CASE("a mail server that says nothing is left in time, and one that goes away is told") {
  Office office;
  ScriptedServer silent([](Connection& c) { c.hold(); });
  auto to = mailbox("localhost:" + std::to_string(silent.port()));
  to.time_limit = std::chrono::seconds(1);
  CHECK(office.code(to) == "mail/timed_out");
  ScriptedServer gone([](Connection& c) {
    c.write("220 mail.test\r\n");
    c.read_line();
  });
  CHECK(office.code(mailbox("localhost:" + std::to_string(gone.port()))) == "mail/cut_off");
  ScriptedServer busy([](Connection& c) {
    c.write("421 mail.test is busy\r\n");
    c.read_line();
  });
  CHECK(office.code(mailbox("localhost:" + std::to_string(busy.port()))) == "mail/refused");
}

TEST_CASE("a defect on a thread of the mailer reaches who asked, and the next letter goes out") {
  MailServer server;
  Office office;
  auto to = mailbox(server.address());
  to.from.assign(9'000'000, 'x');  // longer than libcurl takes
  CHECK_THROWS_AS(office.carry(to), std::logic_error);
  CHECK(office.code(mailbox(server.address())) == "ok");
}

TEST_CASE("a program reads the message and knows nothing of our secrets") {
  TemporaryFolder folder;
  Office office;
  ::setenv("CALLOFF_TEST_SECRET", "canary", 1);
  const auto in = (folder.path() / "in").string(), env = (folder.path() / "env").string();
  auto to = program("cat > \"$1\"; env > \"$2\"; ls /proc/self/fd > \"$2.fds\"");
  to.command.insert(to.command.end(), {in, env});
  REQUIRE(office.code(to) == "ok");
  const auto body = json::parse(read(in));
  CHECK(process::complaints_of("notification", body) == "");
  CHECK(body.at("target") == "planners");
  CHECK(read(env).find("CALLOFF_TARGET=planners\n") != std::string::npos);
  CHECK(read(env).find("canary") == std::string::npos);
  CHECK(read(env + ".fds") == "0\n1\n2\n3\n");  // the last is ls's own
}

TEST_CASE("a program that fails has not taken the message") {
  Office office;
  CHECK(office.code(program("exit 3")) == "notify/program_failed");
  CHECK(office.said.find('3') != std::string::npos);
  CHECK(office.code(program("kill -TERM $$")) == "notify/program_killed");
  auto none = target(settings::NotifyKind::program);
  none.command = {"/no/such/program"};
  CHECK(office.code(none) == "notify/program_not_started");
}

TEST_CASE("a program that does not end is ended with all it started") {
  TemporaryFolder folder;
  Office office;
  auto to = program("sh -c 'echo $$ > \"$1\"; exec tail -f /dev/null' x \"$1\" & wait");
  const auto child = (folder.path() / "child").string();
  to.command.push_back(child);
  to.time_limit = std::chrono::seconds(2);
  CHECK(office.code(to) == "notify/program_timed_out");
  const auto id = std::atoi(read(child).c_str());
  REQUIRE(id > 0);
  const int left = int(syscall(SYS_pidfd_open, id, 0));
  if (left < 0) return;
  // Killed; whoever inherited it may not have buried it yet.
  pollfd ended{left, POLLIN, 0};
  CHECK(poll(&ended, 1, 10'000) == 1);
  close(left);
}
