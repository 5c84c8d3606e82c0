// A server on loopback that does, byte for byte, what a test's script says. Each connection runs the script on a thread
// of its own with blocking calls: a script reads from top to bottom. Threading: the members may be called by any
// thread.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace calloff::test {

/// PEM files of a TLS server. is_old: it speaks nothing newer than TLS 1.1; is_later: nothing before start_tls()
struct ServerTls {
  std::string certificate_file, key_file;
  bool is_old = false, is_later = false;
  std::string client_ca_file{};  ///< it asks for a certificate of this authority; empty: for none
};

/// One accepted connection, in the hands of a script.
class Connection {
 public:
  virtual ~Connection() = default;
  /// 0 for the first one that the server accepted.
  virtual int number() const = 0;
  /// The next request whole (Content-Length bodies), noted in ScriptedServer::requests(). Empty when the peer is gone.
  virtual std::string read_request() = 0;
  /// The next line without its end (CRLF), not noted; none when the peer is gone.
  virtual std::optional<std::string> read_line() = 0;
  /// From here on TLS. false: the peer would not
  virtual bool start_tls() = 0;
  /// Until the peer has sent something; it stays unread.
  virtual void wait_for_bytes() = 0;
  /// false: the peer is gone
  virtual bool write(std::string_view bytes) = 0;
  /// Closes so that the peer sees a reset instead of an end.
  virtual void reset() = 0;
  /// Over TLS: the end of the script closes the socket without close-notify.
  virtual void leave_without_close_notify() = 0;
  /// Until the peer closes or the server stops.
  virtual void hold() = 0;
};

using Script = std::function<void(Connection&)>;

class ScriptedServer {
 public:
  explicit ScriptedServer(Script script, std::optional<ServerTls> tls = std::nullopt);
  /// Cuts what is open and joins every thread.
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  /// `http://127.0.0.1:PORT` or, over TLS, `https://localhost:PORT`, and the path.
  std::string url(std::string_view path) const;
  std::uint16_t port() const { return port_; }
  /// Requests in the order of their arrival, heads and bodies as sent.
  std::vector<std::string> requests() const;
  /// Waits until `count` requests have arrived.
  void wait_for_requests(std::size_t count) const;
  int connections() const;
  void wait_for_connections(int count) const;

 private:
  void accept_all();
  void serve(int fd, int number);
  void note(std::string request);
  friend class PlainConnection;

  Script script_;
  std::shared_ptr<void> tls_context_;
  bool is_tls_later_ = false;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  mutable std::condition_variable arrived_;
  std::vector<std::string> requests_;
  std::map<int, int> open_;  // descriptor by connection number
  std::vector<std::thread> threads_;
  int accepted_ = 0;
  bool is_stopping_ = false;
  std::thread acceptor_;
};

/// A port of loopback on which nobody listens.
std::uint16_t closed_port();

/// An answer with its length; headers as `Name: value\r\n` lines.
std::string answer(int status, std::string_view body, std::string_view headers = {});

}  // namespace calloff::test
