#include "support/process/portal.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/json.hpp>
#include <csignal>
#include <fstream>
#include <sstream>

#include "support/paths.hpp"

namespace calloff::test::process {
namespace {

namespace json = boost::json;

Start start_of(const PortalStart& start, const std::filesystem::path& announced) {
  Start child;
  child.program = (build_folder() / "bin/calloff-simulator").string();
  child.arguments = {"--port",
                     std::to_string(start.port),
                     "--admin-port",
                     "0",
                     "--quiet",
                     "--announce",
                     announced.string(),
                     "--now",
                     start.now,
                     "--sheets",
                     std::to_string(start.sheets)};
  child.arguments.insert(child.arguments.end(), start.more.begin(), start.more.end());
  return child;
}

/// One exchange on a connection of its own; gives the whole answer, head and body.
std::string answer_to(int port, const std::string& request) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(std::uint16_t(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval limit{kLongest.count(), 0};
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  std::string answer;
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      send(descriptor, request.data(), request.size(), MSG_NOSIGNAL) == ssize_t(request.size())) {
    char chunk[65536];
    for (ssize_t got = 0; (got = recv(descriptor, chunk, sizeof chunk, 0)) > 0;) answer.append(chunk, std::size_t(got));
  }
  close(descriptor);
  return answer;
}

}  // namespace

Portal::Portal(const PortalStart& start) : program_(start_of(start, folder_.path() / "ports.json")) {
  program_.wait_for("admin http");
  std::ostringstream text;
  text << std::ifstream(folder_.path() / "ports.json").rdbuf();
  const auto ports = json::parse(text.str());
  port_ = int(ports.at("port").as_int64());
  admin_port_ = int(ports.at("admin_port").as_int64());
  if (ports.at("tls_port").is_int64()) tls_port_ = int(ports.at("tls_port").as_int64());
}

json::value Portal::ask(const std::string& method, const std::string& path, const json::value& body) {
  const auto content = body.is_null() ? std::string() : json::serialize(body);
  const auto answer = answer_to(
      admin_port_, method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " +
                       std::to_string(content.size()) + "\r\n\r\n" + content);
  const auto head = answer.find("\r\n\r\n");
  if (!answer.starts_with("HTTP/1.1 200") || head == std::string::npos)
    throw std::runtime_error("simulator: " + method + " " + path + ": " + answer);
  return json::parse(answer.substr(head + 4));
}

void Portal::arm(const std::string& fault, const std::string& site, const std::string& step, int times) {
  ask("POST", "/faults", {{"fault", fault}, {"site", site}, {"step", step}, {"times", times}});
}

std::int64_t Portal::requests(const std::string& path) {
  const auto told = ask("GET", "/requests");
  std::int64_t count = 0;
  for (const auto& [name, number] : told.at("paths").as_object())
    if (path.empty() || path == name) count += number.to_number<std::int64_t>();
  return count;
}

std::int64_t Portal::log_ins(const std::string& site) {
  const auto told = ask("GET", "/requests");
  for (const auto& [user, account] : told.at("accounts").as_object())
    if (account.at("site").as_string() == site) return account.at("attempts").to_number<std::int64_t>();
  throw std::runtime_error("no account at " + site);
}

void Portal::kill() {
  program_.send(SIGKILL);
  program_.wait();
}

}  // namespace calloff::test::process
