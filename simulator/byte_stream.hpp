// The seam between HTTP and what carries its bytes: plain TCP and TLS behind one table of functions, so that the
// asynchronous operations are compiled once (byte_stream.cpp) and not for every message type.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstddef>
#include <memory>

namespace calloff::simulator {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// The TLS handshake, if there is one. error: the connection is of no use
  virtual boost::asio::awaitable<boost::system::error_code> start() = 0;
  /// Bytes read; 0 when the other side has gone, or has been silent for a minute.
  virtual boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer room) = 0;
  /// Writes everything. error: the other side has gone
  virtual boost::asio::awaitable<boost::system::error_code> write(boost::asio::const_buffer bytes) = 0;
  /// Ends the connection in good order.
  virtual boost::asio::awaitable<void> finish() = 0;
  /// Ends it at once, without TLS's goodbye.
  virtual void drop() = 0;
};

std::unique_ptr<ByteStream> plain_stream(boost::asio::ip::tcp::socket socket);
std::unique_ptr<ByteStream> tls_stream(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context);

}  // namespace calloff::simulator
