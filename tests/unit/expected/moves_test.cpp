// What is told of releases and documents that do not come, and of release numbers left out, out of a store that a test
// fills day by day.
#include "expected/facts.hpp"
#include "expected/tickets.hpp"
#include "store/releases.hpp"
#include "store/states.hpp"
#include "store/store.hpp"
#include "store/tickets.hpp"
#include "support/catch.hpp"
#include "support/portal/test_clock.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;
using namespace calloff::expected;
using std::chrono::minutes;

namespace {

const store::FeedKey kFeed{"sgm", "JQ", "weekly"};
constexpr auto kZone = "Asia/Shanghai";

Instant march(int day, int hour, int minute = 0) {
  const LocalDate date(std::chrono::year(2026), std::chrono::March, std::chrono::day(unsigned(day)));
  return to_instant({date, minutes(60 * hour + minute)}, kZone);
}

/// A feed that is expected by 12:00 each workday, worse from 13:00 on. Tuesday, 10 March 2026, 9:00.
class Feed {
 public:
  explicit Feed(Kind kind, std::optional<settings::Numbering> numbers = {}) {
    one_.feed = kFeed;
    one_.kind = kind;
    one_.by.warn = minutes(12 * 60);
    one_.by.escalate = minutes(13 * 60);
    one_.by.numbers = numbers;
    one_.zone = kZone;
  }

  void move_to(Instant at) { clock_.advance(std::chrono::duration_cast<std::chrono::milliseconds>(at - clock_.now())); }

  void poll(store::RunOutcome outcome, Instant at) {
    move_to(at);
    write([&](store::Writer& w) {
      store::RunRecord run;
      run.customer = kFeed.customer;
      run.plant = kFeed.plant;
      run.feed = kFeed.feed;
      run.started = at;
      run.id = store::start_run(w, run);
      run.ended = at + minutes(1);
      run.outcome = outcome;
      REQUIRE(store::finish_run(w, run));
      auto state = store::feed_state(w, kFeed);
      const bool is_good = outcome == store::RunOutcome::ok || outcome == store::RunOutcome::no_data;
      state.failures = is_good ? 0 : state.failures + 1;
      store::put_feed_state(w, state);
    });
  }

  std::string archive(const std::string& entry) {
    const auto raw = store_->archive().put("page of " + entry).value();
    std::string id;
    write([&](store::Writer& w) {
      id = store::put_document(w, store_->archive(), kFeed, entry, "1", "R-000001", {{"detail", "text/html", raw}})
               .value()
               .id;
    });
    return id;
  }
  void publish(const std::string& document) {
    write([&](store::Writer& w) {
      REQUIRE(store::put_document_state(w, document, store::DocumentState::committed, "hash", "m1", std::nullopt));
    });
  }
  void keep_apart(const std::string& document) {
    write([&](store::Writer& w) {
      REQUIRE(store::put_document_state(w, document, store::DocumentState::quarantined, "", "m1",
                                        Error(Recovery::quarantine, "map/missing")));
    });
  }
  void release(const std::string& number, std::optional<const char*> issued = {}) {
    model::ForecastRelease release;
    release.source = {kFeed.customer, kFeed.plant, kFeed.feed, archive(number), "m1"};
    release.release_no = number;
    if (issued) release.issued = parse_local_time(*issued).value();
    write(
        [&](store::Writer& w) { REQUIRE(store::put_forecast_release(w, release, store::next_commit(w, "R-000001"))); });
  }
  void resolve() {
    write([&](store::Writer& w) {
      for (const auto& ticket : store::open_tickets(w))
        REQUIRE(store::step_ticket(w, ticket.id, {store::TicketStep::Kind::resolve, "asked"}, "li"));
    });
  }

  /// Looks, does what is to be done, and gives the open tickets: `document_late 2026-03-10; `, with the numbers left
  /// out.
  std::string told(Instant at) {
    move_to(at);
    const std::vector<Expectation> all{one_};
    const Look look{all, clock_.now(), std::nullopt, 7};
    std::string text;
    write([&](store::Writer& w) {
      carry_out(w, moves(w, look).steps);
      for (const auto& ticket : store::open_tickets(w))
        text += ticket.reason.code.substr(std::string("expected/").size()) + " " +
                std::string(ticket.reason.arg("day")) + " " + std::string(ticket.reason.arg("numbers")) + "; ";
    });
    return text;
  }
  /// What `calendar expected` says of the day.
  std::string state(int day) {
    std::string text;
    write([&](store::Writer& w) {
      const auto due = due_on(one_, local_date(march(day, 12), kZone)).value();
      const auto facts = facts_of(w, one_, due.from);
      text = to_string(judge(one_, due, came_of(w, one_, facts, due), clock_.now()).state);
    });
    return text;
  }
  std::string why_closed(int day) {
    std::string why;
    write([&](store::Writer& w) {
      const LocalDate date(std::chrono::year(2026), std::chrono::March, std::chrono::day(unsigned(day)));
      if (const auto ticket = store::ticket_of(w, ticket_of(kFeed, date))) why = ticket->closed_why;
    });
    return why;
  }

 private:
  template <class Job>
  void write(Job job) {
    REQUIRE(store_->write_now("test", [&](store::Writer& w) -> Result<void> {
      job(w);
      return {};
    }));
  }

  test::TemporaryFolder folder_{test::TemporaryFolder::quick()};
  test::TestClock clock_{march(10, 9)};
  std::unique_ptr<store::Store> store_ = store::Store::open(folder_.path(), store::Mode::write, clock_).value();
  Expectation one_;
};

}  // namespace

TEST_CASE("a document that comes the day after closes the ticket of the day on which it did not") {
  Feed feed(Kind::document);
  feed.poll(store::RunOutcome::ok, march(10, 9));
  CHECK(feed.told(march(10, 11, 59)) == "");
  CHECK(feed.told(march(10, 12)) == "document_late 2026-03-10 ; ");
  CHECK(feed.told(march(10, 13)) == "document_missing 2026-03-10 ; ");
  CHECK(feed.told(march(11, 0, 1)) == "document_missing 2026-03-10 ; ");
  const auto document = feed.archive("a");
  CHECK(feed.told(march(11, 9)) == "document_missing 2026-03-10 ; ");
  feed.publish(document);
  CHECK(feed.told(march(11, 9, 1)) == "");
  CHECK(feed.why_closed(10).starts_with("it came at 2026-03-11T09:00"));
  CHECK(feed.told(march(11, 13)) == "");  // nor is the day it came on without one
}

TEST_CASE("what was kept apart has come when somebody published it, whatever its run said") {
  Feed feed(Kind::document);
  feed.poll(store::RunOutcome::partial, march(10, 9));
  const auto document = feed.archive("a");
  feed.keep_apart(document);
  CHECK(feed.told(march(10, 12)) == "document_late 2026-03-10 ; ");
  feed.move_to(march(10, 12, 30));
  feed.publish(document);
  CHECK(feed.told(march(10, 12, 31)) == "");
  feed.move_to(march(11, 9));
  feed.publish(document);  // understood anew: that is nothing new
  CHECK(feed.told(march(11, 12)) == "document_late 2026-03-11 ; ");
}

TEST_CASE("a release that is issued on a later day closes the ticket of the day on which none was") {
  Feed feed(Kind::release);
  feed.poll(store::RunOutcome::ok, march(10, 9));
  CHECK(feed.told(march(10, 12)) == "release_late 2026-03-10 ; ");
  CHECK(feed.told(march(10, 13)) == "release_missing 2026-03-10 ; ");
  CHECK(feed.told(march(11, 9)) == "release_missing 2026-03-10 ; ");
  SECTION("issued late") { feed.release("R1", "2026-03-11T09:00"); }
  SECTION("issued in time, and here late") { feed.release("R1", "2026-03-10T10:00"); }
  SECTION("it does not say when it was issued") { feed.release("R1"); }
  CHECK(feed.told(march(11, 9, 1)) == "");
  CHECK(feed.why_closed(10).starts_with("it came at 2026-03-11T09:00"));
}

TEST_CASE("an older release than is waited for closes nothing") {
  Feed feed(Kind::release);
  feed.poll(store::RunOutcome::ok, march(10, 9));
  feed.release("R1", "2026-03-09T10:00");
  CHECK(feed.told(march(10, 12)) == "release_late 2026-03-10 ; ");
}

TEST_CASE("a gap in the numbers of releases is one ticket, of the day of the release after it") {
  Feed feed(Kind::release, settings::Numbering{3, std::nullopt});
  feed.poll(store::RunOutcome::ok, march(10, 9));
  feed.release("R001", "2026-03-10T09:00");
  CHECK(feed.told(march(10, 9, 10)) == "");
  feed.move_to(march(11, 9));
  feed.release("R004", "2026-03-11T09:00");
  const std::string told = "numbers 2026-03-11 R002, R003; ";
  CHECK(feed.told(march(11, 9, 10)) == told);
  feed.move_to(march(12, 9));
  feed.release("R005", "2026-03-12T09:00");
  CHECK(feed.told(march(12, 9, 10)) == told);
  feed.move_to(march(13, 9));
  feed.release("R006", "2026-03-13T09:00");
  feed.release("R004", "2026-03-13T09:00");  // once more, as it was or not
  CHECK(feed.told(march(13, 9, 10)) == told);
  feed.release("R002", "2026-03-10T10:00");
  feed.release("R003", "2026-03-10T11:00");
  CHECK(feed.told(march(13, 9, 20)) == "");
}

TEST_CASE("what is left out is not known while the last poll was a bad one: nothing is closed, and nothing told") {
  Feed feed(Kind::release, settings::Numbering{3, std::nullopt});
  feed.poll(store::RunOutcome::ok, march(10, 9));
  feed.release("R001", "2026-03-10T09:00");
  feed.release("R003", "2026-03-10T09:10");
  const std::string told = "numbers 2026-03-10 R002; ";
  CHECK(feed.told(march(10, 9, 20)) == told);
  const auto outcome = GENERATE(store::RunOutcome::failed, store::RunOutcome::partial);
  feed.poll(outcome, march(10, 10));
  CHECK(feed.told(march(10, 10, 10)) == told);
  feed.release("R005", "2026-03-10T10:00");
  CHECK(feed.told(march(10, 10, 20)) == told);
  feed.poll(store::RunOutcome::ok, march(10, 11));
  CHECK(feed.told(march(10, 11, 10)) == "numbers 2026-03-10 R002, R004; ");
}

TEST_CASE("numbers that a person resolved stay so when others of them come, and others are told without them") {
  Feed feed(Kind::release, settings::Numbering{3, std::nullopt});
  feed.poll(store::RunOutcome::ok, march(10, 9));
  for (const auto* number : {"R002", "R004", "R006"}) feed.release(number, "2026-03-10T09:00");
  CHECK(feed.told(march(10, 9, 10)) == "numbers 2026-03-10 R003, R005; ");
  feed.resolve();
  CHECK(feed.told(march(10, 9, 20)) == "");
  feed.release("R005", "2026-03-10T09:00");
  CHECK(feed.told(march(10, 9, 30)) == "");
  feed.release("R008", "2026-03-10T09:00");
  CHECK(feed.told(march(10, 9, 40)) == "numbers 2026-03-10 R007; ");
  feed.release("R007", "2026-03-10T09:00");
  CHECK(feed.told(march(10, 9, 50)) == "");
  feed.release("R010", "2026-03-10T09:00");
  CHECK(feed.told(march(10, 10)) == "numbers 2026-03-10 R009; ");
}

TEST_CASE("a number more than are named is one more, also to who has resolved those that are") {
  Feed feed(Kind::release, settings::Numbering{3, std::nullopt});
  feed.poll(store::RunOutcome::ok, march(10, 9));
  for (const auto* number : {"R001", "R010"}) feed.release(number, "2026-03-10T09:00");
  CHECK(feed.told(march(10, 9, 10)).starts_with("numbers 2026-03-10 R002, R003"));
  feed.resolve();
  CHECK(feed.told(march(10, 9, 20)) == "");
  feed.release("R012", "2026-03-10T09:00");
  CHECK(feed.told(march(10, 9, 30)) == "numbers 2026-03-10 R011; ");
}

TEST_CASE("an empty list is of its own day, and no news to who said that nothing will come") {
  Feed feed(Kind::release);
  feed.poll(store::RunOutcome::ok, march(10, 9));
  feed.poll(store::RunOutcome::no_data, march(10, 11));
  CHECK(feed.told(march(10, 12)) == "empty 2026-03-10 ; ");
  feed.poll(store::RunOutcome::ok, march(11, 9));
  feed.told(march(11, 12));
  feed.resolve();
  CHECK(feed.told(march(11, 12, 10)) == "");
  feed.poll(store::RunOutcome::no_data, march(11, 12, 20));
  CHECK(feed.told(march(11, 12, 30)) == "");
  CHECK(feed.told(march(11, 13)) == "release_missing 2026-03-11 ; ");  // of before, that it is worse
}

TEST_CASE("a list that is empty on a later day does not make an earlier day's one empty") {
  Feed feed(Kind::release);
  feed.poll(store::RunOutcome::ok, march(10, 9));
  CHECK(feed.told(march(10, 13)) == "release_missing 2026-03-10 ; ");
  feed.poll(store::RunOutcome::no_data, march(11, 9));
  CHECK(feed.told(march(11, 9, 10)) == "release_missing 2026-03-10 ; ");
}

TEST_CASE("the ticket of a feed that was never polled does not go with its day") {
  Feed feed(Kind::document);
  CHECK(feed.told(march(10, 13)) == "document_missing 2026-03-10 ; ");
  CHECK(feed.told(march(11, 0, 1)) == "document_missing 2026-03-10 ; ");
  feed.move_to(march(11, 9));
  feed.publish(feed.archive("a"));  // brought by hand
  CHECK(feed.told(march(11, 9, 10)) == "");
  CHECK(feed.why_closed(10).starts_with("it came at 2026-03-11T09:00"));
}

TEST_CASE("what the first poll brings was there in time, however late that poll is") {
  Feed feed(Kind::document);
  feed.poll(store::RunOutcome::ok, march(10, 14));
  feed.move_to(march(10, 14) + std::chrono::seconds(20));
  feed.publish(feed.archive("a"));
  CHECK(feed.told(march(10, 14, 3)) == "");
  CHECK(feed.state(10) == "arrived");
}
