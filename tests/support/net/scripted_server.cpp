#include "support/net/scripted_server.hpp"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

namespace calloff::test {
namespace {

int listen_on_loopback(std::uint16_t& port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (fd < 0 || bind(fd, any, size) != 0 || getsockname(fd, any, &size) != 0)
    throw std::runtime_error("no port on loopback");
  port = ntohs(address.sin_port);
  return fd;
}

std::shared_ptr<void> make_context(const ServerTls& tls) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (SSL_CTX_use_certificate_chain_file(context.get(), tls.certificate_file.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), tls.key_file.c_str(), SSL_FILETYPE_PEM) != 1)
    throw std::runtime_error("no server certificate");
  if (tls.is_old) {
    SSL_CTX_set_security_level(context.get(), 0);  // TLS 1.1 signs with SHA-1, which is refused above that
    SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), TLS1_1_VERSION);
  }
  if (!tls.client_ca_file.empty()) {
    SSL_CTX_load_verify_locations(context.get(), tls.client_ca_file.c_str(), nullptr);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  }
  return context;
}

std::size_t content_length(std::string_view head) {
  constexpr std::string_view kName = "\r\nContent-Length: ";
  const auto at = head.find(kName);
  return at == std::string_view::npos ? 0 : std::stoul(std::string(head.substr(at + kName.size(), 20)));
}

}  // namespace

class PlainConnection final : public Connection {
 public:
  PlainConnection(ScriptedServer& server, int fd, int number, SSL_CTX* context, bool is_tls_later)
      : server_(server), fd_(fd), number_(number), context_(context) {
    if (context_ && !is_tls_later) is_open_ = start_tls();
  }
  ~PlainConnection() override {
    if (ssl_ && is_open_ && says_goodbye_) SSL_shutdown(ssl_);
    SSL_free(ssl_);
  }

  bool is_open() const { return is_open_; }
  int number() const override { return number_; }

  std::string read_request() override {
    std::size_t whole = std::string::npos;
    while (whole == std::string::npos || buffer_.size() < whole) {
      if (whole == std::string::npos && buffer_.find("\r\n\r\n") != std::string::npos) {
        const auto head = buffer_.substr(0, buffer_.find("\r\n\r\n") + 4);
        whole = head.size() + content_length(head);
        continue;
      }
      if (!read_some()) return {};
    }
    auto request = buffer_.substr(0, whole);
    buffer_.erase(0, whole);
    server_.note(request);
    return request;
  }

  std::optional<std::string> read_line() override {
    for (;;) {
      if (const auto end = buffer_.find("\r\n"); end != std::string::npos) {
        auto line = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        return line;
      }
      if (!read_some()) return std::nullopt;
    }
  }

  bool start_tls() override {
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, fd_);
    if (SSL_accept(ssl_) == 1) return true;
    SSL_free(ssl_);
    ssl_ = nullptr;
    return false;
  }

  void wait_for_bytes() override {
    char byte = 0;
    recv(fd_, &byte, 1, MSG_PEEK);
  }

  bool write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const auto n = ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                          : send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }

  void reset() override {
    const linger now{1, 0};
    setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    says_goodbye_ = false;
  }

  void leave_without_close_notify() override { says_goodbye_ = false; }

  void hold() override {
    while (read_some()) {
    }
  }

 private:
  bool read_some() {
    char bytes[16'384];
    const auto n = ssl_ ? SSL_read(ssl_, bytes, sizeof bytes) : recv(fd_, bytes, sizeof bytes, 0);
    if (n > 0) buffer_.append(bytes, static_cast<std::size_t>(n));
    return n > 0;
  }

  ScriptedServer& server_;
  int fd_;
  int number_;
  SSL_CTX* context_;
  SSL* ssl_ = nullptr;
  bool is_open_ = true;
  bool says_goodbye_ = true;
  std::string buffer_;
};

ScriptedServer::ScriptedServer(Script script, std::optional<ServerTls> tls) : script_(std::move(script)) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes with write()
  if (tls) tls_context_ = make_context(*tls);
  is_tls_later_ = tls && tls->is_later;
  listener_ = listen_on_loopback(port_);
  listen(listener_, 64);
  acceptor_ = std::thread([this] { accept_all(); });
}

ScriptedServer::~ScriptedServer() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    for (const auto& [number, fd] : open_) shutdown(fd, SHUT_RDWR);
  }
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (auto& thread : threads_) thread.join();
  close(listener_);
}

void ScriptedServer::accept_all() {
  for (;;) {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock(mutex_);
    if (is_stopping_ || fd < 0) {
      if (fd >= 0) close(fd);
      return;
    }
    open_[accepted_] = fd;
    threads_.emplace_back([this, fd, number = accepted_] { serve(fd, number); });
    ++accepted_;
    arrived_.notify_all();
  }
}

void ScriptedServer::serve(int fd, int number) {
  {
    PlainConnection connection(*this, fd, number, static_cast<SSL_CTX*>(tls_context_.get()), is_tls_later_);
    if (connection.is_open()) script_(connection);
  }
  ERR_clear_error();
  const std::lock_guard lock(mutex_);
  open_.erase(number);
  close(fd);
}

void ScriptedServer::note(std::string request) {
  const std::lock_guard lock(mutex_);
  requests_.push_back(std::move(request));
  arrived_.notify_all();
}

std::string ScriptedServer::url(std::string_view path) const {
  return (tls_context_ ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port_) + std::string(path);
}

std::vector<std::string> ScriptedServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void ScriptedServer::wait_for_requests(std::size_t count) const {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [&] { return requests_.size() >= count; });
}

void ScriptedServer::wait_for_connections(int count) const {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [&] { return accepted_ >= count; });
}

int ScriptedServer::connections() const {
  const std::lock_guard lock(mutex_);
  return accepted_;
}

std::uint16_t closed_port() {
  std::uint16_t port = 0;
  close(listen_on_loopback(port));
  return port;
}

std::string answer(int status, std::string_view body, std::string_view headers) {
  return "HTTP/1.1 " + std::to_string(status) + " x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(headers) + "\r\n" + std::string(body);
}

}  // namespace calloff::test
