#include "support/weeks/mortal_store.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace calloff::test {

namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

/// As on a real store the coroutine is left and resumed, and others go on meanwhile.
asio::awaitable<void> step_aside() { co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable); }

}  // namespace

void Life::pass(const std::string& place) {
  if (is_over_) throw Gone{};
  ++passed_;
  if (!left_ || --*left_ > 0) return;
  is_over_ = true;
  ended_at_ = place;
  throw Gone{};
}

Task<std::vector<store::RawRef>> MortalStore::keep_all(std::vector<std::string> all) {
  co_await step_aside();
  if (life_.is_over()) throw Gone{};
  if (!life_.ends_within(all.size() + 1)) {
    for (std::size_t i = 0; i <= all.size(); ++i) life_.pass("archive");
    co_return archive().put_all(all);
  }
  for (const auto& bytes : all) {
    life_.pass("archive/before");
    if (auto put = archive().put(bytes); !put) co_return put.error();
  }
  life_.pass("archive/kept");
  throw std::logic_error("a life that should have ended goes on");
}

Task<void> MortalStore::write_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) {
  co_await step_aside();
  co_return write_now_erased(std::move(job), std::move(fn));
}

Result<void> MortalStore::write_now_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) {
  life_.pass("before:" + job);
  auto done = kept_->write_now(job, std::move(fn));
  if (done) written_(job);
  life_.pass("after:" + job);
  return done;
}

Task<void> MortalStore::read_erased(std::function<Result<void>(store::Reader&)> fn) {
  co_await step_aside();
  co_return read_now_erased(std::move(fn));
}

Result<void> MortalStore::read_now_erased(std::function<Result<void>(store::Reader&)> fn) {
  if (life_.is_over()) throw Gone{};
  return kept_->read_now(std::move(fn));
}

void leave_to_next(const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  for (const auto& entry : fs::directory_iterator(from)) {
    const auto name = entry.path().filename().string();
    if (entry.is_directory())
      fs::rename(entry.path(), to / name);
    else if (name != "lock" && !name.ends_with("-shm"))  // memory that the processes of a database share
      fs::copy_file(entry.path(), to / name);
  }
}

}  // namespace calloff::test
