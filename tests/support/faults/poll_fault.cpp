#include "support/faults/poll_fault.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace calloff::test {
namespace {

using Rows = std::vector<std::string>;

/// When a feed is polled: well, under the fault, after it.
struct Times {
  Instant good, disturbed, healed;
};

bool is_orders(const std::string& feed) { return feed == "orders"; }

/// News come between the first two. A fault at the door is met when the session of the first poll has run out; any
/// other one within it.
Times times_of(const FaultRow& row) {
  const bool is_at_door = row.wish.step.starts_with("login");
  if (is_orders(row.feed)) return {is_at_door ? tuesday(10) : tuesday(13), tuesday(13, 15), tuesday(14, 10)};
  return {is_at_door ? tuesday(10) : tuesday(11), tuesday(11, 15), tuesday(12, 10)};
}

Rows rows_of(GatewayBench& bench, const std::string& feed) {
  return is_orders(feed) ? bench.orders() : bench.schedule();
}

/// What a gateway that meets no fault has at those times.
struct Undisturbed {
  Rows good, disturbed, healed;
};

const Undisturbed& undisturbed(const std::string& feed, const Times& times) {
  static std::map<std::pair<std::string, Instant>, Undisturbed> known;
  const auto [at, is_new] = known.try_emplace({feed, times.good});
  if (!is_new) return at->second;
  GatewayBench bench;
  const auto polled = [&](Instant when) {
    bench.move_to(when);
    bench.poll(feed);
    return rows_of(bench, feed);
  };
  at->second.good = polled(times.good);
  at->second.disturbed = polled(times.disturbed);
  at->second.healed = polled(times.healed);
  return at->second;
}

/// Feed, sheet and line of a row; or order and line.
std::string key_of(const std::string& row, bool is_order) {
  std::vector<std::string> cells;
  for (std::size_t at = 0; at != row.npos;) {
    const auto end = row.find(" | ", at);
    cells.push_back(row.substr(at, end == row.npos ? end : end - at));
    at = end == row.npos ? end : end + 3;
  }
  return is_order ? cells.at(0) + " " + cells.at(3) : cells.at(0) + " " + cells.at(1) + " " + cells.at(9);
}

std::multiset<std::string> keys_of(const Rows& rows, bool is_order) {
  std::multiset<std::string> keys;
  for (const auto& row : rows) keys.insert(key_of(row, is_order));
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
bool is_between(const Rows& is, const Undisturbed& world, bool is_order) {
  const auto known = [&](const std::string& row) {
    return std::find(world.good.begin(), world.good.end(), row) != world.good.end() ||
           std::find(world.disturbed.begin(), world.disturbed.end(), row) != world.disturbed.end();
  };
  const auto keys = keys_of(is, is_order);
  const auto stands_once = [&](const std::string& row) { return keys.count(key_of(row, is_order)) == 1; };
  return std::all_of(is.begin(), is.end(), known) && std::all_of(is.begin(), is.end(), stands_once) &&
         std::all_of(world.good.begin(), world.good.end(), stands_once);
}

std::string words_for(InForce in_force) {
  switch (in_force) {
    case InForce::last_good:
      return "the last good one";
    case InForce::undisturbed:
      return "the new one, whole";
    case InForce::between:
      return "the news that came whole, the rest as it stood";
  }
  return {};
}

class PolledFault {
 public:
  explicit PolledFault(const FaultRow& row) : row_(row), times_(times_of(row)), world_(undisturbed(row.feed, times_)) {}

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
    const auto run = poll(times_.good);
    lived_.expect(told(run) == "ok", "the poll before: " + told(run));
    expect_rows(world_.good, "before the fault");
  }

  void disturbed() {
    bench_.move_to(times_.disturbed);
    bench_.arm(row_.wish);
    const auto run = bench_.poll(row_.feed);
    lived_.outcome = store::to_string(*run.outcome);
    lived_.seen = run.cause ? sentence(*run.cause) : "";
    const auto expected = row_.code.empty() ? row_.outcome : row_.outcome + " " + row_.code;
    lived_.expect(told(run) == expected, "the run ended as: " + told(run) + ", should be: " + expected);
    if (row_.in_force == InForce::between)
      lived_.expect(is_between(rows(), world_, is_orders(row_.feed)),
                    "neither old nor new: " + difference(rows(), world_.disturbed));
    else
      expect_rows(row_.in_force == InForce::last_good ? world_.good : world_.disturbed, "under the fault");
    expect_ticket(run);
  }

  /// What a person must do is a ticket, once.
  void expect_ticket(const store::RunRecord& run) {
    int of_this = 0;
    for (const auto& ticket : bench_.tickets()) of_this += run.cause && ticket.reason.code == run.cause->code;
    lived_.expect(run.cause ? of_this >= 1 : bench_.tickets().empty(), std::to_string(of_this) + " tickets");
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
    if (row_.wish.fault == "account_locked") unlock();
    const auto said = bench_.calloff({"account", "release", "sgm", run.account});
    lived_.expect(said.exit == 0, "release: " + said.out + said.err);
  }

  void unlock() {}

  void heal() {
    bench_.clear_faults();
    const auto healed = poll(times_.healed);
    lived_.expect(is_good(healed), "after the fault: " + told(healed));
    expect_rows(world_.healed, "in the end");
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
  Rows rows() { return rows_of(bench_, row_.feed); }
  void expect_rows(const Rows& should, const std::string& when) {
    const auto is = rows();
    lived_.expect(is == should, when + ": " + difference(is, should));
  }

  const FaultRow& row_;
  Times times_;
  const Undisturbed& world_;
  GatewayBench bench_;
  Lived lived_;
};

}  // namespace

Lived live_polls(const FaultRow& row) { return PolledFault(row).live(); }

}  // namespace calloff::test
