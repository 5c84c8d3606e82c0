#include "bench/support/portal.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "bench/support/places.hpp"

namespace calloff::bench {
namespace {

namespace json = boost::json;

std::vector<std::string> with_announcement(std::vector<std::string> arguments, const std::filesystem::path& file) {
  arguments.insert(arguments.end(), {"--port", "0", "--admin-port", "0", "--quiet", "--announce", file.string()});
  return arguments;
}

std::string content(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

Portal::Portal(const std::filesystem::path& folder, std::vector<std::string> arguments)
    : program_(binary_folder() / "bin/calloff-simulator",
               with_announcement(std::move(arguments), folder / "ports.json"), {}, folder / "simulator.log") {
  for (int tries = 0; !std::filesystem::exists(folder / "ports.json"); ++tries) {
    if (tries == 600 || !program_.is_running())
      throw std::runtime_error("the simulator does not start: " + content(folder / "simulator.log"));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  const auto ports = json::parse(content(folder / "ports.json"));
  std::filesystem::remove(folder / "ports.json");
  port_ = int(ports.at("port").as_int64());
  admin_port_ = int(ports.at("admin_port").as_int64());
  if (ports.at("tls_port").is_int64()) tls_port_ = int(ports.at("tls_port").as_int64());
}

std::string Portal::url() const { return "http://127.0.0.1:" + std::to_string(port_); }
std::string Portal::tls_url() const { return "https://localhost:" + std::to_string(tls_port_); }

std::string Portal::ask(const std::string& method, const std::string& path, const std::string& body) const {
  const auto request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " +
                       std::to_string(body.size()) + "\r\n\r\n" + body;
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(std::uint16_t(admin_port_));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      send(descriptor, request.data(), request.size(), MSG_NOSIGNAL) == ssize_t(request.size())) {
    char chunk[65536];
    for (ssize_t got = 0; (got = recv(descriptor, chunk, sizeof chunk, 0)) > 0;) answer.append(chunk, std::size_t(got));
  }
  close(descriptor);
  const auto head = answer.find("\r\n\r\n");
  if (!answer.starts_with("HTTP/1.1 200") || head == answer.npos)
    throw std::runtime_error("the simulator: " + method + " " + path + ": " + answer);
  return answer.substr(head + 4);
}

std::int64_t Portal::requests() const {
  const auto told = json::parse(ask("GET", "/requests"));
  std::int64_t count = 0;
  for (const auto& [path, number] : told.at("paths").as_object()) count += number.to_number<std::int64_t>();
  return count;
}

}  // namespace calloff::bench
