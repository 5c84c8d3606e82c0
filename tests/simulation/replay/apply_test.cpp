// A mended mapping applied: the guard judges, newer documents win, customers and ASNs hear nothing, and the event log
// says who and why.
#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <boost/json.hpp>
#include <map>
#include <set>

#include "inbound/replay.hpp"
#include "mapping/load.hpp"
#include "store/database.hpp"
#include "store/delivery_schedules.hpp"
#include "store/event_log.hpp"
#include "store/kept_states.hpp"
#include "store/prune.hpp"
#include "support/catch.hpp"
#include "support/gateway_bench/gateway_bench.hpp"
#include "support/passing_store.hpp"
#include "support/paths.hpp"
#include "support/process/json_schema.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

constexpr std::string_view kDaily = "sgm JQ daily";

/// The bench's feeds with one line of a mapping replaced.
std::vector<inbound::PolledFeed> mended(GatewayBench& bench, const std::string& mapping, const std::string& from,
                                        const std::string& to) {
  auto feeds = bench.gateway().prepared().feeds;
  for (auto& feed : feeds) {
    if (!feed.plan || feed.plan->name != mapping) continue;
    auto text = feed.plan->text;
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("the mapping has no " + from);
    feed.plan = mapping::load_kept_mapping(text.replace(at, from.size(), to)).plan;
    if (!feed.plan) throw std::runtime_error("the changed mapping is none");
  }
  return feeds;
}

struct Case {
  std::vector<inbound::Replayed> apply(const std::vector<inbound::PolledFeed>& feeds) {
    auto done = bench.run(applied(feeds, bench.gateway().store()));
    REQUIRE(done);
    passed_over = done->passed_over;
    return done->documents;
  }

  Task<inbound::Applied> applied(const std::vector<inbound::PolledFeed>& feeds, store::Store& store) {
    const inbound::PollWith with{store, bench.clock(), co_await boost::asio::this_coro::executor, [](const LogLine&) {},
                                 [this](model::AsnStatus, std::string) -> Task<void> {
                                   ++told;
                                   co_return Result<void>();
                                 }};
    auto done = co_await inbound::apply_mappings(with, feeds, {}, {"li", {}, {}}, "tens, says the planner");
    co_return done;
  }

  static int count(const std::vector<inbound::Replayed>& all, std::string_view outcome,
                   std::string_view feed = kDaily) {
    return int(std::ranges::count_if(all, [&](const inbound::Replayed& one) {
      return one.outcome == outcome && store::to_string(one.document.feed) == feed;
    }));
  }

  std::vector<store::Event> events(const std::string& document) {
    return *bench.gateway().store().read_now(
        [&](store::Reader& r) -> Result<std::vector<store::Event>> { return store::events_of(r, document); });
  }

  /// What would be done, feed by feed and document by document.
  std::vector<inbound::Replayed> compare(const std::vector<inbound::PolledFeed>& feeds) {
    auto& store = bench.gateway().store();
    inbound::MappingVersions versions(feeds);
    std::vector<inbound::Replayed> all;
    passed_over = {};
    REQUIRE(store.read_now([&](store::Reader& r) -> Result<void> {
      for (const auto& document : inbound::select_documents(r, feeds, {}, {}))
        if (auto done = inbound::compare_document(r, {store, feeds, versions}, document, passed_over))
          all.push_back(std::move(*done));
      return {};
    }));
    return all;
  }

  GatewayBench bench;
  inbound::PassedOver passed_over;
  int told = 0;
};

/// Publishes so many documents, and then has no room.
class FullStore final : public PassingStore {
 public:
  FullStore(store::Store& kept, int documents) : PassingStore(kept), left_(documents) {}

 protected:
  Task<void> write_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) override {
    if (--left_ < 0) co_return Error(Recovery::retry, "store/disk_full", {{"path", "calloff.db"}});
    co_return co_await kept().write(std::move(job), std::move(fn));
  }

 private:
  int left_;
};

/// Before the first document is published, a poll of another entry publishes every sheet as it is now.
class OvertakingStore final : public PassingStore {
 public:
  OvertakingStore(store::Store& kept, std::function<void()> overtake) : PassingStore(kept), overtake_(overtake) {}

 protected:
  Task<void> write_erased(std::string job, std::function<Result<void>(store::Writer&)> fn) override {
    if (const auto once = job == "inbound.commit" ? std::exchange(overtake_, nullptr) : nullptr) once();
    co_return co_await kept().write(std::move(job), std::move(fn));
  }

 private:
  std::function<void()> overtake_;
};

const std::string kPieces = "{field: line.required, from: 需求数量}";
const std::string kTens = "{field: line.required, from: 需求数量, scale: 10}";

}  // namespace

TEST_CASE("what a mended mapping reads otherwise is published, with who and why in the event log") {
  Case c;
  c.bench.move_to(march(10, 12));
  c.bench.poll(std::string(kDaily));
  const auto before = c.bench.schedule();
  const auto requests = c.bench.requests();
  const auto feeds = mended(c.bench, "customers/sgm/daily", kPieces, kTens);
  const auto applied = c.apply(feeds);
  const auto published = c.count(applied, "published");
  REQUIRE(published > 0);
  CHECK(c.bench.requests() == requests);
  CHECK(c.bench.schedule() != before);
  CHECK(c.bench.schedule().size() == before.size());
  for (const auto& one : applied) {
    if (one.outcome != "published") continue;
    CHECK(one.records > 0);
    const auto events = c.events(one.document.id);
    REQUIRE(!events.empty());
    CHECK(events.back().kind == "replay.applied");
    CHECK(events.back().actor == "li");
    CHECK(events.back().why == "tens, says the planner");
    CHECK(events.back().from == one.mapping);
    CHECK(events.back().to == one.used);
    CHECK(events.back().from != events.back().to);
  }
  // Twice is once; and back again is as it was.
  CHECK(c.count(c.apply(feeds), "same") == published);
  CHECK(c.count(c.apply(c.bench.gateway().prepared().feeds), "published") == published);
  CHECK(c.bench.schedule() == before);
  CHECK(c.bench.tickets().empty());
}

TEST_CASE("a mapping that cannot read what is published leaves it as it stands") {
  Case c;
  c.bench.move_to(march(10, 12));
  c.bench.poll(std::string(kDaily));
  const auto before = c.bench.schedule();
  const auto applied = c.apply(mended(c.bench, "customers/sgm/daily", "from: 需求数量", "from: 没有这一列"));
  CHECK(c.count(applied, "not_understood") > 0);
  CHECK(c.count(applied, "published") == 0);
  CHECK(c.bench.schedule() == before);
  CHECK(c.bench.tickets().empty());
}

TEST_CASE("only the newest document of an entry is published anew") {
  Case c;
  c.bench.move_to(march(10, 12));
  c.bench.poll(std::string(kDaily));
  const auto sheets = c.bench.portals().eschedule("JQ")->sheets().listed(c.bench.clock().now());
  REQUIRE(!sheets.empty());
  auto& sheet = *sheets.front();
  simulator::change(sheet, 0, sheet.lines[0].required + 480, simulator::Change::shown);
  c.bench.advance(std::chrono::minutes(10));
  REQUIRE(c.bench.poll(std::string(kDaily)).documents > 0);
  const auto feeds = mended(c.bench, "customers/sgm/daily", kPieces, kTens);
  std::set<std::string> entries;
  const auto applied = c.apply(feeds);
  for (const auto& one : applied) {
    CHECK(one.document.is_newest);
    CHECK(entries.insert(one.document.entry).second);
  }
  CHECK(c.count(applied, "published") > 0);
}

TEST_CASE("a page that the guard does not believe is stopped, and what stood before stands") {
  Case c;
  c.bench.move_to(march(10, 12));
  c.bench.poll(std::string(kDaily));
  const auto before = c.bench.schedule();
  // The plant is read where another number stands: it is not that of the account.
  const auto feeds = mended(c.bench, "customers/sgm/daily", "{field: supplier_duns, label: DUNS, part: detail",
                            "{field: supplier_duns, label: 取货单号, part: detail");
  const auto applied = c.apply(feeds);
  const auto stopped = c.count(applied, "stopped");
  REQUIRE(stopped > 0);
  CHECK(c.bench.schedule() == before);
  for (const auto& one : applied) {
    if (one.outcome != "stopped") continue;
    CHECK(one.reason->code == "guard/wrong_supplier");
    CHECK(c.events(one.document.id).back().kind == "replay.stopped");
  }
  CHECK(!c.bench.tickets().empty());
  // A second time there is nothing to publish, and that is said.
  CHECK(c.count(c.apply(feeds), "stopped") == 0);
  CHECK(c.passed_over.apart == std::size_t(stopped));
  // A person says that it is right, or the mapping is mended and the next poll takes it in again.
  c.bench.advance(std::chrono::minutes(10));
  c.bench.poll(std::string(kDaily));
  CHECK(c.bench.schedule() == before);
  CHECK(c.bench.tickets().empty());
}

namespace {

/// A gateway whose ASN A-000001 the customer has taken.
struct Sent : Case {
  Sent() {
    bench.move_to(march(10, 14));
    const auto order = bench.portals().omx().orders().add({}, bench.clock().now()).number;
    bench.poll("sgm orders");
    REQUIRE(bench.calloff({"asn", "new", "sgm", "--order", order}).exit == 0);
    REQUIRE(bench.calloff({"asn", "send", "A-000001", "--wait"}).exit == 0);
  }
  /// From now on the customer's word for "submitted" is read as "received".
  std::vector<inbound::PolledFeed> read_as_received() {
    return mended(bench, "customers/sgm/asn_status", "已提交: submitted", "已提交: received");
  }
  std::string state() { return bench.asn("A-000001").record.state; }
};

}  // namespace

TEST_CASE("the customer's list of our ASNs is left to the polls: a replay proves none") {
  Sent c;
  c.bench.poll("sgm asn_status");
  const auto applied = c.apply(c.read_as_received());
  CHECK(c.count(applied, "left_to_polls", "sgm asn_status") > 0);
  CHECK(c.count(applied, "same", "sgm orders") > 0);
  CHECK(c.told == 0);
  CHECK(c.state() == "ACCEPTED");
  // There was something to prove: a poll that reads the list so does.
  Sent polled;
  for (const auto& feed : polled.read_as_received())
    if (store::to_string(feed.key) == "sgm asn_status")
      REQUIRE(polled.bench.run(polled.bench.gateway().poll(feed, std::nullopt)));
  CHECK(polled.state() == "GOODS_RECEIVED");
}

TEST_CASE("a store that fails on the way: what was published is told, and what was not reached") {
  Case c;
  c.bench.move_to(march(10, 12));
  c.bench.poll(std::string(kDaily));
  const auto feeds = mended(c.bench, "customers/sgm/daily", kPieces, kTens);
  FullStore full(c.bench.gateway().store(), 1);
  const auto applied = c.bench.run(c.applied(feeds, full));
  REQUIRE(applied);
  std::string outcomes;
  for (const auto& one : applied->documents) outcomes += one.outcome + " ";
  CHECK(outcomes.starts_with("published failed "));
  CHECK(c.count(applied->documents, "published") == 1);
  CHECK(c.count(applied->documents, "failed") == 1);
  CHECK(c.count(applied->documents, "not_reached") > 0);
  for (const auto& one : applied->documents)
    if (one.outcome == "failed") CHECK(one.reason->code == "store/disk_full");
  // The next time goes on.
  const auto rest = c.apply(feeds);
  CHECK(c.count(rest, "same") == 1);
  CHECK(c.count(rest, "published") > 1);
}

TEST_CASE("a document that another entry's newer one has overtaken is left alone") {
  Case c;
  c.bench.move_to(march(10, 12));
  c.bench.poll(std::string(kDaily));
  const auto all = c.compare(c.bench.gateway().prepared().feeds);
  // The same page under another entry, as of a person who brought it.
  std::string copy;
  REQUIRE(c.bench.gateway().store().write_now("test/copy", [&](store::Writer& w) -> Result<void> {
    for (const auto& one : all) {
      if (store::to_string(one.document.feed) != kDaily) continue;
      const auto kept = store::find_document(w, one.document.id).value();
      const auto put =
          store::put_document(w, c.bench.gateway().store().archive(), kept.feed, "copy", "1", kept.run, kept.parts);
      copy = put.value().id;
      return store::put_document_state(w, copy, store::DocumentState::committed, kept.drafts_hash, kept.mapping_version,
                                       std::nullopt);
    }
    return {};
  }));
  REQUIRE(copy != "");
  c.bench.advance(std::chrono::minutes(5));
  for (auto* sheet : c.bench.portals().eschedule("JQ")->sheets().listed(c.bench.clock().now()))
    simulator::change(*sheet, 0, sheet->lines[0].required + 480, simulator::Change::shown);
  c.bench.advance(std::chrono::minutes(5));
  REQUIRE(c.bench.poll(std::string(kDaily)).documents > 0);
  const auto before = c.bench.schedule();
  const auto outcome_of = [&](const std::vector<inbound::Replayed>& of) {
    for (const auto& one : of)
      if (one.document.id == copy) return one.outcome;
    return std::string();
  };
  CHECK(outcome_of(c.compare(c.bench.gateway().prepared().feeds)) == "superseded");
  CHECK(outcome_of(c.apply(c.bench.gateway().prepared().feeds)) == "superseded");
  CHECK(c.bench.schedule() == before);
}

TEST_CASE("a document that another entry's newer one overtakes while it is understood is left alone") {
  Case c;
  c.bench.move_to(march(10, 12));
  c.bench.poll(std::string(kDaily));
  auto& store = c.bench.gateway().store();
  const auto feeds = mended(c.bench, "customers/sgm/daily", kPieces, kTens);
  c.bench.advance(std::chrono::minutes(5));
  OvertakingStore overtaken(store, [&] {
    REQUIRE(store.write_now("test/overtake", [&](store::Writer& w) -> Result<void> {
      const auto raw = store.archive().put("a page with every sheet").value();
      const auto page = store::put_document(w, store.archive(), {"sgm", "JQ", "daily"}, "all", "1", "R-000001",
                                            {{"detail", "text/html", raw}});
      for (const auto& row : w.session().query("select pus_no from sheet")) {
        model::DeliverySchedule of;
        of.source = {"sgm", "JQ", "daily", "", ""};
        of.pus_no = row.text(0);
        auto sheet =
            std::get<model::DeliverySchedule>(store::kept_states(w, of, store::States::standing).back().record);
        sheet.source.document = page->id;
        sheet.note = "as it is now";
        CHECK(store::put_delivery_schedule(w, sheet, store::next_commit(w, "R-000001")));
      }
      return {};
    }));
  });
  const auto applied = c.bench.run(c.applied(feeds, overtaken));
  REQUIRE(applied);
  CHECK(c.count(applied->documents, "superseded") > 1);
  CHECK(c.count(applied->documents, "published") == 0);
  for (const auto& one : applied->documents)
    if (one.outcome == "superseded") CHECK(c.events(one.document.id).empty());
  const auto sheets = store.read_now([](store::Reader& r) -> Result<std::size_t> {
    return r.session()
        .query("select 1 from sheet_version v join word w on w.id = v.note where v.to_seq is null and w.text <> $1",
               {std::string("as it is now")})
        .size();
  });
  CHECK(sheets.value() == 0);
}

TEST_CASE("what was given up for its age is told as that, and is no finding") {
  Case c;
  c.bench.move_to(march(10, 12));
  c.bench.poll(std::string(kDaily));
  auto sheets = c.bench.portals().eschedule("JQ")->sheets().listed(c.bench.clock().now());
  REQUIRE(sheets.size() > 1);
  sheets.front()->withdrawn = true;
  c.bench.advance(std::chrono::minutes(10));
  c.bench.poll(std::string(kDaily));
  const store::PruneBefore all{march(30, 12), march(30, 12)};
  const auto pruned = c.bench.run(store::prune(c.bench.gateway().store(), all));
  REQUIRE(pruned);
  const auto gone = pruned->documents;
  REQUIRE(gone > 0);
  const auto outcomes = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "replay");
    words.insert(words.end(), {"-o", "json"});
    const auto said = c.bench.calloff(words);
    CHECK(said.exit == 0);
    const auto rows = boost::json::parse(said.out);
    CHECK(process::complaints_of(words[1] == "--sessions" ? "replay_sessions" : "replay", rows) == "");
    std::map<std::string, int> counts;
    for (const auto& row : rows.as_array()) ++counts[std::string(row.at("outcome").as_string())];
    return counts;
  };
  const auto verified = outcomes({"--verify"});
  CHECK(verified.at("pruned") == gone);
  CHECK(verified.at("same") > 0);
  CHECK(verified.size() == 2);
  CHECK(outcomes({"--feed", "daily"}).size() == 1);  // all the others
  // Of the sheet that left the list only the newest document would be compared.
  const auto said = c.bench.calloff({"replay", "--feed", "daily"}).err;
  CHECK(said.find("1 because their bytes were given up") != said.npos);
  CHECK(outcomes({"--sessions", "--day", "2026-03-10"}) == std::map<std::string, int>{{"pruned", 2}});
  CHECK(c.count(c.apply(c.bench.gateway().prepared().feeds), "damaged") == 0);
  CHECK(c.passed_over.pruned == 1);
}
