#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>

#include "app/dispatch.hpp"
#include "app/open_files.hpp"

namespace {

using calloff::app::Exit;
using calloff::app::StandardOutput;

int run(int count, char** words, StandardOutput& output) {
  using namespace calloff::app;
  const auto parsed = parse_command(std::vector<std::string>(words + 1, words + count));
  if (parsed.is_finished) {
    if (parsed.exit == Exit::ok)
      output.out(parsed.text);
    else
      output.err(parsed.text);
    return int(parsed.exit);
  }
  try {
    return int(run_command(parsed.command, output));
  } catch (const std::exception& defect) {
    output.err(std::string("calloff: a defect of ours: ") + defect.what() +
               "\nNothing durable is lost; please report it.\n");
    return int(Exit::failed);
  }
}

}  // namespace

int main(int count, char** words) {
  // Both come back from write() as errors, which are told as what they are.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  calloff::app::allow_open_files();
  umask(S_IRWXG | S_IRWXO);  // what the store keeps is its owner's alone
  StandardOutput output;
  const auto exit = run(count, words, output);
  // A reader that has seen enough (`| head`) is no failure of ours.
  if (output.failure() == 0 || output.failure() == EPIPE) return exit;
  output.err(std::string("calloff: the answer could not be written: ") + std::strerror(output.failure()) + "\n");
  return int(Exit::storage_failed);
}
