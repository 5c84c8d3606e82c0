// The pages over a real socket: what each answers, and what happens to requests that are none.
#include "web/care_pages.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <optional>
#include <thread>

#include "app/task_group.hpp"
#include "support/catch.hpp"
#include "support/net/tcp_client.hpp"

using namespace calloff;
using test::get;
using test::TcpClient;
namespace asio = boost::asio;

namespace {

/// So many sleeps end at once; the others never.
class LimitedPatience final : public Clock {
 public:
  explicit LimitedPatience(int over_at_once) : over_at_once_(over_at_once) {}
  Instant now() const override { return {}; }
  BootTime boot() const override { return {}; }
  asio::awaitable<void> sleep_until(BootTime) override {
    if (over_at_once_-- > 0) co_return;
    asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    co_await never.async_wait(asio::use_awaitable);
  }

 private:
  int over_at_once_;
};

struct Sources {
  std::vector<web::Need> needs{{"store", ""}, {"gateway", ""}};
  Result<std::string> metrics = std::string("calloff_ready 1\n");
};

asio::awaitable<Result<std::string>> answered(Result<std::string> metrics) { co_return metrics; }

class Served {
 public:
  explicit Served(Sources sources = {}, int over_at_once = 0) : clock_(over_at_once) {
    auto server = web::HttpServer::listen(
        io_.get_executor(), {"127.0.0.1", 0}, clock_,
        [this](asio::awaitable<void> one) { tasks_.spawn("http", std::move(one)); },
        web::care_pages({[sources] { return sources.needs; }, [sources] { return answered(sources.metrics); }}));
    REQUIRE(server);
    server_ = std::move(*server);
    const auto address = server_->address();
    port_ = std::uint16_t(std::stoi(address.substr(address.rfind(':') + 1)));
    tasks_.spawn("http", server_->run());
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Served() {
    asio::post(io_, [this] { tasks_.stop(); });
    thread_.join();
  }
  std::uint16_t port() const { return port_; }

 private:
  LimitedPatience clock_;
  asio::io_context io_;
  app::TaskGroup tasks_{io_.get_executor(),
                        [](const std::string&, std::exception_ptr failure) { std::rethrow_exception(failure); }};
  std::unique_ptr<web::HttpServer> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

std::string ask(const Served& served, const std::string& request) {
  TcpClient client(served.port());
  client.send(request);
  return client.read_all();
}

bool has_status(const std::string& answer, int status) {
  return answer.starts_with("HTTP/1.1 " + std::to_string(status) + " ");
}

}  // namespace

TEST_CASE("each page answers") {
  const Served served;
  const auto health = get(served.port(), "/healthz");
  CHECK(has_status(health, 200));
  CHECK(health.ends_with("\r\n\r\nok\n"));
  const auto ready = get(served.port(), "/readyz");
  CHECK(has_status(ready, 200));
  CHECK(ready.ends_with("\r\n\r\nstore: ok\ngateway: ok\n"));
  const auto metrics = get(served.port(), "/metrics?debug=1");
  CHECK(has_status(metrics, 200));
  CHECK(metrics.find("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n") != std::string::npos);
  CHECK(metrics.ends_with("\r\n\r\ncalloff_ready 1\n"));
}

TEST_CASE("what is missing is named, and healthz does not ask for it") {
  Sources sources;
  sources.needs[0].trouble = "no space is left";
  sources.metrics = Error(Recovery::ask_person, "store/io", {{"what", "read"}});
  const Served served(sources);
  const auto ready = get(served.port(), "/readyz");
  CHECK(has_status(ready, 503));
  CHECK(ready.ends_with("\r\n\r\nstore: no space is left\ngateway: ok\n"));
  CHECK(has_status(get(served.port(), "/metrics"), 503));
  CHECK(has_status(get(served.port(), "/healthz"), 200));
}

TEST_CASE("other pages and other methods are refused") {
  const Served served;
  for (const char* path : {"/", "/metrics/", "/healthz/../metrics", "*"})
    CHECK(has_status(get(served.port(), path), 404));
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "BREW"}) {
    INFO(method);
    const auto answer =
        ask(served, std::string(method) + " /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
    CHECK(has_status(answer, 405));
    CHECK(answer.find("\r\nAllow: GET, HEAD\r\n") != std::string::npos);
  }
  const auto head = ask(served, "HEAD /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(has_status(head, 200));
  CHECK(head.find("\r\nContent-Length: 3\r\n") != std::string::npos);
  CHECK(head.ends_with("\r\n\r\n"));
}

TEST_CASE("what is no request is answered as such, and the next client is served") {
  const Served served;
  CHECK(has_status(ask(served, "hello\r\n\r\n"), 400));
  CHECK(has_status(ask(served, "GET /healthz HTTP/1.1\r\n\r\n"), 400));
  CHECK(
      has_status(ask(served, "GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n"), 431));
  CHECK(has_status(get(served.port(), "/healthz"), 200));
}

TEST_CASE("a client that goes away in the middle of its request harms nobody") {
  const Served served;
  {
    TcpClient gone(served.port());
  }
  {
    TcpClient gone(served.port());
    gone.send("GET /heal");
  }
  TcpClient half(served.port());
  half.send("GET /heal");
  half.end();
  CHECK(half.read_all().empty());
  CHECK(has_status(get(served.port(), "/healthz"), 200));
}

TEST_CASE("a request that does not come in time is told so") {
  const Served served({}, 1);
  TcpClient slow(served.port());
  slow.send("GET /heal");
  CHECK(has_status(slow.read_all(), 408));
  CHECK(has_status(get(served.port(), "/healthz"), 200));
}

TEST_CASE("so many connections at a time; once they end, others are served") {
  const Served served;
  std::vector<std::unique_ptr<TcpClient>> open;
  for (int i = 0; i < web::HttpServer::kMostConnections; ++i)
    open.push_back(std::make_unique<TcpClient>(served.port()));
  TcpClient one_more(served.port());
  CHECK(one_more.read_all().empty());
  for (auto& client : open) client->send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
  for (auto& client : open) CHECK(has_status(client->read_all(), 200));
  open.clear();
  while (get(served.port(), "/healthz").empty()) {  // until the last of them is closed on the server's side too
  }
}

TEST_CASE("a port that is taken is said so") {
  const Served served;
  asio::io_context io;
  LimitedPatience clock(0);
  const auto second =
      web::HttpServer::listen(io.get_executor(), {"127.0.0.1", served.port()}, clock, [](auto) {}, web::care_pages({}));
  REQUIRE_FALSE(second);
  CHECK(
      sentence(second.error())
          .starts_with("the gateway cannot answer health checks at 127.0.0.1:" + std::to_string(served.port()) + ": "));
}
