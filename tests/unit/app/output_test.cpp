#include "app/output.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "support/catch.hpp"

using namespace calloff;

namespace {

/// What StandardOutput remembers after data was written to `descriptor`; told by a child's exit status.
int failure_of_writing_to(int descriptor) {
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::signal(SIGPIPE, SIG_IGN);
    ::dup2(descriptor, STDOUT_FILENO);
    app::StandardOutput output;
    output.out("first");
    output.out("second");
    ::_exit(output.failure());
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WEXITSTATUS(status);
}

}  // namespace

TEST_CASE("data that could not be written is remembered") {
  const int full = ::open("/dev/full", O_WRONLY), nothing = ::open("/dev/null", O_WRONLY);
  int closed_pipe[2];
  REQUIRE(::pipe(closed_pipe) == 0);
  ::close(closed_pipe[0]);
  CHECK(failure_of_writing_to(full) == ENOSPC);
  CHECK(failure_of_writing_to(closed_pipe[1]) == EPIPE);
  CHECK(failure_of_writing_to(nothing) == 0);
  for (const int descriptor : {full, nothing, closed_pipe[1]}) ::close(descriptor);
}
