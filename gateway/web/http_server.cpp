#include "web/http_server.hpp"

#include <array>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <sstream>

namespace calloff::web {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Progress = RequestHead::Progress;

constexpr std::chrono::milliseconds kPauseAfterFailure{1000};

Response refusal(unsigned status, std::string why) { return {status, "text/plain; charset=utf-8", why + "\n"}; }

asio::awaitable<std::size_t> read_some(tcp::socket& socket, asio::mutable_buffer room) {
  error_code failed;
  const auto size = co_await socket.async_read_some(room, asio::redirect_error(asio::use_awaitable, failed));
  co_return failed ? 0 : size;
}

/// Until the head is whole or is none; need_more: the client went away.
asio::awaitable<Progress> read_head(tcp::socket& socket, RequestHead& head) {
  std::array<char, 4096> room;
  auto progress = Progress::need_more;
  while (progress == Progress::need_more) {
    const auto size = co_await read_some(socket, asio::buffer(room));
    if (size == 0) co_return progress;
    progress = head.add(std::string_view(room.data(), size));
  }
  co_return progress;
}

/// What the client sends beyond its head is read and dropped: closing before it would take the answer with it.
asio::awaitable<void> send(tcp::socket& socket, std::string bytes) {
  error_code failed;
  co_await asio::async_write(socket, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, failed));
  if (!failed) socket.shutdown(tcp::socket::shutdown_send, failed);
  if (failed) co_return;
  constexpr std::size_t kMostDropped = 1u << 20;
  std::array<char, 4096> room;
  for (std::size_t dropped = 0; dropped < kMostDropped;) {
    const auto size = co_await read_some(socket, asio::buffer(room));
    if (size == 0) co_return;
    dropped += size;
  }
}

class Server final : public HttpServer {
 public:
  Server(asio::any_io_executor io, Clock& clock, Spawn spawn, Handler handler)
      : clock_(clock), acceptor_(io), spawn_(std::move(spawn)), handler_(std::move(handler)) {}

  Result<void> open(const settings::HttpSettings& where) {
    error_code failed;
    const tcp::endpoint here(asio::ip::make_address(where.address), where.port);
    acceptor_.open(here.protocol(), failed);
    if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor_.bind(here, failed);
    if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    if (!failed) return {};
    std::ostringstream text;
    text << here;
    return Error(Recovery::ask_person, "web/listen", {{"address", text.str()}, {"detail", failed.message()}});
  }

  std::string address() const override {
    std::ostringstream text;
    text << acceptor_.local_endpoint();
    return text.str();
  }

  asio::awaitable<void> run() override {
    for (;;) {
      error_code failed;
      auto socket = co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, failed));
      if (failed == asio::error::operation_aborted) throw boost::system::system_error(failed);
      if (failed)  // no descriptor left, say
        co_await clock_.sleep_until(clock_.boot() + kPauseAfterFailure);
      else if (*open_ < kMostConnections)
        spawn_(serve(std::move(socket), std::make_shared<Place>(open_)));
    }
  }

 private:
  /// A connection's place among the open ones.
  struct Place {
    explicit Place(std::shared_ptr<int> open_) : open(std::move(open_)) { ++*open; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { --*open; }
    std::shared_ptr<int> open;
  };

  asio::awaitable<void> serve(tcp::socket socket, std::shared_ptr<Place> place) {
    using namespace asio::experimental::awaitable_operators;
    RequestHead head;
    const auto read = co_await (read_head(socket, head) || clock_.sleep_until(clock_.boot() + kPatience));
    const auto* progress = std::get_if<0>(&read);
    if (progress && *progress == Progress::need_more) co_return;
    bool with_body = true;
    Response response;
    if (!progress) {
      response = refusal(408, "the request did not come in time");
    } else if (*progress == Progress::too_long) {
      response = refusal(431, "the request's head is too long");
    } else if (*progress == Progress::bad) {
      response = refusal(400, "this is no request of HTTP/1.1");
    } else {
      auto request = head.request();
      with_body = request.method != "HEAD";
      response = co_await handler_(std::move(request));
    }
    auto bytes = to_bytes(response, with_body);
    co_await (send(socket, std::move(bytes)) || clock_.sleep_until(clock_.boot() + kPatience));
  }

  Clock& clock_;
  tcp::acceptor acceptor_;
  Spawn spawn_;
  Handler handler_;
  std::shared_ptr<int> open_ = std::make_shared<int>(0);
};

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::listen(asio::any_io_executor io, const settings::HttpSettings& where,
                                                       Clock& clock, Spawn spawn, Handler handler) {
  auto server = std::make_unique<Server>(io, clock, std::move(spawn), std::move(handler));
  if (auto opened = server->open(where); !opened) return opened.error();
  return Result<std::unique_ptr<HttpServer>>(std::move(server));
}

}  // namespace calloff::web
