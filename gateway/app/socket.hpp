// The Unix socket in the data folder: how verbs that write reach the running gateway. One line of JSON asks
// ({"words": [...], "files": [{"name", "size"}]}), the files' bytes follow it; lines of JSON answer ({"out": text},
// {"err": text}, at last {"exit": n}).
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/command.hpp"
#include "app/output.hpp"
#include "app/task_group.hpp"
#include "base/result.hpp"

namespace calloff::app {

/// Files brought with one request, together.
constexpr std::size_t kMostFileBytes = 64u << 20;

std::filesystem::path socket_path(const std::string& data_folder);

/// Lets the gateway that holds this data folder carry the command out; none if no gateway runs there.
std::optional<Exit> ask_running_gateway(const Command& command, Output& output);

/// What a connected process asks for. user_id: the operating system's word for who it is
struct Request {
  std::vector<std::string> words;
  unsigned user_id = 0;
  std::vector<BroughtFile> files = {};
};
using Answer = std::function<boost::asio::awaitable<Exit>(Request, Output&)>;

/// Listens until cancelled (operation_aborted is thrown); a connection that cannot be accepted is tried again. Only the
/// socket file's owner may connect. Each connection is a task of `tasks`; what its verb says is sent as it is said, and
/// a client that goes away does not stop it. errors: ask_person app/socket (path, detail)
class SocketServer {
 public:
  static Result<std::unique_ptr<SocketServer>> listen(boost::asio::any_io_executor io, TaskGroup& tasks,
                                                      const std::string& data_folder, Answer answer);
  virtual ~SocketServer() = default;
  virtual boost::asio::awaitable<void> run() = 0;
};

}  // namespace calloff::app
