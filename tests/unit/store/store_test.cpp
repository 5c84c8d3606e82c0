#include "store/store.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <set>
#include <thread>

#include "folder.hpp"
#include "store/event_log.hpp"
#include "store/facts.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

const Error kRefused{Recovery::ask_person, "asn/refused"};

boost::asio::awaitable<void> take_number(Store& store, std::set<std::int64_t>& numbers, std::thread::id& thread) {
  const auto number = co_await store.write(
      "test/number", [](Writer& writer) -> Result<std::int64_t> { return next_number(writer, "n"); });
  numbers.insert(number.value());
  thread = std::this_thread::get_id();
}

}  // namespace

TEST_CASE("many who wait share one commit and resume on their own executor") {
  const Folder folder;
  const auto store = open_store(folder);
  boost::asio::io_context io;
  std::set<std::int64_t> numbers;
  std::thread::id thread;
  constexpr int kJobs = 400;
  boost::asio::co_spawn(
      io,
      [&]() -> boost::asio::awaitable<void> {
        for (int i = 0; i < kJobs; ++i)
          boost::asio::co_spawn(io, take_number(*store, numbers, thread), boost::asio::detached);
        co_return;
      },
      boost::asio::detached);
  const auto before = store->commits();
  io.run();
  CHECK(numbers.size() == kJobs);
  CHECK(*numbers.rbegin() == kJobs);
  CHECK(thread == std::this_thread::get_id());
  CHECK(store->commits() - before < kJobs / 4);
}

TEST_CASE("a job that fails undoes itself and nothing else") {
  const Folder folder;
  const auto store = open_store(folder);
  boost::asio::io_context io;
  std::vector<std::string> results(3);
  const auto job = [&](std::size_t i) -> boost::asio::awaitable<void> {
    const auto result = co_await store->write("test/put", [i](Writer& writer) -> Result<void> {
      put_fact(writer, "fact " + std::to_string(i), "there");
      if (i == 1) return kRefused;
      if (i == 2) throw std::logic_error("a defect");
      return {};
    });
    results[i] = result ? "ok" : result.error().code;
  };
  for (std::size_t i = 0; i < 3; ++i) boost::asio::co_spawn(io, job(i), boost::asio::detached);
  io.run();
  CHECK(results == std::vector<std::string>{"ok", "asn/refused", "store/job_threw"});
  const auto kept = store->read_now([](Reader& reader) -> Result<std::string> {
    return fact(reader, "fact 0").value_or("") + fact(reader, "fact 1").value_or("-") +
           fact(reader, "fact 2").value_or("-");
  });
  CHECK(kept.value() == "there--");
}

TEST_CASE("a statement the engine refuses fails its job and leaves the store in use") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto twice = [](Writer& writer) -> Result<void> {
    writer.session().execute("insert into fact (name, value) values ('one', '1')");
    return {};
  };
  REQUIRE(store->write_now("test/put", twice));
  const auto second = store->write_now("test/put", twice);
  REQUIRE(!second);
  CHECK(second.error().code == "store/unique");
  CHECK(store->write_now("test/put", [](Writer& writer) -> Result<void> {
    put_fact(writer, "two", "2");
    return {};
  }));
}

TEST_CASE("what was written is there after closing and opening, also for readers without the lock") {
  const Folder folder;
  {
    const auto store = open_store(folder);
    REQUIRE(store->write_now("test/put", [](Writer& writer) -> Result<void> {
      put_clock_offset(writer, std::chrono::hours(-24));
      return {};
    }));
    const auto reader = open_store(folder, Mode::read);
    CHECK(
        reader->read_now([](Reader& r) -> Result<bool> { return fact(r, "clock_offset_ms") == "-86400000"; }).value());
  }
  CHECK(stored_clock_offset(folder.path()).value() == std::chrono::hours(-24));
  const auto again = open_store(folder);
  CHECK(again->read_now([](Reader& r) -> Result<bool> { return fact(r, "clock_offset_ms") == "-86400000"; }).value());
}

TEST_CASE("readers see a snapshot on a thread of their own") {
  const Folder folder;
  const auto store = open_store(folder);
  boost::asio::io_context io;
  bool is_same = false;
  std::thread::id reading, resumed;
  const auto read = [&]() -> boost::asio::awaitable<void> {
    const auto seen = co_await store->read([&](Reader& reader) -> Result<bool> {
      reading = std::this_thread::get_id();
      const auto before = fact(reader, "n").value_or("none");
      const auto written = store->write_now("test/put", [](Writer& writer) -> Result<void> {
        put_fact(writer, "n", "1");
        return {};
      });
      return written && before == fact(reader, "n").value_or("none");
    });
    is_same = seen.value();
    resumed = std::this_thread::get_id();
  };
  boost::asio::co_spawn(io, read(), boost::asio::detached);
  io.run();
  CHECK(is_same);
  CHECK(reading != std::this_thread::get_id());
  CHECK(resumed == std::this_thread::get_id());
}

TEST_CASE("a second writer is refused and told who has the folder") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto second = Store::open(folder.path(), Mode::write, morning());
  REQUIRE(!second);
  CHECK(second.error().code == "store/in_use");
  CHECK(second.error().arg("pid") == std::to_string(::getpid()));
}

TEST_CASE("reading a folder without a store says so") {
  const Folder folder;
  const auto store = Store::open(folder.path(), Mode::read, morning());
  REQUIRE(!store);
  CHECK(store.error().code == "store/not_found");
  CHECK(stored_clock_offset(folder.path()).value() == std::nullopt);
}

TEST_CASE("numbers are given once, and a jump says why") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto number = [](Writer& writer) -> Result<std::int64_t> { return next_number(writer, "sid"); };
  const auto refused = [](Writer& writer) -> Result<std::int64_t> {
    next_number(writer, "sid");
    return kRefused;
  };
  CHECK(store->write_now("test/number", number).value() == 1);
  CHECK(!store->write_now("test/number", refused));
  CHECK(store->write_now("test/number", number).value() == 2);
  const auto jump = [](std::int64_t next) {
    return [next](Writer& writer) { return skip_numbers(writer, "sid", next, "clerk", "restored"); };
  };
  REQUIRE(store->write_now("test/skip", jump(100)));
  CHECK(store->write_now("test/skip", jump(50)).error().code == "store/number_backwards");
  CHECK(store->write_now("test/number", number).value() == 100);
  const auto why = store->read_now([](Reader& r) -> Result<std::string> { return events_of(r, "sid").at(0).why; });
  CHECK(why.value() == "restored");
}
