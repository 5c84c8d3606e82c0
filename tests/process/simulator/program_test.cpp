// The program itself: announces its ports, serves, ends at a signal, refuses what makes no sense.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "support/catch.hpp"
#include "support/paths.hpp"

namespace calloff::simulator::test {
namespace {

/// calloff-simulator as a child whose stderr we read.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments) {
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
    arguments.insert(arguments.begin(), (calloff::test::build_folder() / "bin/calloff-simulator").string());
    std::vector<char*> raw;
    for (auto& argument : arguments) raw.push_back(argument.data());
    raw.push_back(nullptr);
    child_ = fork();
    if (child_ == 0) {
      dup2(ends[1], STDERR_FILENO);
      execv(raw[0], raw.data());
      _exit(127);
    }
    close(ends[1]);
    stderr_ = fdopen(ends[0], "r");
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() {
    if (child_ > 0) end(SIGKILL);
    fclose(stderr_);
  }

  /// The next line it says; waits for it. Empty when it has ended.
  std::string line() {
    std::array<char, 4096> text{};
    return fgets(text.data(), text.size(), stderr_) ? text.data() : "";
  }

  /// Sends a signal (0 = none), waits for the end, and returns the exit status; negative: killed by that signal.
  int end(int signal) {
    if (signal != 0) kill(child_, signal);
    int status = 0;
    waitpid(child_, &status, 0);
    child_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t child_ = 0;
  FILE* stderr_ = nullptr;
};

}  // namespace

TEST_CASE("the simulator announces its ports and ends at a signal") {
  const int signal = GENERATE(SIGTERM, SIGINT);
  const auto file = calloff::test::build_folder() / "tests" / ("simulator_ports_" + std::to_string(getpid()) + ".json");
  std::filesystem::remove(file);
  Program program(
      {"--port", "0", "--admin-port", "0", "--now", "2026-03-10T14:00:00+08:00", "--announce", file.string()});
  const auto line = program.line();
  INFO(line);
  std::ifstream announced(file);
  std::ostringstream text;
  text << announced.rdbuf();
  const auto ports = boost::json::parse(text.str());
  CHECK(line.find("http://127.0.0.1:" + std::to_string(ports.at("port").as_int64())) != std::string::npos);
  CHECK(line.find("http://127.0.0.1:" + std::to_string(ports.at("admin_port").as_int64())) != std::string::npos);
  CHECK(ports.at("tls_port").is_null());
  CHECK(program.end(signal) == 0);
  std::filesystem::remove(file);
}

TEST_CASE("the simulator refuses arguments that make no sense") {
  struct Case {
    std::vector<std::string> arguments;
    std::string part;
  };
  const Case cases[] = {
      {{"--now", "noon"}, "noon"},
      {{"--sheets", "100"}, "--sheets"},
      {{"--port", "70000"}, "--port"},
      {{"--tls-port", "0"}, "--tls-cert"},
      {{"--announce", "/nowhere/ports.json"}, "/nowhere/ports.json"},
      {{"--tls-port", "0", "--tls-cert", "/nowhere/c.pem", "--tls-key", "/nowhere/k.pem"}, "/nowhere/c.pem"}};
  for (const auto& c : cases) {
    Program program(c.arguments);
    const auto line = program.line();
    INFO(c.part << ": " << line);
    CHECK(line.find(c.part) != std::string::npos);
    CHECK(program.end(0) > 0);
  }
}

}  // namespace calloff::simulator::test
