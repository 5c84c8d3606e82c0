// What keeps the store from writing is known until somebody writes again.
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <random>

#include "folder.hpp"
#include "store/tickets.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

/// While it lives no file of this process may grow beyond so many bytes: the disk is full.
class FullDisk {
 public:
  explicit FullDisk(unsigned long bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

/// Bytes that the archive cannot make smaller.
std::string noise(std::size_t size) {
  std::mt19937 random(1);
  std::string text;
  while (text.size() < size) text += char(random());
  return text;
}

/// Archives so many bytes; did it?
bool keep(Store& store, std::size_t bytes) {
  boost::asio::io_context io;
  bool is_kept = false;
  boost::asio::co_spawn(
      io,
      [](Store& s, std::string text, bool& kept) -> boost::asio::awaitable<void> {
        const auto done = co_await s.keep(std::move(text));
        kept = done.has_value();
      }(store, noise(bytes), is_kept),
      [](std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
      });
  io.run();
  return is_kept;
}

Result<void> write(Store& store, const std::string& text) {
  return store.write_now("test", [&](Writer& w) -> Result<void> {
    raise_ticket(w, text, Error(Recovery::retry, "wire/timed_out", {{"detail", text}}));
    return {};
  });
}

}  // namespace

TEST_CASE("a full disk is known until there is space again") {
  const Folder folder;
  const auto store = open_store(folder);
  REQUIRE(write(*store, "one"));
  CHECK_FALSE(store->trouble());
  {
    const FullDisk full(1000);
    CHECK_FALSE(keep(*store, 100'000));
    REQUIRE(store->trouble());
    CHECK(store->trouble()->code == "store/disk_full");
  }
  CHECK(keep(*store, 100'001));
  CHECK_FALSE(store->trouble());
  {
    const FullDisk full(1000);
    const auto refused = write(*store, std::string(100'000, 'y'));
    REQUIRE_FALSE(refused);
    REQUIRE(store->trouble());
    CHECK(store->trouble()->code == "store/disk_full");
  }
  REQUIRE(write(*store, "two"));
  CHECK_FALSE(store->trouble());
}

TEST_CASE("a job's own mistake is no trouble of the store") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto refused = store->write_now("test", [](Writer&) -> Result<void> {
    return Error(Recovery::ask_person, "ticket/unknown", {{"ticket", "T-1"}});
  });
  CHECK_FALSE(refused);
  CHECK_FALSE(store->trouble());
}
