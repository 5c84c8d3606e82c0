// What becomes of sheets that the customer's list does not name any more.
#include "inbound/left_list.hpp"

#include "base/dates.hpp"
#include "store/delivery_schedules.hpp"
#include "store/tickets.hpp"
#include "support/asn/jumping_clock.hpp"
#include "support/asn/run_task.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;
using std::chrono::minutes;

namespace {

const store::FeedKey kFeed{"sgm", "JQ", "daily"};

LocalDate day(const char* text) { return parse_date(text).value(); }

/// A feed whose list was polled well now and then. Tuesday, 10 March 2026, noon.
class Polled {
 public:
  Polled() : store_(store::Store::open(folder_.path(), store::Mode::write, clock_).value()) {}

  void put_sheet(const std::string& number, const char* pickup, model::SheetState state = model::SheetState::read) {
    const auto raw = store_->archive().put("page of " + number).value();
    REQUIRE(store_->write_now("test/sheet", [&](store::Writer& w) -> Result<void> {
      model::DeliverySchedule sheet;
      sheet.source = {"sgm", "JQ", "daily", "", "m1"};
      sheet.source.document =
          store::put_document(w, store_->archive(), kFeed, number, "1", "R-000001", {{"detail", "text/html", raw}})
              .value()
              .id;
      sheet.pus_no = number;
      sheet.state = state;
      sheet.pickup = parse_local_time(pickup).value();
      model::DeliveryLine line;
      line.line_no = "1";
      line.part_no = "0091";
      line.required = Decimal::whole(24);
      sheet.lines.push_back(line);
      REQUIRE(store::put_delivery_schedule(w, sheet, store::next_commit(w, "R-000001")));
      return {};
    }));
  }

  /// A good poll whose list lacks these.
  void poll(std::vector<std::string> missing, const char* today = "2026-03-10") {
    REQUIRE(test::run_for(inbound::observe_left(*store_, kFeed, std::move(missing), day(today), day("2026-03-24"))));
  }
  /// One that lists it again.
  void list(const std::string& entry) {
    REQUIRE(store_->write_now("test/list", [&](store::Writer& w) -> Result<void> {
      store::touch_seen(w, kFeed, {entry}, true);
      return {};
    }));
  }
  void wait(minutes time) { clock_.advance(time); }

  /// The sheets that tickets are open for.
  std::string tickets() {
    std::string text;
    for (const auto& ticket :
         store_->read_now([](store::Reader& r) -> Result<std::vector<store::Ticket>> { return store::open_tickets(r); })
             .value())
      text += ticket.reason.code + " " + std::string(ticket.reason.arg("sheet")) + "; ";
    return text;
  }
  /// The rows that stand; those that left the list have a star.
  std::string rows() {
    std::string text;
    for (const auto& row : store_
                               ->read_now([](store::Reader& r) -> Result<std::vector<store::ScheduleRow>> {
                                 return store::schedule_rows(r, {});
                               })
                               .value())
      text += row.pus_no + "=" + to_string(row.line.required) + (row.has_left_list ? "* " : " ");
    return text;
  }

 private:
  test::TemporaryFolder folder_{test::TemporaryFolder::quick()};
  test::JumpingClock clock_{parse_instant("2026-03-10T12:00:00+08:00").value()};
  std::unique_ptr<store::Store> store_;
};

}  // namespace

TEST_CASE("a sheet that leaves the list stands; after two good polls ten minutes apart a person is told") {
  Polled feed;
  feed.put_sheet("PUS-1", "2026-03-11T09:00");
  feed.put_sheet("PUS-2", "2026-03-11T14:00");
  CHECK(feed.rows() == "PUS-1=24 PUS-2=24 ");
  feed.poll({"PUS-2"});
  CHECK(feed.tickets() == "");
  CHECK(feed.rows() == "PUS-1=24 PUS-2=24* ");
  feed.wait(minutes(9));
  feed.poll({"PUS-2"});
  CHECK(feed.tickets() == "");
  feed.wait(minutes(1));
  feed.poll({"PUS-2"});
  feed.poll({"PUS-2"});
  CHECK(feed.tickets() == "inbound/left_list PUS-2; ");
  CHECK(feed.rows() == "PUS-1=24 PUS-2=24* ");
  feed.list("PUS-2");
  feed.poll({});
  CHECK(feed.tickets() == "");
  CHECK(feed.rows() == "PUS-1=24 PUS-2=24 ");
}

TEST_CASE("listed again in between: the ten minutes begin anew") {
  Polled feed;
  feed.put_sheet("PUS-1", "2026-03-11T09:00");
  feed.poll({"PUS-1"});
  feed.wait(minutes(6));
  feed.list("PUS-1");
  feed.poll({});
  feed.wait(minutes(6));
  feed.poll({"PUS-1"});
  CHECK(feed.tickets() == "");
}

TEST_CASE("an empty list takes every sheet off it and zeroes none") {
  Polled feed;
  feed.put_sheet("PUS-1", "2026-03-11T09:00");
  feed.put_sheet("PUS-2", "2026-03-12T09:00");
  feed.poll({"PUS-1", "PUS-2"});
  feed.wait(minutes(10));
  feed.poll({"PUS-1", "PUS-2"});
  CHECK(feed.tickets() == "inbound/left_list PUS-2; inbound/left_list PUS-1; ");
  CHECK(feed.rows() == "PUS-1=24* PUS-2=24* ");
}

TEST_CASE("nobody is told of sheets that are over, past, or beyond what the list covers") {
  using model::SheetState;
  struct Case {
    const char* pickup;
    SheetState state;
    const char* tickets;
  };
  const auto c = GENERATE(values<Case>({
      {"2026-03-10T06:00", SheetState::unread, "inbound/left_list PUS-1; "},
      {"2026-03-11T09:00", SheetState::changed, "inbound/left_list PUS-1; "},
      {"2026-03-24T09:00", SheetState::accepted, "inbound/left_list PUS-1; "},
      {"2026-03-11T09:00", SheetState::shipped, ""},
      {"2026-03-11T09:00", SheetState::received, ""},
      {"2026-03-11T09:00", SheetState::cancelled, ""},
      {"2026-03-09T09:00", SheetState::accepted, ""},
      {"2026-03-25T09:00", SheetState::accepted, ""},
  }));
  INFO(c.pickup << " " << model::to_string(c.state));
  Polled feed;
  feed.put_sheet("PUS-1", c.pickup, c.state);
  feed.poll({"PUS-1"});
  feed.wait(minutes(30));
  feed.poll({"PUS-1"});
  CHECK(feed.tickets() == c.tickets);
}

TEST_CASE("the ticket is closed when the sheet's day is over") {
  Polled feed;
  feed.put_sheet("PUS-1", "2026-03-11T09:00");
  feed.poll({"PUS-1"});
  feed.wait(minutes(10));
  feed.poll({"PUS-1"});
  CHECK(feed.tickets() != "");
  feed.wait(std::chrono::hours(48));
  feed.poll({"PUS-1"}, "2026-03-12");
  CHECK(feed.tickets() == "");
}
