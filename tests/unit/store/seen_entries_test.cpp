// What a poll asks of the entries it has seen: it must not cost more from year to year.
#include <set>

#include "folder.hpp"
#include "store/columns.hpp"
#include "store/delivery_schedules.hpp"
#include "store/documents.hpp"
#include "store/migrations.hpp"
#include "store/sqlite.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

const FeedKey kFeed{"sgm", "JQ", "daily"};
const Instant kNow = at("2026-03-10T03:12:00Z");

/// Counts what is asked of the session behind it, and keeps how the engine goes about it.
class Counting final : public Session {
 public:
  explicit Counting(Session& session) : session_(session) {}
  std::vector<Row> query(std::string_view sql, const std::vector<Value>& parameters) override {
    note(sql, parameters);
    auto answer = session_.query(sql, parameters);
    rows += answer.size();
    return answer;
  }
  void each(std::string_view sql, const std::vector<Value>& parameters,
            const std::function<void(Row&)>& take) override {
    note(sql, parameters);
    session_.each(sql, parameters, take);
  }
  std::int64_t execute(std::string_view sql, const std::vector<Value>& parameters) override {
    note(sql, parameters);
    const auto changed = session_.execute(sql, parameters);
    rows += std::size_t(changed);
    return changed;
  }
  void script(std::string_view sql) override { session_.script(sql); }
  bool is_in_transaction() const override { return session_.is_in_transaction(); }
  bool has_table(std::string_view name) override { return session_.has_table(name); }
  std::vector<std::string> self_check() override { return session_.self_check(); }

  std::size_t statements = 0, rows = 0;
  std::set<std::string> plans;

 private:
  void note(std::string_view sql, const std::vector<Value>& parameters) {
    ++statements;
    for (const auto& step : session_.query("explain query plan " + std::string(sql), parameters))
      plans.insert(step.text(3));
  }
  Session& session_;
};

std::vector<std::string> names(const std::string& prefix, int count) {
  std::vector<std::string> all;
  for (int i = 0; i < count; ++i) all.push_back(prefix + std::to_string(i));
  return all;
}

/// A feed with a hundred entries on its last list, and as many years behind it as a test can wait for.
class History {
 public:
  explicit History(int gone) : session_(open_sqlite(folder_.path() / "calloff.db", Access::read_write)) {
    REQUIRE(migrate(*session_, kNow, migrations()));
    session_->script("begin");
    for (const auto& entry : names("old", gone)) put(entry, "1", column_of(kNow) - 1);
    for (const auto& entry : names("now", 100)) put(entry, "1", std::nullopt);
    session_->script("commit");
  }

  Session& session() { return *session_; }

 private:
  void put(const std::string& entry, const char* mark, std::optional<std::int64_t> missing_since) {
    session_->execute(
        "insert into seen_entry (customer, plant, feed, entry, mark, document, is_open, first_seen, last_seen, "
        "fetches, "
        "drafts_hash, last_fetched, missing_since) values ('sgm', 'JQ', 'daily', $1, $2, $3, 0, 1, 1, 1, '', 1, $4)",
        {entry, std::string(mark), "D-" + entry, missing_since ? Value(*missing_since) : Value()});
  }

  Folder folder_;
  std::unique_ptr<Session> session_;
};

struct Cost {
  std::size_t statements, rows;
  bool operator==(const Cost&) const = default;
};

/// One poll: ten of the last list are gone, ten are new, one comes back after years.
Cost poll(History& history) {
  Counting counting(history.session());
  Writer writer(counting, kNow);
  auto listed = names("now", 90);
  for (const auto& entry : names("new", 10)) listed.push_back(entry);
  listed.push_back("old7");
  const auto seen = seen_entries(writer, kFeed, listed);
  CHECK(seen.size() == 101);
  std::vector<std::string> gone;
  for (const auto& entry : seen) {
    if (entry.id == "old7") CHECK(entry.missing_since);
    if (entry.id == "now95") gone = {entry.id, "old3"};
  }
  touch_seen(writer, kFeed, listed, true);
  mark_missing(writer, kFeed, gone);
  INFO([&] {
    std::string text;
    for (const auto& plan : counting.plans) text += plan + "\n";
    return text;
  }());
  for (const auto& plan : counting.plans) {
    CHECK(plan.find("SCAN") == std::string::npos);
    // Every step finds single entries, or those of the last list.
    if (plan.find("seen_entry") != std::string::npos || plan.find(" e ") != std::string::npos)
      CHECK((plan.find("entry=?") != std::string::npos || plan.find("missing_since=?") != std::string::npos));
  }
  return {counting.statements, counting.rows};
}

}  // namespace

TEST_CASE("what a poll asks of its seen entries costs the same after years, and knows what comes back") {
  History young(10), old(5000);
  const auto before = poll(young), after = poll(old);
  CHECK(after == before);
  CHECK(after.statements <= 8);
  CHECK(after.rows <= 400);
}

TEST_CASE("what left a list is found by feed and day, whatever else the store holds") {
  History history(10);
  Counting counting(history.session());
  Writer writer(counting, kNow);
  for (const auto& word : {kFeed.customer, kFeed.plant, kFeed.feed})
    history.session().execute("insert into word (text) values ($1)", {word});
  const auto today = parse_date("2026-03-10").value();
  CHECK(missing_sheets(writer, kFeed, today, add_days(today, 5)).empty());
  const auto by_day = "SEARCH s USING INDEX sheet_pickup (customer=? AND plant=? AND feed=? AND pickup>? AND pickup<?)";
  CHECK(counting.plans.contains(by_day));
}

TEST_CASE("an entry that comes back keeps its mark and is on the list again; one that is gone keeps its day") {
  History history(10);
  Writer writer(history.session(), kNow);
  const auto find = [&](const char* entry) { return find_seen(writer, kFeed, entry).value(); };
  mark_missing(writer, kFeed, {"now3", "old3"});
  CHECK(find("now3").missing_since == kNow);
  CHECK(find("old3").missing_since == kNow - std::chrono::milliseconds(1));
  touch_seen(writer, kFeed, {"now3", "old3"}, true);
  CHECK(!find("now3").missing_since);
  CHECK(!find("old3").missing_since);
  CHECK(find("old3").is_open);
  CHECK(find("old3").mark == "1");
  CHECK(!find("old4").is_open);
  CHECK(!find("now4").state);
}
