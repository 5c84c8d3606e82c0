// A disk that fills up is told of once, and it is over by itself, but not at once.
#include "app/disk_watch.hpp"

#include "base/dates.hpp"
#include "store/tickets.hpp"
#include "support/asn/run_task.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;
using namespace calloff::app;

namespace {

constexpr std::uint64_t kMib = 1u << 20;

struct Watched {
  test::TemporaryFolder folder;
  std::unique_ptr<Clock> clock = frozen_clock(parse_instant("2026-03-10T03:12:00Z").value());
  std::unique_ptr<store::Store> store = store::Store::open(folder.path() / "data", store::Mode::write, *clock).value();
  std::optional<std::uint64_t> free = 5000 * kMib;
  std::vector<std::string> said;
  DiskWatch watch{*store, *clock, [this](const LogLine& line) { said.push_back(line.text); }, 1000 * kMib,
                  [this] { return free; }};

  void look() { REQUIRE(test::run_for(watch.tell())); }
  std::string ticket() const {
    return store
        ->read_now([](store::Reader& r) -> Result<std::string> {
          const auto ticket = store::ticket_of(r, "disk");
          return ticket ? ticket->reason.code + " " + std::string(store::to_string(ticket->stored_state)) + " " +
                              std::to_string(ticket->count)
                        : std::string("none");
        })
        .value();
  }
};

}  // namespace

TEST_CASE("below the limit the disk is low, until a tenth more than that is free") {
  Watched disk;
  disk.look();
  CHECK(disk.ticket() == "none");
  CHECK(!disk.watch.low());
  disk.free = 999 * kMib;
  const auto low = disk.watch.low();
  REQUIRE(low);
  CHECK(low->code == "disk/low");
  CHECK(low->arg("free_mib") == "999");
  CHECK(low->arg("low_mib") == "1000");
  disk.look();
  disk.look();
  CHECK(disk.ticket() == "disk/low open 1");
  CHECK(disk.said.size() == 1);
  disk.free = 1050 * kMib;
  disk.look();
  CHECK(disk.watch.low());
  CHECK(disk.ticket() == "disk/low open 1");
  disk.free = 1100 * kMib;
  CHECK(!disk.watch.low());
  disk.look();
  CHECK(disk.ticket() == "disk/low resolved 1");
  CHECK(disk.said.size() == 2);
  disk.free = 1 * kMib;
  disk.look();
  CHECK(disk.ticket() == "disk/low open 2");
}

TEST_CASE("what an earlier gateway said of the disk is taken back by the next one") {
  Watched disk;
  disk.free = 1;
  disk.look();
  DiskWatch next(*disk.store, *disk.clock, [](const LogLine&) {}, 1000 * kMib, [] { return 2000 * kMib; });
  REQUIRE(test::run_for(next.tell()));
  CHECK(disk.ticket() == "disk/low resolved 1");
}

TEST_CASE("a disk of which nobody can say what is free, and a limit of nothing, are never low") {
  Watched disk;
  disk.free = std::nullopt;
  CHECK(!disk.watch.low());
  DiskWatch off(*disk.store, *disk.clock, [](const LogLine&) {}, 0, [] { return std::uint64_t{0}; });
  CHECK(!off.low());
  CHECK(!free_at("/nonexistent/folder"));
  CHECK(free_at("/").value() > 0);
}
