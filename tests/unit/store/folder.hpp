// What every test of the store needs: a folder of its own, a clock that stands, a store in it, a child process.
#pragma once
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <string>

#include "base/dates.hpp"
#include "store/store.hpp"
#include "support/catch.hpp"

namespace calloff::store {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "calloff-store-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline Instant at(const char* text) { return parse_instant(text).value(); }

inline Clock& morning() {
  static const auto clock = frozen_clock(at("2026-03-10T03:12:00Z"));
  return *clock;
}

inline std::unique_ptr<Store> open_store(const Folder& folder, Mode mode = Mode::write, Clock& clock = morning()) {
  auto store = Store::open(folder.path(), mode, clock);
  REQUIRE(store);
  return std::move(*store);
}

/// Runs `work` in a child process and returns its wait status. No thread may run in this process. 0: work returned
/// true.
inline int in_child(const std::function<bool()>& work) {
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) ::_exit(work() ? 0 : 1);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return status;
}

inline bool was_killed(int status) { return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL; }
inline bool went_well(int status) { return WIFEXITED(status) && WEXITSTATUS(status) == 0; }

}  // namespace calloff::store
