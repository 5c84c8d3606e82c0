// Serves the portals and the admin verbs on loopback, plain and with TLS. Threading: `run` keeps one thread; only
// `stop` may be called from another.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "simulator/admin.hpp"

namespace calloff::simulator {

struct ServerOptions {
  std::uint16_t port = 0, admin_port = 0;  ///< 0 = any free one
  struct Tls {
    std::uint16_t port = 0;
    std::string certificate, key;  ///< paths of PEM files
  };
  std::optional<Tls> tls{};
  std::function<void(const std::string& line)> log{};  ///< one line a request; empty: nobody listens
};

struct Ports {
  std::uint16_t portal = 0, admin = 0;
  std::optional<std::uint16_t> tls{};
};

class Server {
 public:
  /// Both must outlive this.
  Server(Portals& portals, SimulatedClock& clock, ServerOptions options);
  ~Server();

  /// Binds 127.0.0.1. Returns why it cannot, as a sentence; empty when all ports listen.
  std::string listen();
  Ports ports() const;

  /// SIGINT and SIGTERM end `run`.
  void stop_on_signals();
  void run();
  void stop();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace calloff::simulator
