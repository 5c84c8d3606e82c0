// One connection to a server on loopback: bytes out, bytes in, blocking. Threading: one thread.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace calloff::test {

class TcpClient {
 public:
  explicit TcpClient(std::uint16_t port);
  ~TcpClient();

  /// A server that has closed already does not get them.
  void send(std::string_view bytes);
  /// Nothing more will be sent.
  void end();
  /// All that comes until the server closes. After a reset: what came before it.
  std::string read_all();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// The answer to `GET path` as it came.
std::string get(std::uint16_t port, std::string_view path);

}  // namespace calloff::test
