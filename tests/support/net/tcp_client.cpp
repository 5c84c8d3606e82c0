#include "support/net/tcp_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace calloff::test {

namespace asio = boost::asio;

struct TcpClient::Inside {
  asio::io_context io;
  asio::ip::tcp::socket socket{io};
};

TcpClient::TcpClient(std::uint16_t port) : inside_(std::make_unique<Inside>()) {
  inside_->socket.connect({asio::ip::address_v4::loopback(), port});
}

TcpClient::~TcpClient() = default;

void TcpClient::send(std::string_view bytes) {
  boost::system::error_code closed;
  asio::write(inside_->socket, asio::buffer(bytes), closed);
}

void TcpClient::end() { inside_->socket.shutdown(asio::ip::tcp::socket::shutdown_send); }

std::string TcpClient::read_all() {
  std::string text;
  boost::system::error_code ended;
  asio::read(inside_->socket, asio::dynamic_buffer(text), ended);
  return text;
}

std::string get(std::uint16_t port, std::string_view path) {
  TcpClient client(port);
  client.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  return client.read_all();
}

}  // namespace calloff::test
