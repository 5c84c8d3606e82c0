#include "simulator/byte_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace calloff::simulator {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds kSilence{60};

/// Closes a socket that an operation has kept too long. One thread runs all, so closing here races with nothing.
class Watchdog {
 public:
  explicit Watchdog(tcp::socket& socket) : socket_(socket), timer_(socket.get_executor()) {}
  void arm() {
    timer_.expires_after(kSilence);
    armed_ = std::make_shared<int>();  // an expiry that is queued already when we disarm must do nothing
    timer_.async_wait([this, armed = std::weak_ptr(armed_)](error_code error) {
      error_code ignored;
      if (!error && armed.lock()) socket_.close(ignored);
    });
  }
  void disarm() {
    armed_.reset();
    timer_.cancel();
  }

 private:
  tcp::socket& socket_;
  asio::steady_timer timer_;
  std::shared_ptr<int> armed_;
};

class PlainStream final : public ByteStream {
 public:
  explicit PlainStream(tcp::socket socket) : socket_(std::move(socket)), watchdog_(socket_) {}
  asio::awaitable<error_code> start() override { co_return error_code{}; }
  asio::awaitable<std::size_t> read_some(asio::mutable_buffer room) override {
    watchdog_.arm();
    const auto [error, size] = co_await socket_.async_read_some(room, kToken);
    watchdog_.disarm();
    co_return error ? 0 : size;
  }
  asio::awaitable<error_code> write(asio::const_buffer bytes) override {
    watchdog_.arm();
    const auto [error, size] = co_await asio::async_write(socket_, bytes, kToken);
    watchdog_.disarm();
    co_return error;
  }
  asio::awaitable<void> finish() override {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    co_return;
  }
  void drop() override {
    error_code ignored;
    socket_.close(ignored);
  }

 private:
  tcp::socket socket_;
  Watchdog watchdog_;
};

class TlsStream final : public ByteStream {
 public:
  TlsStream(tcp::socket socket, asio::ssl::context& context)
      : stream_(std::move(socket), context), watchdog_(stream_.next_layer()) {}
  asio::awaitable<error_code> start() override {
    watchdog_.arm();
    const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kToken);
    watchdog_.disarm();
    co_return error;
  }
  asio::awaitable<std::size_t> read_some(asio::mutable_buffer room) override {
    watchdog_.arm();
    const auto [error, size] = co_await stream_.async_read_some(room, kToken);
    watchdog_.disarm();
    co_return error ? 0 : size;
  }
  asio::awaitable<error_code> write(asio::const_buffer bytes) override {
    watchdog_.arm();
    const auto [error, size] = co_await asio::async_write(stream_, bytes, kToken);
    watchdog_.disarm();
    co_return error;
  }
  asio::awaitable<void> finish() override {
    watchdog_.arm();
    co_await stream_.async_shutdown(kToken);
    watchdog_.disarm();
  }
  void drop() override {
    error_code ignored;
    stream_.next_layer().close(ignored);
  }

 private:
  asio::ssl::stream<tcp::socket> stream_;
  Watchdog watchdog_;
};

}  // namespace

std::unique_ptr<ByteStream> plain_stream(tcp::socket socket) {
  return std::make_unique<PlainStream>(std::move(socket));
}

std::unique_ptr<ByteStream> tls_stream(tcp::socket socket, asio::ssl::context& context) {
  return std::make_unique<TlsStream>(std::move(socket), context);
}

}  // namespace calloff::simulator
