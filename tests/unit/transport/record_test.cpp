// Recordings: what they hold, as text, and replayed.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>

#include "accounts/transport_loader.hpp"
#include "support/catch.hpp"
#include "support/net/scripted_server.hpp"
#include "support/net/session.hpp"
#include "transport/record/replay.hpp"
#include "transport/record/wire_record_json.hpp"

using namespace calloff;
using namespace calloff::test;
using transport::Departure;
using transport::Exchange;
using transport::ReplayWire;
using transport::Request;
using transport::WireRecord;

namespace {

boost::asio::awaitable<void> ask_into(transport::Wire* wire, Request request, std::optional<Exchange>* got) {
  got->emplace(co_await wire->exchange(std::move(request)));
}

Exchange ask(transport::Wire& wire, Request request) {
  boost::asio::io_context context;
  std::optional<Exchange> got;
  boost::asio::co_spawn(context, ask_into(&wire, std::move(request), &got), boost::asio::detached);
  context.run();
  return std::move(got).value();
}

WireRecord record() {
  WireRecord r;
  r.account = "sgm/主";
  r.step = "list";
  r.started = Instant(std::chrono::milliseconds(1'773'112'345'678));
  r.took = std::chrono::milliseconds(321);
  r.request = Request("POST", "http://portal.example/list?w=***", "list");
  r.request.headers = {{"X-Raw", "\xd6\xd0"}};
  r.request.body = "a=1";
  r.request.intent = transport::Intent::session;
  r.status = 200;
  r.headers = {{"Content-Type", "text/html; charset=GBK"}};
  r.body = std::string("\0\x7f\x80\xff\"\\\n\xd6\xd0", 9);
  r.url = "http://portal.example/list";
  r.departure = Departure::perhaps;
  return r;
}

void check_same(const WireRecord& a, const WireRecord& b) {
  CHECK(a.account == b.account);
  CHECK(a.step == b.step);
  CHECK(a.started == b.started);
  CHECK(a.took == b.took);
  CHECK(a.request.step == b.request.step);
  CHECK(a.request.method == b.request.method);
  CHECK(a.request.url == b.request.url);
  CHECK(a.request.headers == b.request.headers);
  CHECK(a.request.body == b.request.body);
  CHECK(a.request.intent == b.request.intent);
  CHECK(a.status == b.status);
  CHECK(a.headers == b.headers);
  CHECK(a.body == b.body);
  CHECK(a.url == b.url);
  CHECK(a.departure == b.departure);
  CHECK(a.error_code == b.error_code);
}

}  // namespace

TEST_CASE("a record survives being written and read") {
  auto cut = record();
  cut.status = 0;
  cut.departure = Departure::nothing;
  cut.error_code = "wire/refused";
  const auto text = transport::to_json_line(record()) + "\n\n" + transport::to_json_line(cut) + "\n";
  const auto read = transport::parse_wire_records(text);
  REQUIRE(read);
  REQUIRE(read->size() == 2);
  check_same(read->at(0), record());
  check_same(read->at(1), cut);
}

TEST_CASE("a line that is no record is refused with its number") {
  const auto good = transport::to_json_line(record());
  const auto replaced = [&](std::string_view from, std::string_view to) {
    auto text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  const std::string lines[] = {"{",
                               "[]",
                               "{}",
                               "7",
                               replaced("\"perhaps\"", "\"surely\""),
                               replaced("\"session\"", "\"wish\""),
                               replaced("\"status\":200", "\"status\":\"200\""),
                               replaced("\"took_ms\":321", "\"took_ms\":1e99"),
                               replaced("a=1", "a=中"),
                               replaced("2026", "20x6"),
                               replaced("[\"Content-Type\",", "[[],")};
  for (const auto& line : lines) {
    INFO(line);
    const auto read = transport::parse_wire_records(good + "\n" + line);
    REQUIRE(!read);
    CHECK(read.error().code == "wire/record_unreadable");
    CHECK(read.error().where.position == "line 2");
  }
}

TEST_CASE("a recorded session replays: same questions, same answers, same errors") {
  std::vector<WireRecord> records;
  std::vector<Request> asked;
  {
    const ScriptedServer server([](Connection& c) {
      for (auto r = c.read_request(); !r.empty(); r = c.read_request()) {
        if (r.find("/cut") != std::string::npos) {
          c.write("HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\nhalf");
          return;
        }
        c.write(r.find("/login") != std::string::npos ? answer(302, "", "Location: /home\r\n") : answer(200, "home"));
      }
    });
    Request login("POST", server.url("/login"), "login");
    login.body = "w=hunter2";
    login.secrets = {"hunter2"};
    asked = {login, get(server.url("/cut")), get("http://127.0.0.1:" + std::to_string(closed_port()) + "/")};
    AccountSession account;
    for (const auto& request : asked) account.ask(request);
    for (const auto& r : account.records())
      records.push_back(transport::parse_wire_record(transport::to_json_line(r)).value());
  }
  ReplayWire wire(records);
  const auto home = ask(wire, asked[0]);
  REQUIRE(home.response);
  CHECK(home.response->status == 200);
  CHECK(home.response->body == "home");
  CHECK(home.response->url.ends_with("/home"));
  const auto cut = ask(wire, asked[1]);
  CHECK(code_of(cut) == "wire/cut_off");
  CHECK(cut.response.error().recovery == Recovery::retry);
  CHECK(cut.departure == Departure::perhaps);
  const auto refused = ask(wire, asked[2]);
  CHECK(code_of(refused) == "wire/refused");
  CHECK(refused.departure == Departure::nothing);
  CHECK(wire.left() == 0);
}

TEST_CASE("what was not recorded is said clearly, and the recording waits") {
  ReplayWire wire({record()});
  const auto same = [] {
    Request request("POST", "http://portal.example/list?w=hunter2", "list");
    request.body = "a=1";
    request.secrets = {"hunter2"};
    return request;
  };
  struct Case {
    const char* what;
    std::function<void(Request&)> change;
  };
  const Case cases[] = {{"method", [](Request& r) { r.method = "GET"; }},
                        {"url", [](Request& r) { r.url += "&page=2"; }},
                        {"step", [](Request& r) { r.step = "detail"; }},
                        {"body", [](Request& r) { r.body = "a=2"; }}};
  for (const auto& c : cases) {
    INFO(c.what);
    auto request = same();
    c.change(request);
    const auto got = ask(wire, request);
    CHECK(code_of(got) == "wire/not_recorded");
    CHECK(got.response.error().arg("expected") == "list: POST http://portal.example/list?w=***");
    CHECK(std::string(got.response.error().arg("asked")).find("hunter2") == std::string::npos);
  }
  CHECK(wire.left() == 1);
  CHECK(code_of(ask(wire, same())) == "ok");
  const auto more = ask(wire, same());
  CHECK(code_of(more) == "wire/not_recorded");
  CHECK(more.response.error().arg("expected") == "nothing more");
}

TEST_CASE("a record says what was asked, what came, when and how long") {
  const ScriptedServer server([](Connection& c) {
    c.read_request();
    c.write(answer(200, "page", "Content-Type: text/plain\r\n"));
  });
  transport::SessionSettings settings;
  settings.account = "sgm/main";
  AccountSession account(settings);
  REQUIRE(code_of(account.ask(get(server.url("/list")))) == "ok");
  const auto records = account.records();
  REQUIRE(records.size() == 1);
  const auto& r = records[0];
  CHECK(r.account == "sgm/main");
  CHECK(r.step == "page");
  CHECK(r.request.url == server.url("/list"));
  CHECK(r.url == server.url("/list"));
  CHECK(r.status == 200);
  CHECK(r.body == "page");
  CHECK(r.headers.size() == 2);
  CHECK(r.departure == Departure::perhaps);
  CHECK(r.error_code.empty());
  CHECK(r.started.time_since_epoch().count() > 0);
  CHECK(r.took.count() >= 0);
}

TEST_CASE("a transport library that is not there is said by name") {
  boost::asio::io_context context;
  const auto clock = system_clock();
  const auto loaded = accounts::load_transport("/nonexistent/libcalloff_transport.so", context.get_executor(), *clock);
  REQUIRE(!loaded);
  CHECK(loaded.error().code == "wire/not_loaded");
  CHECK(loaded.error().recovery == Recovery::fix_config);
  CHECK(sentence(loaded.error()).find("/nonexistent/libcalloff_transport.so") != std::string::npos);
}
