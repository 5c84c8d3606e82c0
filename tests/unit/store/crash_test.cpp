#include <signal.h>
#include <sys/resource.h>

#include <fstream>

#include "folder.hpp"
#include "store/crash_point.hpp"
#include "store/event_log.hpp"
#include "store/facts.hpp"
#include "store/runs.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

Result<void> put(Store& store, const std::string& name, const std::string& value) {
  return store.write_now("test/" + name, [=](Writer& writer) -> Result<void> {
    put_fact(writer, name, value);
    return {};
  });
}

std::string get(Store& store, const std::string& name) {
  return store.read_now([&](Reader& r) -> Result<std::string> { return fact(r, name).value_or("none"); }).value();
}

/// What the child does: three jobs and an archived file, then a clean end.
bool work(const Folder& folder) {
  const auto store = Store::open(folder.path(), Mode::write, morning());
  if (!store) return false;
  const auto run = [](Writer& writer) -> Result<std::string> {
    RunRecord record;
    record.customer = "sgm";
    record.started = writer.now();
    return start_run(writer, record);
  };
  return (*store)->write_now("test/run", run) && put(**store, "one", "1") && (*store)->archive().put("page one") &&
         put(**store, "two", "2");
}

int work_until(const Folder& folder, const std::string& point) {
  return in_child([&] {
    ::setenv("CALLOFF_CRASH_AT", point.c_str(), 1);
    return work(folder);
  });
}

struct Limit {
  explicit Limit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit limit{bytes, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~Limit() { ::setrlimit(RLIMIT_FSIZE, &before); }
  Limit(const Limit&) = delete;
  Limit& operator=(const Limit&) = delete;
  rlimit before{};
};

}  // namespace

TEST_CASE("killed at any point, what was told is there and what was not is whole or absent") {
  struct Case {
    const char *point, *one, *two;
  };
  const auto c = GENERATE(Case{"before:test/run", "none", "none"}, Case{"after:test/run", "none", "none"},
                          Case{"before:test/one", "none", "none"}, Case{"after:test/one", "1", "none"},
                          Case{"archive/written", "1", "none"}, Case{"archive/renamed", "1", "none"},
                          Case{"before:test/two", "1", "none"}, Case{"after:test/two", "1", "2"},
                          Case{"before:folder/close", "1", "2"}, Case{"after:folder/close", "1", "2"});
  INFO(c.point);
  const Folder folder;
  REQUIRE(was_killed(work_until(folder, c.point)));
  const auto store = open_store(folder);
  CHECK(get(*store, "one") == c.one);
  CHECK(get(*store, "two") == c.two);
  const auto temporary = folder.path() / "archive" / "tmp";
  CHECK((!std::filesystem::exists(temporary) || std::filesystem::is_empty(temporary)));
}

TEST_CASE("the crash points that a piece of work passes can be listed") {
  const Folder folder;
  const auto list = folder.path() / "points";
  REQUIRE(went_well(in_child([&] {
    ::setenv("CALLOFF_CRASH_LIST", list.c_str(), 1);
    return work(folder);
  })));
  std::ifstream file(list);
  std::vector<std::string> points;
  for (std::string line; std::getline(file, line);) points.push_back(line);
  CHECK(points == std::vector<std::string>{"before:test/run", "after:test/run", "before:test/one", "after:test/one",
                                           "archive/written", "archive/renamed", "before:test/two", "after:test/two",
                                           "before:folder/close", "after:folder/close"});
}

TEST_CASE("the n-th passing of a point can be chosen") {
  const Folder folder;
  const auto status = in_child([] {
    ::setenv("CALLOFF_CRASH_AT", "here#3", 1);
    crash_point("here");
    crash_point("there");
    crash_point("here");
    return true;
  });
  CHECK(went_well(status));
  CHECK(was_killed(in_child([] {
    ::setenv("CALLOFF_CRASH_AT", "here#2", 1);
    crash_point("here");
    crash_point("here");
    return true;
  })));
}

TEST_CASE("after a crash the archived file without a row is adopted and the open run is closed as failed") {
  const Folder folder;
  REQUIRE(was_killed(work_until(folder, "archive/renamed")));
  const auto store = open_store(folder);
  const auto run =
      store->read_now([](Reader& r) -> Result<RunRecord> { return find_run(r, "R-000001").value(); }).value();
  CHECK(run.outcome == RunOutcome::failed);
  CHECK(run.cause.value().code == "run/interrupted");
  const auto adopted = store->read_now([](Reader& r) -> Result<std::size_t> {
    std::size_t count = 0;
    for (const auto& event : events_after(r, 0, 100)) count += event.kind == "archive/adopted";
    return count;
  });
  CHECK(adopted.value() == 1);
}

TEST_CASE("a full disk fails those who wait, says so, and loses nothing that was told") {
  const Folder folder;
  const auto status = in_child([&] {
    const auto store = Store::open(folder.path(), Mode::write, morning());
    if (!store || !put(**store, "kept", "yes")) return false;
    const std::string big(400'000, 'x');
    {
      const Limit limit(200'000);
      const auto failed = put(**store, "big", big);
      if (failed || failed.error().code != "store/disk_full") return false;
      // Noise does not compress: the archive meets the limit too.
      std::string noise;
      for (unsigned i = 0, x = 1; i < 400'000; ++i) noise += static_cast<char>((x = x * 1664525 + 1013904223) >> 24);
      const auto file = (*store)->archive().put(noise);
      if (file || file.error().code != "store/disk_full") return false;
    }
    return get(**store, "big") == "none" && put(**store, "after", "yes").has_value();
  });
  REQUIRE(went_well(status));
  const auto store = open_store(folder);
  CHECK(get(*store, "kept") == "yes");
  CHECK(get(*store, "big") == "none");
  CHECK(get(*store, "after") == "yes");
}
