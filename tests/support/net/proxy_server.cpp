#include "support/net/proxy_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "base/base64.hpp"

namespace calloff::test {
namespace {

void send_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return;
    bytes.remove_prefix(std::size_t(n));
  }
}

/// Up to the empty line; what came behind it stays in `rest`. Empty when the peer is gone.
std::string read_head(int from, std::string& rest) {
  std::array<char, 4096> chunk;
  for (;;) {
    if (const auto end = rest.find("\r\n\r\n"); end != rest.npos) {
      auto head = rest.substr(0, end + 4);
      rest.erase(0, end + 4);
      return head;
    }
    const auto n = recv(from, chunk.data(), chunk.size(), 0);
    if (n <= 0) return {};
    rest.append(chunk.data(), std::size_t(n));
  }
}

int connect_to(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);  // every host of a test is here
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return fd;
  close(fd);
  return -1;
}

/// Both ways, until one of them closes.
void relay(int one, int other) {
  std::array<char, 16384> chunk;
  for (;;) {
    std::array<pollfd, 2> ends{{{one, POLLIN, 0}, {other, POLLIN, 0}}};
    if (poll(ends.data(), ends.size(), -1) < 0) return;
    for (int i = 0; i < 2; ++i) {
      if (!ends[std::size_t(i)].revents) continue;
      const auto n = recv(i == 0 ? one : other, chunk.data(), chunk.size(), 0);
      if (n <= 0) return;
      send_all(i == 0 ? other : one, {chunk.data(), std::size_t(n)});
    }
  }
}

/// The port of `CONNECT host:port` or of `GET http://host:port/path`.
std::uint16_t port_in(const std::string& line) {
  const auto from = line.find("://") == line.npos ? line.find(' ') : line.find("://") + 3;
  const auto colon = line.find(':', from);
  return colon == line.npos ? 0 : std::uint16_t(std::stoi(line.substr(colon + 1)));
}

/// The request as the portal gets it: its path alone, nothing that is the proxy's, and the connection for it alone.
std::string passed_on(const std::string& head) {
  const auto end = head.find("\r\n"), url = head.find("://"), path = head.find('/', url + 3);
  std::string passed = head.substr(0, head.find(' ') + 1) + head.substr(path, end - path) + "\r\nConnection: close";
  for (auto at = end; at + 4 < head.size();) {
    const auto next = head.find("\r\n", at + 2);
    const auto line = head.substr(at, next - at);
    if (!line.starts_with("\r\nProxy-")) passed += line;
    at = next;
  }
  return passed + "\r\n\r\n";
}

}  // namespace

ProxyServer::ProxyServer(ProxyStart start) : start_(std::move(start)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (listener_ < 0 || bind(listener_, any, size) != 0 || getsockname(listener_, any, &size) != 0 ||
      listen(listener_, 16) != 0)
    throw std::runtime_error("no port for a proxy");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

ProxyServer::~ProxyServer() {
  is_stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int fd : open_) shutdown(fd, SHUT_RDWR);
  }
  for (auto& thread : threads_) thread.join();
  for (const int fd : open_) close(fd);
  close(listener_);
}

std::vector<std::string> ProxyServer::asked() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

void ProxyServer::accept_all() {
  for (;;) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0 || is_stopping_) return;
    const std::lock_guard lock(mutex_);
    open_.push_back(client);
    threads_.emplace_back([this, client] { serve(client); });
  }
}

/// What it says instead of serving; empty: it serves.
std::string ProxyServer::refusal_of(const std::string& head) const {
  const auto expected = "\r\nProxy-Authorization: Basic " + to_base64(start_.user + ":" + start_.password) + "\r\n";
  if (!start_.user.empty() && head.find(expected) == head.npos)
    return "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: "
           "0\r\nConnection: close\r\n\r\n";
  if (start_.refuses) return "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  return {};
}

void ProxyServer::serve(int client) {
  std::string rest;
  const auto head = read_head(client, rest);
  const auto line = head.substr(0, head.find("\r\n"));
  {
    const std::lock_guard lock(mutex_);
    asked_.push_back(line);
  }
  const auto refusal = refusal_of(head);
  const int portal = refusal.empty() && !head.empty() ? connect_to(port_in(line)) : -1;
  if (portal < 0) {
    send_all(client, refusal.empty() ? "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n" : refusal);
    shutdown(client, SHUT_RDWR);
    return;
  }
  if (line.starts_with("CONNECT "))
    send_all(client, "HTTP/1.1 200 Connection established\r\n\r\n");
  else
    send_all(portal, passed_on(head));
  send_all(portal, rest);
  relay(client, portal);
  shutdown(client, SHUT_RDWR);
  close(portal);
}

}  // namespace calloff::test
