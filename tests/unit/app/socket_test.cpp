#include "app/socket.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <thread>

#include "support/catch.hpp"

using namespace calloff;
namespace asio = boost::asio;
using Client = asio::local::stream_protocol::socket;

namespace {

/// A server whose one verb says "begun", waits until it is let go on, says "ended" and exits with 5.
class Served {
 public:
  Served() {
    std::string name = (std::filesystem::temp_directory_path() / "calloff-socket-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    auto server = app::SocketServer::listen(
        io_.get_executor(), tasks_, name,
        [this](app::Request request, app::Output& output) { return carry_out(std::move(request), output); });
    REQUIRE(server);
    server_ = std::move(*server);
    tasks_.spawn("socket", server_->run());
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Served() {
    asio::post(io_, [this] { tasks_.stop(); });
    thread_.join();
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  void connect(Client& client) { client.connect(app::socket_path(folder_.string()).string()); }
  void go_on() {
    asio::post(io_, [this] { let_go_.try_send(boost::system::error_code()); });
  }
  std::future<std::vector<std::string>> carried_out() { return carried_out_.get_future(); }

 private:
  asio::awaitable<app::Exit> carry_out(app::Request request, app::Output& output) {
    output.err("begun");
    co_await let_go_.async_receive(asio::use_awaitable);
    output.out("ended");
    carried_out_.set_value(request.words);
    co_return app::Exit::partly;
  }

  asio::io_context io_;
  app::TaskGroup tasks_{io_.get_executor(),
                        [](const std::string&, std::exception_ptr failure) { std::rethrow_exception(failure); }};
  asio::experimental::channel<void(boost::system::error_code)> let_go_{io_, 1};
  std::promise<std::vector<std::string>> carried_out_;
  std::unique_ptr<app::SocketServer> server_;
  std::filesystem::path folder_;
  std::thread thread_;
};

std::string line_of(Client& client, std::string& buffer) {
  const auto length = asio::read_until(client, asio::dynamic_buffer(buffer), '\n');
  const auto line = buffer.substr(0, length - 1);
  buffer.erase(0, length);
  return line;
}

const std::string kRequest = "{\"words\": [\"fetch\"]}\n";

}  // namespace

TEST_CASE("what a verb says arrives while it runs") {
  Served served;
  asio::io_context io;
  Client client(io);
  served.connect(client);
  asio::write(client, asio::buffer(kRequest));
  std::string buffer;
  CHECK(line_of(client, buffer) == R"({"err":"begun"})");
  served.go_on();
  CHECK(line_of(client, buffer) == R"({"out":"ended"})");
  CHECK(line_of(client, buffer) == R"({"exit":5})");
  boost::system::error_code ended;
  char more;
  client.read_some(asio::buffer(&more, 1), ended);
  CHECK(ended == asio::error::eof);
}

TEST_CASE("a request that does not parse is refused in words") {
  const std::string request = GENERATE("calloff\n", "{}\n", "{\"words\": \"fetch\"}\n", "{\"words\": [1]}\n", "\n");
  Served served;
  asio::io_context io;
  Client client(io);
  served.connect(client);
  asio::write(client, asio::buffer(request));
  std::string buffer;
  INFO(request);
  CHECK(line_of(client, buffer).starts_with(R"({"err":"calloff: )"));
  CHECK(line_of(client, buffer) == R"({"exit":2})");
}

TEST_CASE("a client that goes away does not stop its verb") {
  Served served;
  auto carried_out = served.carried_out();
  {
    asio::io_context io;
    Client client(io);
    served.connect(client);
    asio::write(client, asio::buffer(kRequest));
    std::string buffer;
    line_of(client, buffer);
  }
  served.go_on();
  CHECK(carried_out.get() == std::vector<std::string>{"fetch"});
}
