#include <sys/socket.h>
#include <sys/stat.h>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>

#include "app/socket.hpp"
#include "base/clock.hpp"

namespace calloff::app {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using Stream = asio::local::stream_protocol::socket;

constexpr std::size_t kLongestRequest = 1u << 20;
constexpr std::chrono::milliseconds kPauseAfterFailure{1000};

/// One connection's answer: what the verb says is a frame at once, written while the verb goes on. A client that has
/// gone away, or does not read, has no say in the verb: its frames are dropped or wait. Nobody waits for the writes:
/// the connection closes when the verb has let go of it and the last frame is written.
class FramedOutput final : public Output, public std::enable_shared_from_this<FramedOutput> {
 public:
  explicit FramedOutput(Stream stream) : stream_(std::move(stream)) {}
  void out(std::string_view data) override { add("out", json::string(data.data(), data.size())); }
  void err(std::string_view talk) override { add("err", json::string(talk.data(), talk.size())); }
  void exit(Exit exit) { add("exit", int(exit)); }

 private:
  void add(const char* name, json::value value) {
    if (has_client_gone_) return;
    waiting_ += json::serialize(json::object{{name, std::move(value)}}) + "\n";
    if (writing_.empty()) write();
  }

  void write() {
    writing_ = std::exchange(waiting_, {});
    asio::async_write(stream_, asio::buffer(writing_),
                      [self = shared_from_this()](boost::system::error_code failed, std::size_t) {
                        self->writing_.clear();
                        self->has_client_gone_ = bool(failed);
                        if (!failed && !self->waiting_.empty()) self->write();
                      });
  }

  Stream stream_;
  std::string writing_, waiting_;
  bool has_client_gone_ = false;
};

/// What the first line says. sizes: of the files whose bytes follow it
struct Asked {
  std::vector<std::string> words;
  std::vector<BroughtFile> files;
  std::vector<std::size_t> sizes;
};

bool read_words(const json::object& object, Asked& asked) {
  const auto* words = object.if_contains("words");
  if (!words || !words->is_array()) return false;
  for (const auto& word : words->as_array()) {
    if (!word.is_string()) return false;
    asked.words.emplace_back(word.as_string());
  }
  return true;
}

bool read_files(const json::object& object, Asked& asked) {
  const auto* files = object.if_contains("files");
  if (!files) return true;
  if (!files->is_array()) return false;
  std::size_t all = 0;
  for (const auto& file : files->as_array()) {
    const auto* named = file.if_object();
    const auto* name = named ? named->if_contains("name") : nullptr;
    const auto* size = named ? named->if_contains("size") : nullptr;
    if (!name || !name->is_string() || !size || !size->is_int64() || size->as_int64() < 0) return false;
    const auto bytes = std::size_t(size->as_int64());
    if (bytes > kMostFileBytes - all) return false;
    all += bytes;
    asked.files.push_back({std::string(name->as_string()), {}});
    asked.sizes.push_back(bytes);
  }
  return true;
}

std::optional<Asked> asked_in(std::string_view line) {
  boost::system::error_code failed;
  const auto value = json::parse(json::string_view(line.data(), line.size()), failed);
  const auto* object = failed ? nullptr : value.if_object();
  Asked asked;
  if (!object || !read_words(*object, asked) || !read_files(*object, asked)) return std::nullopt;
  return asked;
}

/// The files' bytes, in their order; what came with the line already is in `front`. false: the client went away
asio::awaitable<bool> receive_files(Stream& stream, Asked& asked, std::string front) {
  for (std::size_t i = 0; i < asked.files.size(); ++i) {
    auto& bytes = asked.files[i].bytes;
    bytes = front.substr(0, asked.sizes[i]);
    front.erase(0, bytes.size());
    const auto have = bytes.size();
    bytes.resize(asked.sizes[i]);
    boost::system::error_code failed;
    co_await asio::async_read(stream, asio::buffer(bytes.data() + have, bytes.size() - have),
                              asio::redirect_error(asio::use_awaitable, failed));
    if (failed) co_return false;
  }
  co_return true;
}

/// Who has connected; none if the operating system does not say.
std::optional<unsigned> user_of(Stream& stream) {
  ucred credentials{};
  credentials.uid = uid_t(-1);
  socklen_t size = sizeof credentials;
  const bool is_told = getsockopt(stream.native_handle(), SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0;
  if (!is_told || credentials.uid == uid_t(-1)) return std::nullopt;
  return credentials.uid;
}

void refuse(FramedOutput& output, std::string_view why, Exit exit) {
  output.err("calloff: " + std::string(why) + "\n");
  output.exit(exit);
}

asio::awaitable<void> serve_one(Stream stream, Answer answer) {
  boost::system::error_code failed;
  std::string line;
  co_await asio::async_read_until(stream, asio::dynamic_buffer(line, kLongestRequest), '\n',
                                  asio::redirect_error(asio::use_awaitable, failed));
  if (failed && line.empty()) co_return;
  const auto end = line.find('\n');
  auto asked = failed ? std::nullopt : asked_in(std::string_view(line).substr(0, end));
  if (asked && !co_await receive_files(stream, *asked, line.substr(end + 1))) co_return;
  const auto user = user_of(stream);
  const auto output = std::make_shared<FramedOutput>(std::move(stream));
  if (!asked) co_return refuse(*output, "the running gateway does not understand the request", Exit::usage);
  if (!user) co_return refuse(*output, "the running gateway cannot tell who asks", Exit::failed);
  Request request{std::move(asked->words), *user, std::move(asked->files)};
  const auto exit = co_await answer(std::move(request), *output);
  output->exit(exit);
}

class Server final : public SocketServer {
 public:
  Server(asio::any_io_executor io, TaskGroup& tasks, Answer answer)
      : tasks_(tasks), acceptor_(io), answer_(std::move(answer)) {}

  Result<void> open(const std::filesystem::path& path) {
    std::error_code not_removed;
    std::filesystem::remove(path, not_removed);  // the lock is ours: a socket file here is a dead gateway's
    boost::system::error_code failed = not_removed;
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
      boost::system::error_code failed;
      auto stream = co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, failed));
      if (failed == asio::error::operation_aborted) throw boost::system::system_error(failed);
      if (!failed)
        tasks_.spawn("request", serve_one(std::move(stream), answer_));
      else  // no descriptor left, say: who asks waits meanwhile
        co_await pause_->sleep_until(pause_->boot() + kPauseAfterFailure);
    }
  }

 private:
  TaskGroup& tasks_;
  asio::local::stream_protocol::acceptor acceptor_;
  Answer answer_;
  std::unique_ptr<Clock> pause_ = system_clock();
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
