#include "store/lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "folder.hpp"

using namespace calloff;
using namespace calloff::store;

TEST_CASE("who looks whether a folder is taken keeps nobody from taking it, and says who has it") {
  const Folder folder;
  {
    REQUIRE(FolderLock::take(folder.path()));
  }
  const auto looks = ::open((folder.path() / "lock").c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(::flock(looks, LOCK_SH | LOCK_NB) == 0);
  CHECK(FolderLock::look(folder.path()).has_value());  // several may
  CHECK(!FolderLock::take(folder.path()));             // a while, and it gives up
  ::close(looks);
  const auto lock = FolderLock::take(folder.path());
  REQUIRE(lock);
  const auto seen = FolderLock::look(folder.path());
  REQUIRE(!seen);
  CHECK(seen.error().code == "store/in_use");
  CHECK(seen.error().arg("pid") == std::to_string(::getpid()));
}

TEST_CASE("a folder that is looked at over and over can be taken") {
  const Folder folder;
  {
    REQUIRE(FolderLock::take(folder.path()));
  }
  std::atomic<bool> is_over = false;
  std::thread looking([&] {
    while (!is_over) (void)FolderLock::look(folder.path());
  });
  int taken = 0;
  for (int i = 0; i < 200; ++i) taken += FolderLock::take(folder.path()).has_value() ? 1 : 0;
  is_over = true;
  looking.join();
  CHECK(taken == 200);
}
