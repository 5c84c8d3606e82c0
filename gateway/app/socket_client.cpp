#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>

#include "app/socket.hpp"

namespace calloff::app {
namespace {

namespace json = boost::json;

struct Connection {
  int descriptor = -1;
  ~Connection() {
    if (descriptor >= 0) close(descriptor);
  }
};

bool connect_to(const std::filesystem::path& path, Connection& connection) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto text = path.string();
  if (text.size() >= sizeof address.sun_path) return false;
  text.copy(address.sun_path, text.size());
  connection.descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return ::connect(connection.descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

bool send_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    text.remove_prefix(std::size_t(sent));
  }
  return true;
}

/// Handles one line of the answer; the exit status when it is the last.
std::optional<Exit> take_line(std::string_view line, Output& output) {
  boost::system::error_code failed;
  const auto value = json::parse(json::string_view(line.data(), line.size()), failed);
  const auto* object = failed ? nullptr : value.if_object();
  if (!object) return std::nullopt;
  if (const auto* text = object->if_contains("out")) output.out(std::string_view(text->as_string()));
  if (const auto* text = object->if_contains("err")) output.err(std::string_view(text->as_string()));
  if (const auto* code = object->if_contains("exit")) return static_cast<Exit>(code->as_int64());
  return std::nullopt;
}

}  // namespace

std::filesystem::path socket_path(const std::string& data_folder) {
  return std::filesystem::path(data_folder) / "calloff.sock";
}

std::optional<Exit> ask_running_gateway(const Command& command, Output& output) {
  Connection connection;
  if (!connect_to(socket_path(command.globals.data), connection)) return std::nullopt;
  json::array words;
  for (const auto& word : command.words) words.emplace_back(word);
  json::array files;
  for (const auto& file : command.files)
    files.push_back(json::object{{"name", file.name}, {"size", file.bytes.size()}});
  if (!send_all(connection.descriptor,
                json::serialize(json::object{{"words", std::move(words)}, {"files", std::move(files)}}) + "\n"))
    return std::nullopt;
  for (const auto& file : command.files)
    if (!send_all(connection.descriptor, file.bytes)) break;
  std::string waiting;
  char chunk[65536];
  for (;;) {
    const auto got = ::recv(connection.descriptor, chunk, sizeof chunk, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    waiting.append(chunk, std::size_t(got));
    for (auto end = waiting.find('\n'); end != waiting.npos; end = waiting.find('\n')) {
      if (const auto exit = take_line(std::string_view(waiting).substr(0, end), output)) return exit;
      waiting.erase(0, end + 1);
    }
  }
  output.err(
      "calloff: the gateway ended before it answered; look at its state with `calloff run list` and `calloff asn "
      "list`\n");
  return Exit::outcome_unknown;
}

}  // namespace calloff::app
