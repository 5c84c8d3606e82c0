#include <sys/socket.h>
#include <sys/stat.h>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>

#include "app/socket.hpp"

namespace calloff::app {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using Stream = asio::local::stream_protocol::socket;

constexpr std::size_t kLongestRequest = 1u << 20;

/// Frames written to a connection in order. What a verb says is queued; one coroutine writes it.
class FramedOutput final : public Output {
 public:
  void out(std::string_view data) override { add("out", data); }
  void err(std::string_view talk) override { add("err", talk); }
  std::string take() { return std::exchange(frames_, {}); }

 private:
  void add(const char* name, std::string_view text) {
    frames_ += json::serialize(json::object{{name, json::string_view(text.data(), text.size())}}) + "\n";
  }
  std::string frames_;
};

std::optional<std::vector<std::string>> words_of(std::string_view line) {
  boost::system::error_code failed;
  const auto value = json::parse(json::string_view(line.data(), line.size()), failed);
  const auto* object = failed ? nullptr : value.if_object();
  const auto* words = object ? object->if_contains("words") : nullptr;
  if (!words || !words->is_array()) return std::nullopt;
  std::vector<std::string> list;
  for (const auto& word : words->as_array()) {
    if (!word.is_string()) return std::nullopt;
    list.emplace_back(word.as_string());
  }
  return list;
}

unsigned user_of(Stream& stream) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  getsockopt(stream.native_handle(), SOL_SOCKET, SO_PEERCRED, &credentials, &size);
  return credentials.uid;
}

asio::awaitable<void> serve_one(Stream stream, Answer answer) {
  boost::system::error_code failed;
  std::string line;
  co_await asio::async_read_until(stream, asio::dynamic_buffer(line, kLongestRequest), '\n',
                                  asio::redirect_error(asio::use_awaitable, failed));
  if (failed) co_return;
  const auto words = words_of(std::string_view(line).substr(0, line.find('\n')));
  if (!words) co_return;
  FramedOutput output;
  Request request{*words, user_of(stream)};
  const auto exit = co_await answer(std::move(request), output);
  const auto frames = output.take() + json::serialize(json::object{{"exit", int(exit)}}) + "\n";
  // A client that has gone away has no say: the verb was carried out.
  co_await asio::async_write(stream, asio::buffer(frames), asio::redirect_error(asio::use_awaitable, failed));
}

class Server final : public SocketServer {
 public:
  Server(asio::any_io_executor io, TaskGroup& tasks, Answer answer)
      : tasks_(tasks), acceptor_(io), answer_(std::move(answer)) {}

  Result<void> open(const std::filesystem::path& path) {
    boost::system::error_code failed;
    std::filesystem::remove(path);  // the lock is ours: a socket file here is a dead gateway's
    const auto wrong = [&] {
      return Error(Recovery::ask_person, "app/socket", {{"path", path.string()}, {"detail", failed.message()}});
    };
    if (path.string().size() >= sizeof(sockaddr_un::sun_path)) failed = asio::error::name_too_long;
    if (failed) return wrong();
    acceptor_.open(asio::local::stream_protocol(), failed);
    const auto mask = umask(S_IRWXG | S_IRWXO);
    if (!failed) acceptor_.bind(asio::local::stream_protocol::endpoint(path.string()), failed);
    umask(mask);
    if (!failed) acceptor_.listen(64, failed);
    if (failed) return wrong();
    path_ = path;
    return {};
  }

  ~Server() override {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove(path_, ignored);
  }

  asio::awaitable<void> run() override {
    for (;;) {
      auto stream = co_await acceptor_.async_accept(asio::use_awaitable);
      tasks_.spawn("request", serve_one(std::move(stream), answer_));
    }
  }

 private:
  TaskGroup& tasks_;
  asio::local::stream_protocol::acceptor acceptor_;
  Answer answer_;
  std::filesystem::path path_;
};

}  // namespace

Result<std::unique_ptr<SocketServer>> SocketServer::listen(asio::any_io_executor io, TaskGroup& tasks,
                                                           const std::string& data_folder, Answer answer) {
  auto server = std::make_unique<Server>(io, tasks, std::move(answer));
  if (auto opened = server->open(socket_path(data_folder)); !opened) return opened.error();
  return Result<std::unique_ptr<SocketServer>>(std::move(server));
}

}  // namespace calloff::app
