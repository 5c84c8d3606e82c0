// A proxy on loopback: CONNECT tunnels and plain requests, with a password or without. Threading: as ScriptedServer.
#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace calloff::test {

/// user empty: it asks for no password. refuses: it answers every CONNECT with 503
struct ProxyStart {
  std::string user{}, password{};
  bool refuses = false;
};

class ProxyServer {
 public:
  explicit ProxyServer(ProxyStart start = {});
  ~ProxyServer();
  ProxyServer(const ProxyServer&) = delete;
  ProxyServer& operator=(const ProxyServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// First lines of what it was asked, e.g. `CONNECT localhost:443 HTTP/1.1`.
  std::vector<std::string> asked() const;

 private:
  void accept_all();
  void serve(int client);
  std::string refusal_of(const std::string& head) const;

  ProxyStart start_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> asked_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::atomic<bool> is_stopping_ = false;
  std::thread acceptor_;
};

}  // namespace calloff::test
