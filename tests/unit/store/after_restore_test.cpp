// What a store that was put back to a backup gives out: no number or name that may have been given out since.
#include "folder.hpp"
#include "store/facts.hpp"
#include "store/safe_mode.hpp"
#include "store/tickets.hpp"

using namespace calloff;
using namespace calloff::store;

TEST_CASE("numbers that may have been given out since the backup are passed over once") {
  Folder folder;
  const auto store = open_store(folder);
  const auto numbers = store->write_now("test/numbers", [](Writer& w) -> Result<std::vector<std::int64_t>> {
    std::vector<std::int64_t> given{next_number(w, "sid")};
    mark_restored(w, morning().now(), "li");
    REQUIRE(skip_after_restore(w, "sid", 250));
    given.push_back(next_number(w, "sid"));
    REQUIRE(skip_after_restore(w, "sid", 250));
    given.push_back(next_number(w, "sid"));
    return given;
  });
  CHECK(numbers.value() == std::vector<std::int64_t>{1, 252, 253});
}

TEST_CASE("names that may have been given out since the backup are not given to others") {
  Folder folder;
  const auto store = open_store(folder);
  const auto named = store->write_now("test/names", [](Writer& w) -> Result<void> {
    const Error reason(Recovery::retry, "page/http_status");
    CHECK(raise_ticket(w, "a", reason) == 1);
    CHECK(next_number(w, "asn") == 1);
    mark_restored(w, morning().now(), "li");
    CHECK(raise_ticket(w, "b", reason) > 10'000);
    CHECK(raise_ticket(w, "a", reason) == 1);
    CHECK(next_number(w, "asn") > 10'000);
    CHECK(next_number(w, "run") > 1'000'000);
    const auto last = raise_ticket(w, "c", reason);
    CHECK(raise_ticket(w, "d", reason) == last + 1);
    return {};
  });
  CHECK(named);
}
