#include "simulator/server.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "simulator/byte_stream.hpp"
#include "simulator/china_time.hpp"
#include "simulator/tls.hpp"
#include "simulator/wire_format.hpp"

namespace calloff::simulator {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

constexpr std::chrono::milliseconds kBetweenPieces{20};

enum class Door { portal, admin, tls };

}  // namespace

struct Server::Inside {
  Portals& portals;
  SimulatedClock& clock;
  ServerOptions options;
  Admin admin{portals, clock};
  TlsContexts tls;
  asio::io_context io;  // after `tls`: what still runs when we end is destroyed with it, before `tls`
  tcp::acceptor portal_door{io}, admin_door{io}, tls_door{io};
  asio::signal_set signals{io};

  Inside(Portals& portals_, SimulatedClock& clock_, ServerOptions options_)
      : portals(portals_), clock(clock_), options(std::move(options_)) {}

  std::string bind(tcp::acceptor& door, std::uint16_t port);
  asio::awaitable<void> accept(Door which);
  asio::awaitable<void> converse(Door which, std::unique_ptr<ByteStream> stream);
  asio::awaitable<bool> answer_one(Door which, ByteStream& stream, RequestReader& reader);
  asio::awaitable<error_code> send(ByteStream& stream, std::string bytes, const Response& response);
  void log(const Request& request, const Response& response) const;
};

std::string Server::Inside::bind(tcp::acceptor& door, std::uint16_t port) {
  error_code error;
  const tcp::endpoint here(asio::ip::address_v4::loopback(), port);
  door.open(here.protocol(), error);
  if (!error) door.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) door.bind(here, error);
  if (!error) door.listen(asio::socket_base::max_listen_connections, error);
  return error ? fmt::format("cannot listen on 127.0.0.1:{}: {}", port, error.message()) : std::string();
}

asio::awaitable<void> Server::Inside::accept(Door which) {
  auto& door = which == Door::portal ? portal_door : which == Door::admin ? admin_door : tls_door;
  for (;;) {
    auto [error, socket] = co_await door.async_accept(kToken);
    if (error == asio::error::operation_aborted) co_return;
    if (error) continue;  // the client went away between its connect and our accept
    auto stream = which == Door::tls ? tls_stream(std::move(socket), tls.of(portals.faults().handshake()))
                                     : plain_stream(std::move(socket));
    asio::co_spawn(io, converse(which, std::move(stream)), asio::detached);
  }
}

asio::awaitable<void> Server::Inside::converse(Door which, std::unique_ptr<ByteStream> stream) {
  if (const auto error = co_await stream->start()) co_return;
  RequestReader reader;
  std::array<char, 8192> buffer;
  for (auto progress = RequestReader::Progress::need_more;;) {
    while (progress == RequestReader::Progress::need_more) {
      const auto size = co_await stream->read_some(asio::buffer(buffer));
      if (size == 0) co_return;
      progress = reader.add(std::string_view(buffer.data(), size));
    }
    if (progress != RequestReader::Progress::complete) {
      const int status = progress == RequestReader::Progress::too_large ? 413 : 400;
      const auto bytes = to_bytes(answer(status, "text/plain", "bad request\n"), BodyMode::send, "close");
      co_await stream->write(asio::buffer(bytes));
      break;
    }
    const bool goes_on = co_await answer_one(which, *stream, reader);
    if (!goes_on) break;
    progress = reader.add({});
  }
  co_await stream->finish();
}

asio::awaitable<bool> Server::Inside::answer_one(Door which, ByteStream& stream, RequestReader& reader) {
  auto request = reader.take();
  const auto mode = request.method == "HEAD" ? BodyMode::announce : BodyMode::send;
  if (mode == BodyMode::announce) request.method = "GET";
  const auto response = which == Door::admin ? admin.handle(request) : portals.handle(request, clock.now());
  log(request, response);
  if (response.delay.count() > 0) {
    asio::steady_timer timer(io, response.delay);
    co_await timer.async_wait(kToken);
  }
  const bool keep = reader.keep_alive() && !response.cut_at;
  if (!response.close_before) {
    const auto bytes = to_bytes(response, mode, reader.keep_alive() ? "keep-alive" : "close");
    if (const auto error = co_await send(stream, bytes, response)) co_return false;
  }
  if (response.close_before || response.cut_at) stream.drop();
  co_return keep && !response.close_before;
}

/// A pause between two pieces, so that the other side meets each by itself.
asio::awaitable<error_code> Server::Inside::send(ByteStream& stream, std::string bytes, const Response& response) {
  std::string_view rest = bytes;
  const auto head = bytes.size() - std::min(bytes.size(), response.cut_at.value_or(response.body.size()));
  std::size_t sent = 0;
  for (const auto piece : response.pieces) {
    if (head + piece <= sent || head + piece >= bytes.size()) continue;
    if (const auto error = co_await stream.write(asio::buffer(rest.substr(0, head + piece - sent)))) co_return error;
    rest.remove_prefix(head + piece - sent);
    sent = head + piece;
    asio::steady_timer timer(io, kBetweenPieces);
    co_await timer.async_wait(kToken);
  }
  co_return co_await stream.write(asio::buffer(rest));
}

void Server::Inside::log(const Request& request, const Response& response) const {
  if (!options.log) return;
  const auto outcome = response.close_before ? std::string("closed without an answer")
                       : response.cut_at     ? fmt::format("{} cut at {}", response.status, *response.cut_at)
                                             : fmt::format("{} {} bytes", response.status, response.body.size());
  options.log(fmt::format("{} {} {} -> {}", page_time(clock.now()), request.method, request.target, outcome));
}

Server::Server(Portals& portals, SimulatedClock& clock, ServerOptions options)
    : inside_(std::make_unique<Inside>(portals, clock, std::move(options))) {}

Server::~Server() = default;

std::string Server::listen() {
  auto& in = *inside_;
  std::string why = in.bind(in.portal_door, in.options.port);
  if (why.empty()) why = in.bind(in.admin_door, in.options.admin_port);
  if (why.empty() && in.options.tls) {
    why = in.tls.load(in.options.tls->certificate, in.options.tls->key);
    if (why.empty()) why = in.bind(in.tls_door, in.options.tls->port);
  }
  if (!why.empty()) return why;
  asio::co_spawn(in.io, in.accept(Door::portal), asio::detached);
  asio::co_spawn(in.io, in.accept(Door::admin), asio::detached);
  if (in.options.tls) asio::co_spawn(in.io, in.accept(Door::tls), asio::detached);
  return {};
}

Ports Server::ports() const {
  Ports ports{inside_->portal_door.local_endpoint().port(), inside_->admin_door.local_endpoint().port()};
  if (inside_->options.tls) ports.tls = inside_->tls_door.local_endpoint().port();
  return ports;
}

void Server::stop_on_signals() {
  inside_->signals.add(SIGINT);
  inside_->signals.add(SIGTERM);
  inside_->signals.async_wait([this](error_code error, int) {
    if (!error) inside_->io.stop();
  });
}

void Server::run() { inside_->io.run(); }

void Server::stop() { inside_->io.stop(); }

}  // namespace calloff::simulator
