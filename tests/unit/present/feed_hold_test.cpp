// A feed that a person holds, and what is said of it once it was released.
#include <boost/json.hpp>

#include "fixture.hpp"
#include "store/event_log.hpp"
#include "support/process/json_schema.hpp"

using namespace calloff;
using namespace calloff::present;

namespace {

const store::FeedKey kDaily{"sgm", "JQ", "daily"};

/// Held at 11:10, the fixture's time; every ten minutes it would be polled.
struct Held : Plants {
  explicit Held(const char* last_poll) {
    polled(kDaily, last_poll);
    write([](store::Writer& w) { store::hold_feed(w, kDaily, "li", "portal moves"); });
  }
  void release() {
    write([](store::Writer& w) { REQUIRE(store::release_feed(w, kDaily, "wang")); });
  }
  FeedAge age() {
    return read([&](const ViewOf& of) { return feed_age(of, feed("JQ", "daily")); });
  }
  Value listed() {
    const auto listing = read([](const ViewOf& of) { return feed_list_view(of); });
    CHECK(test::process::complaints_of("feed_list", boost::json::parse(to_json(listing))) == "");
    return listing.rows.at(1);
  }
};

std::vector<std::string> runs_of(const Value& row) {
  std::vector<std::string> runs;
  for (const auto& item : row.find("next_runs")->items) runs.push_back(item.text);
  return runs;
}

}  // namespace

TEST_CASE("a held feed says since when, who and why, and has no next polls") {
  Held held("2026-03-10T11:00:00+08:00");
  held.now = at("2026-03-10T12:57:00+08:00");
  const auto age = held.age();
  CHECK(freshness_word(age.freshness) == "held");
  CHECK(age.why == "held since 03-10 11:10 (li: portal moves)");
  CHECK(age.since == at("2026-03-10T11:10:00+08:00"));
  const auto row = held.listed();
  CHECK(row.find("held")->text == age.why);
  CHECK(row.find("held_since")->text == "2026-03-10T11:10:00+08:00");
  CHECK(runs_of(row).empty());
  CHECK(held.read([](const ViewOf& of) { return schedule_view(of, {}).notes; }).at(0) ==
        "JQ daily: data as of 03-10 11:00, 1 h 57 min old: held since 03-10 11:10 (li: portal moves)");
  held.configuration.gateway.language = "zh";
  CHECK(held.age().why == "自 03-10 11:10 起暂停轮询（li：portal moves）");
}

TEST_CASE("who holds a held feed gives another reason; since when it is held stays") {
  Held held("2026-03-10T11:00:00+08:00");
  held.write([](store::Writer& w) {
    auto state = store::feed_state(w, kDaily);
    state.hold->since = at("2026-03-10T09:00:00+08:00");
    store::put_feed_state(w, state);
    store::hold_feed(w, kDaily, "wang", "until Thursday");
  });
  CHECK(held.age().why == "held since 03-10 09:00 (wang: until Thursday)");
}

TEST_CASE("a feed and its account may both be held") {
  Held held("2026-03-10T11:00:00+08:00");
  held.write([](store::Writer& w) {
    store::AccountState account;
    account.account = {"sgm", "account of JQ"};
    account.hold = store::Hold{Error(Recovery::hold_account, "sign_in/captcha"), at("2026-03-10T10:00:00+08:00")};
    store::put_account_state(w, account);
  });
  CHECK(
      held.age().why.starts_with("held since 03-10 11:10 (li: portal moves); its account is held since 03-10 10:00 ("));
  CHECK(held.age().since == at("2026-03-10T10:00:00+08:00"));
}

TEST_CASE("holding and releasing are events, with who and why") {
  Held held("2026-03-10T11:00:00+08:00");
  held.release();
  held.write([](store::Writer& w) { CHECK_FALSE(store::release_feed(w, kDaily, "wang")); });
  const auto events = held.read([](const ViewOf& of) { return store::events_of(of.reader, "sgm JQ daily"); });
  REQUIRE(events.size() == 2);
  CHECK(events[0].kind == "feed.held");
  CHECK(events[0].actor == "li");
  CHECK(events[0].why == "portal moves");
  CHECK(events[1].kind == "feed.released");
  CHECK(events[1].actor == "wang");
}

TEST_CASE("after its release a feed waits for its next time; nobody is blamed for what was left out") {
  struct Case {
    const char *last_poll, *now, *state, *why;
  };
  const auto c = GENERATE(values<Case>({
      // Slots were left out while it was held.
      {"2026-03-10T10:50:00+08:00", "2026-03-10T11:18:00+08:00", "not_polled",
       "released 03-10 11:10 and not polled since; it is polled next 03-10 11:20"},
      // None was.
      {"2026-03-10T11:10:00+08:00", "2026-03-10T11:18:00+08:00", "fresh", ""},
      // It was polled since.
      {"2026-03-10T11:12:00+08:00", "2026-03-10T11:18:00+08:00", "fresh", ""},
      // And nobody polls it any more.
      {"2026-03-10T11:10:00+08:00", "2026-03-10T11:36:00+08:00", "not_running",
       "a poll was due 03-10 11:20 and none has begun; is the gateway running?"},
  }));
  INFO(c.last_poll << " at " << c.now);
  Held held(c.last_poll);
  held.release();
  held.now = at(c.now);
  const auto age = held.age();
  CHECK(freshness_word(age.freshness) == c.state);
  CHECK(age.why == c.why);
}

TEST_CASE("the next polls are those of the timetable, behind what the scheduler waits for") {
  Held held("2026-03-10T11:10:00+08:00");
  held.release();
  held.now = at("2026-03-10T11:18:00+08:00");
  CHECK(runs_of(held.listed()) == std::vector<std::string>{"2026-03-10T11:20:00+08:00", "2026-03-10T11:30:00+08:00",
                                                           "2026-03-10T11:40:00+08:00"});
  held.write([](store::Writer& w) {
    auto state = store::feed_state(w, kDaily);
    state.next_run = at("2026-03-10T11:45:00+08:00");
    store::put_feed_state(w, state);
  });
  CHECK(runs_of(held.listed()) == std::vector<std::string>{"2026-03-10T11:45:00+08:00", "2026-03-10T11:50:00+08:00",
                                                           "2026-03-10T12:00:00+08:00"});
  const auto table = held.read([](const ViewOf& of) { return to_table(feed_list_view(of)); });
  CHECK(table.find("2026-03-10T11:45:00+08:00, 2026-03-10T11:50:00+08:00, ") != std::string::npos);
}
