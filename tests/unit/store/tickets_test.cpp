// The life of a ticket: what the gateway and people do to it, move by move.
#include "store/tickets.hpp"

#include <array>
#include <set>
#include <sstream>

#include "base/error_catalogue.hpp"
#include "folder.hpp"
#include "store/event_log.hpp"
#include "support/asn/jumping_clock.hpp"

using namespace calloff;
using namespace calloff::store;
using std::chrono::minutes;

namespace {

constexpr const char* kKey = "feed/sgm/JQ/daily";

Error reason_of(const std::string& code) { return {Recovery::retry, code, {}, {"sgm", "JQ", "daily", {}, {}, {}}}; }

/// One cause in a store of its own. Moves: `raise CODE`, `close`, `wait MINUTES`, and the steps of people: `ack`,
/// `resolve`, `assign WHO`, `snooze MINUTES`, `reopen`. A step that is refused is told by its code.
class Cause {
 public:
  void go(const std::string& moves) {
    std::istringstream stream(moves);
    for (std::string move; std::getline(stream, move, ',');) {
      std::istringstream words(move);
      std::string word, rest;
      words >> word >> rest;
      take(word, rest);
    }
  }

  /// `open warn x1`, then what else there is to say.
  std::string told() {
    const auto ticket = newest();
    if (!ticket) return "none";
    const auto now = clock_.now();
    std::string text = ticket_name(ticket->id).substr(7) + " " + std::string(to_string(ticket->state_at(now))) + " " +
                       std::string(to_string(ticket->severity)) + " x" + std::to_string(ticket->count);
    if (ticket->reopened > 0) text += " reopened " + std::to_string(ticket->reopened);
    if (!ticket->owner.empty()) text += " of " + ticket->owner;
    if (!ticket->acked_by.empty()) text += " acked by " + ticket->acked_by;
    if (!ticket->closed_by.empty()) text += " closed by " + ticket->closed_by;
    if (ticket->is_overdue(now)) text += " overdue";
    return text + refused;
  }

  std::optional<Ticket> newest() {
    return store_->read_now([](Reader& r) -> Result<std::optional<Ticket>> { return ticket_of(r, kKey); }).value();
  }
  std::string history() {
    return store_
        ->read_now([](Reader& r) -> Result<std::string> {
          std::string text;
          for (const auto& event : events_of(r, "T-000001"))
            text += event.actor + " " + event.kind.substr(7) + " " + event.from + ">" + event.to +
                    (event.why.empty() ? "" : " (" + event.why + ")") + "; ";
          return text;
        })
        .value();
  }
  std::string news(std::int64_t after) {
    return store_
        ->read_now([&](Reader& r) -> Result<std::string> {
          std::string text;
          for (const auto& one : ticket_news(r, after, 100))
            text += std::to_string(one.event) + " " + ticket_name(one.ticket) + " " +
                    std::string(kNews.at(std::size_t(one.what))) + " " + one.reason.code + "; ";
          return text;
        })
        .value();
  }
  Instant now() { return clock_.now(); }

  std::string refused;

 private:
  static constexpr std::array<std::string_view, 4> kNews{"opened", "reopened", "escalated", "closed"};

  void take(const std::string& word, const std::string& rest) {
    if (word == "wait") return clock_.advance(minutes(std::stoi(rest)));
    REQUIRE(store_->write_now("test/ticket", [&](Writer& w) -> Result<void> {
      if (word == "raise")
        raise_ticket(w, kKey, reason_of(rest), "R-000007");
      else if (word == "close")
        close_ticket(w, kKey, "gateway", "polled well");
      else
        step(w, word, rest);
      return {};
    }));
  }

  void step(Writer& writer, const std::string& word, const std::string& rest) {
    using Kind = TicketStep::Kind;
    TicketStep step;
    step.note = "note";
    if (word == "resolve") step.kind = Kind::resolve;
    if (word == "reopen") step.kind = Kind::reopen;
    if (word == "assign") {
      step.kind = Kind::assign;
      step.owner = rest;
    }
    if (word == "snooze") {
      step.kind = Kind::snooze;
      step.until = writer.now() + minutes(std::stoi(rest));
    }
    const auto done = step_ticket(writer, ticket_of(writer, kKey)->id, step, "li");
    if (!done) refused += "; " + done.error().code + " " + std::string(done.error().arg("state"));
  }

  Folder folder_;
  test::JumpingClock clock_{at("2026-03-10T03:12:00Z")};
  std::unique_ptr<Store> store_ = open_store(folder_, Mode::write, clock_);
};

}  // namespace

TEST_CASE("a ticket goes through its life") {
  struct Case {
    const char* moves;
    const char* told;
  };
  const auto c = GENERATE(values<Case>({
      {"close", "none"},
      {"raise wire/refused", "1 open warn x1"},
      {"raise wire/refused,raise wire/refused", "1 open warn x2"},
      // Open, it is one ticket whatever the cause says; the worst counts.
      {"raise page/moving,raise guard/old_list,raise page/moving", "1 open error x3"},
      {"raise page/maintenance,raise wire/refused", "1 open warn x2"},
      {"raise wire/refused,close", "1 resolved warn x1 closed by gateway"},
      {"raise wire/refused,close,close", "1 resolved warn x1 closed by gateway"},
      {"raise wire/refused,close,raise wire/refused", "1 open warn x2 reopened 1"},
      {"raise wire/refused,close,raise wire/tls", "2 open error x1"},
      {"raise guard/old_list,raise wire/refused,close,raise wire/refused", "1 open warn x3 reopened 1"},
      {"raise wire/refused,ack", "1 acked warn x1 acked by li"},
      {"raise wire/refused,ack,raise wire/refused", "1 acked warn x2 acked by li"},
      {"raise wire/refused,ack,raise guard/old_list", "1 open error x2"},
      {"raise guard/old_list,ack,raise wire/refused", "1 acked error x2 acked by li"},
      {"raise wire/refused,ack,close", "1 resolved warn x1 acked by li closed by gateway"},
      {"raise wire/refused,ack,ack", "1 acked warn x1 acked by li; ticket/not_possible acked"},
      {"raise wire/refused,ack,reopen", "1 open warn x1"},
      {"raise wire/refused,resolve", "1 resolved warn x1 closed by li"},
      {"raise wire/refused,resolve,raise wire/refused", "1 open warn x2 reopened 1"},
      {"raise wire/refused,resolve,reopen", "1 open warn x1 reopened 1"},
      {"raise wire/refused,resolve,ack", "1 resolved warn x1 closed by li; ticket/not_possible resolved"},
      {"raise wire/refused,resolve,resolve", "1 resolved warn x1 closed by li; ticket/not_possible resolved"},
      {"raise wire/refused,resolve,assign wang", "1 resolved warn x1 closed by li; ticket/not_possible resolved"},
      {"raise wire/refused,reopen", "1 open warn x1; ticket/not_possible open"},
      {"raise wire/refused,assign wang", "1 open warn x1 of wang"},
      {"raise wire/refused,assign wang,close,raise wire/refused", "1 open warn x2 reopened 1 of wang"},
      {"raise wire/refused,snooze 60", "1 snoozed warn x1"},
      {"raise wire/refused,snooze 60,wait 59", "1 snoozed warn x1"},
      {"raise wire/refused,snooze 60,wait 60", "1 open warn x1"},
      {"raise wire/refused,snooze 60,wait 60,ack", "1 acked warn x1 acked by li"},
      {"raise wire/refused,snooze 60,raise wire/refused", "1 snoozed warn x2"},
      {"raise wire/refused,snooze 60,raise wire/tls", "1 open error x2"},
      {"raise wire/refused,snooze 60,close", "1 resolved warn x1 closed by gateway"},
      {"raise wire/refused,snooze 60,reopen", "1 open warn x1"},
      {"raise wire/refused,snooze 0", "1 open warn x1; ticket/until_passed "},
      {"raise wire/refused,ack,snooze 60,wait 60", "1 open warn x1"},
      {"raise wire/refused,wait 1439", "1 open warn x1"},
      {"raise wire/refused,wait 1440", "1 open warn x1 overdue"},
      {"raise wire/refused,wait 1440,ack", "1 acked warn x1 acked by li"},
      {"raise sign_in/locked,wait 60", "1 open critical x1 overdue"},
      {"raise page/maintenance,wait 10000", "1 open info x1"},
      {"raise wire/refused,wait 1000,raise guard/old_list,wait 239", "1 open error x2"},
      {"raise wire/refused,wait 1000,raise guard/old_list,wait 240", "1 open error x2 overdue"},
      {"raise wire/refused,wait 1440,close,raise wire/refused", "1 open warn x2 reopened 1"},
  }));
  INFO(c.moves);
  Cause cause;
  cause.go(c.moves);
  CHECK(cause.told() == c.told);
}

TEST_CASE("when it was first and last met, and by which run") {
  Cause cause;
  const auto began = cause.now();
  cause.go("raise wire/refused,wait 10,close,wait 10,raise wire/refused,wait 10,raise wire/refused");
  const auto ticket = cause.newest().value();
  CHECK(ticket.opened == began);
  CHECK(ticket.since == began + minutes(20));
  CHECK(ticket.last_seen == began + minutes(30));
  CHECK(ticket.run == "R-000007");
}

TEST_CASE("an old ticket of a cause that has a newer one stays as it is") {
  const Folder folder;
  const auto store = open_store(folder);
  const auto refused = store->write_now("test/old", [](Writer& w) -> Result<Ticket> {
    const auto old = raise_ticket(w, kKey, reason_of("wire/refused"));
    close_ticket(w, kKey, "gateway", "");
    raise_ticket(w, kKey, reason_of("wire/tls"));
    return step_ticket(w, old, {TicketStep::Kind::reopen}, "li");
  });
  REQUIRE(!refused);
  CHECK(refused.error().code == "ticket/newer_one");
  CHECK(refused.error().arg("other") == "T-000002");
}

TEST_CASE("every change is in the event log, with who did it; what is only counted is not") {
  Cause cause;
  cause.go(
      "raise wire/refused,raise wire/refused,assign wang,ack,raise guard/old_list,snooze 60,reopen,resolve,reopen,"
      "close,raise guard/old_list");
  CHECK(cause.history() ==
        "gateway opened open>open; li assigned open>open (wang: note); li acked open>acked (note); "
        "gateway escalated acked>open; li snoozed open>snoozed (until 2026-03-10T04:12:00Z: note); "
        "li put_back snoozed>open (note); li resolved open>resolved (note); li reopened resolved>open (note); "
        "gateway closed open>resolved (polled well); gateway reopened resolved>open; ");
}

TEST_CASE("what a notifier has to tell is read from the last event it told of") {
  Cause cause;
  cause.go("raise wire/refused,ack,raise guard/old_list,assign wang,resolve,raise guard/old_list,close");
  CHECK(cause.news(0) ==
        "1 T-000001 opened wire/refused; 3 T-000001 escalated guard/old_list; 5 T-000001 closed guard/old_list; "
        "6 T-000001 reopened guard/old_list; 7 T-000001 closed guard/old_list; ");
  CHECK(cause.news(5) == "6 T-000001 reopened guard/old_list; 7 T-000001 closed guard/old_list; ");
  CHECK(cause.news(7).empty());
}

TEST_CASE("a ticket's name and back") {
  CHECK(ticket_name(12) == "T-000012");
  CHECK(ticket_name(1234567) == "T-1234567");
  for (const auto* name : {"T-000012", "T-12", "t-12", "12"}) CHECK(ticket_id(name) == 12);
  for (const auto* name : {"", "T-", "T-0", "-3", "T-12x", "A-000012", "99999999999999999999"})
    CHECK_FALSE(ticket_id(name));
}

TEST_CASE("every stage whose errors become tickets has a severity, and words go both ways") {
  const std::set<std::string_view> stages{"accept", "accounts", "adapter", "asn",       "decode", "guard",
                                          "import", "inbound",  "map",     "normalise", "notify", "page",
                                          "run",    "secrets",  "sign_in", "store",     "submit", "wire"};
  std::size_t count = 0;
  for (const auto& row : all_sentences()) {
    const auto stage = row.code.substr(0, row.code.find('/'));
    INFO(row.code);
    CHECK((!stages.contains(stage) || has_severity(row.code)));
    count += stages.contains(stage) ? 1 : 0;
  }
  CHECK(count > 100);
  for (const auto severity : {Severity::info, Severity::warn, Severity::error, Severity::critical})
    CHECK(severity_from(to_string(severity)) == severity);
  CHECK_FALSE(severity_from("bad"));
  CHECK_FALSE(has_severity("nothing/at_all"));
  CHECK(severity_of("nothing/at_all") == Severity::error);
}
