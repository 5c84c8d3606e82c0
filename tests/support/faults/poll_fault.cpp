#include "support/faults/poll_fault.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace calloff::test {
namespace {

using Rows = std::vector<std::string>;

enum class Kind { sheets, orders, releases };

Kind kind_of(const std::string& feed) {
  if (feed.ends_with(" orders")) return Kind::orders;
  return feed.ends_with(" weekly") ? Kind::releases : Kind::sheets;
}

/// News come between the first two. A fault at the door is met when the session of the first poll has run out; any
/// other one within it.
Times times_of(const FaultRow& row) {
  if (row.times) return *row.times;
  const bool is_at_door = row.wish.step.starts_with("login");
  switch (kind_of(row.feed)) {
    case Kind::sheets:
      return {is_at_door ? march(10, 10) : march(10, 11), march(10, 11, 15), march(10, 12, 10)};
    case Kind::orders:
      return {is_at_door ? march(10, 10) : march(10, 13), march(10, 13, 15), march(10, 14, 10)};
    case Kind::releases:
      return {is_at_door ? march(12, 10) : march(12, 14, 50), march(12, 15, 5), march(12, 16)};
  }
  return {};
}

Rows rows_of(GatewayBench& bench, Kind kind) {
  switch (kind) {
    case Kind::sheets:
      return bench.schedule();
    case Kind::orders:
      return bench.orders();
    case Kind::releases:
      return bench.releases();
  }
  return {};
}

/// What a gateway that meets no fault has at those times.
struct Undisturbed {
  Rows good, disturbed, healed;
};

const Undisturbed& undisturbed(const FaultRow& row, const Times& times) {
  static std::map<std::tuple<std::string, Instant, Instant, int>, Undisturbed> known;
  const auto [at, is_new] = known.try_emplace({row.feed, times.good, times.disturbed, row.sheets});
  if (!is_new) return at->second;
  GatewayBench bench(row.sheets);
  const auto polled = [&](Instant when) {
    bench.move_to(when);
    bench.poll(row.feed);
    return rows_of(bench, kind_of(row.feed));
  };
  at->second.good = polled(times.good);
  at->second.disturbed = polled(times.disturbed);
  at->second.healed = polled(times.healed);
  return at->second;
}

/// What a gateway has that sees the same portal for the first time now.
Rows newcomer(GatewayBench& bench, const std::string& feed) {
  GatewayBench other(bench.world());
  other.poll(feed);
  return rows_of(other, kind_of(feed));
}

std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells;
  for (std::size_t at = 0; at != row.npos;) {
    const auto end = row.find(" | ", at);
    cells.push_back(row.substr(at, end == row.npos ? end : end - at));
    at = end == row.npos ? end : end + 3;
  }
  return cells;
}

/// What makes a row one of its kind: feed, sheet and line; order and line; part, dock, date and bucket.
std::string key_of(const std::string& row, Kind kind) {
  static const std::map<Kind, std::vector<std::size_t>> columns{
      {Kind::sheets, {0, 1, 9}}, {Kind::orders, {0, 3}}, {Kind::releases, {0, 1, 3, 5, 6}}};
  const auto cells = cells_of(row);
  std::string key;
  for (const auto column : columns.at(kind)) key += cells.at(column) + " ";
  return key;
}

std::multiset<std::string> keys_of(const Rows& rows, Kind kind) {
  std::multiset<std::string> keys;
  for (const auto& row : rows) keys.insert(key_of(row, kind));
  return keys;
}

std::string difference(const Rows& is, const Rows& should) {
  std::string text = std::to_string(is.size()) + " rows, should be " + std::to_string(should.size());
  for (const auto& row : is)
    if (std::find(should.begin(), should.end(), row) == should.end()) text += "\n  should not be: " + row;
  for (const auto& row : should)
    if (std::find(is.begin(), is.end(), row) == is.end()) text += "\n  is missing:    " + row;
  return text;
}

/// Every row is an old or a new one, every line that stood still stands, none stands twice.
bool is_between(const Rows& is, const Rows& before, const Rows& news, Kind kind) {
  const auto known = [&](const std::string& row) {
    return std::find(before.begin(), before.end(), row) != before.end() ||
           std::find(news.begin(), news.end(), row) != news.end();
  };
  const auto keys = keys_of(is, kind);
  const auto stands_once = [&](const std::string& row) { return keys.count(key_of(row, kind)) == 1; };
  return std::all_of(is.begin(), is.end(), known) && std::all_of(is.begin(), is.end(), stands_once) &&
         std::all_of(before.begin(), before.end(), stands_once);
}

std::string words_for(InForce in_force) {
  switch (in_force) {
    case InForce::last_good:
      return "the last good one";
    case InForce::undisturbed:
      return "the new one, whole";
    case InForce::between:
      return "the news that came whole, the rest as it stood";
    case InForce::newcomer:
      return "what the customer now says";
  }
  return {};
}

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const auto& each : sentences) text += (text.empty() ? "" : ". ") + each;
  return text;
}

class PolledFault {
 public:
  explicit PolledFault(const FaultRow& row)
      : row_(row), times_(times_of(row)), world_(undisturbed(row, times_)), bench_(row.sheets) {}

  Lived live() {
    lived_.in_force = words_for(row_.in_force);
    good();
    disturbed();
    if (row_.next == Next::release) release();
    heal();
    return std::move(lived_);
  }

 private:
  void good() {
    if (row_.stays) bench_.arm(row_.wish);
    const auto run = poll(times_.good);
    lived_.expect(told(run) == "ok", "the poll before: " + told(run));
    good_ = rows();
    if (!row_.stays) expect_rows(world_.good, "before the fault");
  }

  void disturbed() {
    bench_.move_to(times_.disturbed);
    if (!row_.stays) bench_.arm(row_.wish);
    bench_.take_warnings();
    const auto run = bench_.poll(row_.feed);
    lived_.outcome = store::to_string(*run.outcome);
    lived_.seen = run.cause ? sentence(*run.cause) : joined(bench_.take_warnings());
    const auto expected = row_.code.empty() ? row_.outcome : row_.outcome + " " + row_.code;
    lived_.expect(told(run) == expected, "the run ended as: " + told(run) + " (" + std::to_string(run.listed) +
                                             " listed), should be: " + expected);
    check_in_force();
    expect_ticket(run);
  }

  void check_in_force() {
    switch (row_.in_force) {
      case InForce::last_good:
        return expect_rows(good_, "under the fault");
      case InForce::undisturbed:
        return expect_rows(world_.disturbed, "under the fault");
      case InForce::newcomer:
        return expect_rows(newcomer(bench_, row_.feed), "under the fault");
      case InForce::between:
        break;
    }
    const auto news = row_.stays ? newcomer(bench_, row_.feed) : world_.disturbed;
    lived_.expect(is_between(rows(), good_, news, kind_of(row_.feed)),
                  "neither old nor new: " + difference(rows(), news));
    lived_.expect(rows() != good_ || row_.outcome != "ok", "no news came");
  }

  /// What a person must do is a ticket.
  void expect_ticket(const store::RunRecord& run) {
    if (!row_.ticket.empty() && tickets_of(row_.ticket).empty()) poll_again_under_fault();
    if (!row_.ticket.empty()) return expect_ticket();
    const auto open = run.cause ? tickets_of(run.cause->code) : bench_.tickets();
    lived_.expect(run.cause ? !open.empty() : open.empty(), std::to_string(open.size()) + " tickets");
  }

  void poll_again_under_fault() {
    const auto run = poll(bench_.clock().now() + std::chrono::minutes(15));
    lived_.expect(told(run) == row_.outcome, "the second poll: " + told(run));
    check_in_force();
  }

  void expect_ticket() {
    const auto open = tickets_of(row_.ticket);
    lived_.expect(open.size() == row_.tickets, std::to_string(open.size()) + " tickets " + row_.ticket);
    for (const auto& ticket : open) lived_.seen = sentence(ticket.reason);
  }

  std::vector<store::Ticket> tickets_of(const std::string& code) {
    auto open = bench_.tickets();
    std::erase_if(open, [&](const store::Ticket& ticket) { return ticket.reason.code != code; });
    return open;
  }

  /// The account is held: whatever is polled, the portal is not asked, fault or none.
  void release() {
    const auto before = bench_.requests();
    auto run = bench_.poll(row_.feed);
    lived_.expect(told(run) == "blocked accounts/held", "held: " + told(run));
    bench_.clear_faults();
    run = bench_.poll(row_.feed);
    lived_.expect(told(run) == "blocked accounts/held", "held without the fault: " + told(run));
    lived_.expect(bench_.requests() == before, "a held account asked the portal");
    expect_rows(world_.good, "while held");
    const auto said = bench_.calloff({"account", "release", "sgm", run.account});
    lived_.expect(said.exit == 0, "release: " + said.out + said.err);
  }

  void heal() {
    if (!row_.stays) bench_.clear_faults();
    const auto healed = poll(times_.healed);
    lived_.expect(is_good(healed), "after the fault: " + told(healed));
    const bool is_as_it_is = row_.in_force == InForce::newcomer || row_.stays;
    expect_rows(is_as_it_is ? newcomer(bench_, row_.feed) : world_.healed, "in the end");
    lived_.expect(rows().size() == world_.healed.size(), "in the end: other lines than without the fault");
    for (const auto& ticket : bench_.tickets())
      lived_.expect(false, "a ticket is still open: " + ticket.dedup_key + " " + sentence(ticket.reason));
  }

  static bool is_good(const store::RunRecord& run) {
    return *run.outcome == store::RunOutcome::ok || *run.outcome == store::RunOutcome::unchanged;
  }
  static std::string told(const store::RunRecord& run) {
    return std::string(store::to_string(*run.outcome)) + (run.cause ? " " + run.cause->code : "");
  }
  store::RunRecord poll(Instant at) {
    bench_.move_to(at);
    return bench_.poll(row_.feed);
  }
  Rows rows() { return rows_of(bench_, kind_of(row_.feed)); }
  void expect_rows(const Rows& should, const std::string& when) {
    const auto is = rows();
    lived_.expect(is == should, when + ": " + difference(is, should));
  }

  const FaultRow& row_;
  Rows good_;
  Times times_;
  const Undisturbed& world_;
  GatewayBench bench_;
  Lived lived_;
};

}  // namespace

Lived live_polls(const FaultRow& row) { return PolledFault(row).live(); }

}  // namespace calloff::test
