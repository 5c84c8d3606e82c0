#include "support/weeks/store_checks.hpp"

#include <algorithm>
#include <map>

#include "inbound/commit.hpp"
#include "inbound/decode.hpp"
#include "inbound/import_run.hpp"
#include "store/asns.hpp"
#include "store/database.hpp"
#include "store/documents.hpp"
#include "store/prune.hpp"
#include "store/states.hpp"
#include "store/words.hpp"
#include "support/weeks/customer_checks.hpp"

namespace calloff::test {
namespace {

using store::Reader;

template <class Fn>
auto look(store::Store& store, Fn fn) {
  auto seen = store.read_now([&](Reader& reader) -> Result<decltype(fn(reader))> { return fn(reader); });
  if (!seen) throw std::runtime_error("looking at the store: " + sentence(seen.error()));
  return std::move(*seen);
}

constexpr const char* kSheets = "sheet in (select id from sheet where customer = $1)";
constexpr const char* kOrders = "service_order in (select id from service_order where customer = $1)";
constexpr const char* kSeries =
    "series in (select s.id from forecast_series s join forecast_stream t on t.id = s.stream where t.customer = $1)";

/// A table, what is unique of a row that stands, and which rows are of a customer.
struct Standing {
  const char *table, *key, *of_customer;
};
constexpr Standing kStanding[] = {
    {"sheet_version", "sheet", kSheets},         {"schedule_line", "sheet, line", kSheets},
    {"order_version", "service_order", kOrders}, {"order_line", "service_order, line, warehouse", kOrders},
    {"forecast_part", "series", kSeries},        {"forecast_line", "series, slot", kSeries}};

bool is_good(store::RunOutcome outcome) {
  using enum store::RunOutcome;
  return outcome == ok || outcome == unchanged || outcome == no_data;
}

bool is_pruned(store::Store& store, const store::DocumentRecord& document) {
  return look(store, [&](Reader& reader) {
    return std::ranges::any_of(document.parts,
                               [&](const auto& part) { return store::pruned_at(reader, part.raw.sha256).has_value(); });
  });
}

}  // namespace

const inbound::PolledFeed* StoreChecks::feed_of(const store::FeedKey& key) const {
  const auto found = std::ranges::find(feeds_, key, &inbound::PolledFeed::key);
  return found == feeds_.end() ? nullptr : &*found;
}

/// The same bytes under the same mapping say the same.
void StoreChecks::redecode(store::Store& store, const std::string& id) {
  const auto document = look(store, [&](Reader& r) { return store::find_document(r, id); });
  const auto fail = [&](const std::string& what) { broken_("I11 " + id + ": " + what); };
  if (!document) return fail("is gone");
  if (is_pruned(store, *document)) return;
  const auto* feed = feed_of(document->feed);
  const auto plan = feed ? inbound::plan_of(*feed, document->parts) : nullptr;
  if (!plan) return;
  const auto parts = inbound::bytes_of(store, *document);
  if (!parts) return fail(sentence(parts.error()));
  const mapping::DocumentContext context{document->entry, feed->key.plant, feed->key.feed,
                                         local_time(document->first_seen, feed->feed.zone)};
  const model::Source source{feed->key.customer, feed->key.plant, feed->key.feed, id, plan->version};
  const auto again = inbound::understand(*plan, *parts, context, source, inbound::NormaliseRules{});
  ++redecoded_;
  if (!again.errors.empty()) return fail(sentence(again.errors.front()));
  if (again.drafts_hash != document->drafts_hash) fail("says something else now");
}

void StoreChecks::nothing_twice(store::Store& store, const std::string& customer) {
  look(store, [&](Reader& reader) {
    const auto word = store::Words(reader.session()).find(customer);
    for (const auto& [table, key, of_customer] : kStanding) {
      const auto sql = std::string("select ") + key + " from " + table + " where to_seq is null and " + of_customer +
                       " group by " + key + " having count(*) > 1 limit 1";
      if (word && !reader.session().query(sql, {*word}).empty())
        broken_("a record of " + customer + " stands twice in " + table);
    }
    return true;
  });
}

void StoreChecks::after_event(store::Store& store) {
  const auto committed = look(store, [&](Reader& reader) {
    std::vector<std::pair<std::string, std::string>> ready;
    for (const auto& row :
         reader.session().query("select id, name, state from document where id > $1 order by id", {last_document_})) {
      last_document_ = row.integer(0);
      unfinished_.insert(row.text(1));
    }
    for (const auto& id : unfinished_)
      if (const auto document = store::find_document(reader, id);
          document && document->state == store::DocumentState::committed)
        ready.emplace_back(id, document->feed.customer);
    return ready;
  });
  std::set<std::string> customers;
  for (const auto& [id, customer] : committed) {
    unfinished_.erase(id);
    redecode(store, id);
    customers.insert(customer);
  }
  for (const auto& customer : customers) nothing_twice(store, customer);
}

void StoreChecks::after_good_poll(store::Store& store, const inbound::PolledFeed& feed,
                                  const std::set<std::string>& shown) {
  look(store, [&](Reader& reader) {
    for (const auto& entry : shown) {
      const auto seen = store::find_seen(reader, feed.key, entry);
      const auto name = store::to_string(feed.key) + ", " + entry;
      if (!seen || seen->document.empty())
        broken_("lost: " + name + " was shown, the poll went well, and we hold nothing of it");
      else if (seen->state != store::DocumentState::committed)
        broken_("lost: " + name + " was shown, the poll went well, and it is " +
                (seen->state ? std::string(store::to_string(*seen->state)) : "nowhere"));
    }
    return true;
  });
}

void StoreChecks::in_the_end(store::Store& store, std::size_t runs_open) {
  const auto documents = look(store, [&](Reader& reader) {
    std::vector<std::string> ids;
    for (const auto& row : reader.session().query("select name from document where state = 'committed' order by id"))
      ids.push_back(row.text(0));
    const auto open = reader.session().query("select count(*) from run where outcome is null").at(0).integer(0);
    if (std::size_t(open) > runs_open) broken_(std::to_string(open) + " runs have not ended");
    const auto twice = reader.session().query(
        "select customer, plant, feed, planned from run where planned is not null and outcome is not null and "
        "outcome <> 'stopped' and (cause is null or cause not like '%run/interrupted%') and adapter <> 'import' "
        "group by customer, plant, feed, planned having sum(cause is null or (cause not like '%wire/%' and cause not "
        "like '%page/%' and cause not like '%accounts/%')) > 1 or count(*) > 4");
    for (const auto& row : twice)
      broken_("I10 " + row.text(0) + " " + row.text(1) + " " + row.text(2) + ": two runs of one slot");
    for (const auto& wrong : reader.session().self_check()) broken_("the database: " + wrong);
    return ids;
  });
  for (const auto& id : documents) redecode(store, id);
  std::set<std::string> customers;
  for (const auto& feed : feeds_) customers.insert(feed.key.customer);
  for (const auto& customer : customers) nothing_twice(store, customer);
}

void StoreChecks::compare(store::Store& store, const inbound::PolledFeed& feed, AccountWorld& world, Instant at) {
  after_good_poll(store, feed, world.listed(feed.key.feed, at));
  // A release that was served with other quantities, its row in the list as ever, stands as it was served.
  if (feed.key.feed == "weekly" && world.faults().contains("silent_revision")) return;
  compare_with_customer(store, feed, world.portals(), world.site(), at, broken_);
}

void StoreChecks::all_is_well(store::Store& store, Worlds& worlds) {
  look(store, [&](Reader& reader) {
    for (const auto& feed : feeds_) {
      const auto run = store::last_poll(reader, feed.key);
      if (!run || !is_good(*run->outcome))
        broken_("I14 " + store::to_string(feed.key) + " has not come good: " +
                (!run         ? "never polled"
                 : run->cause ? sentence(*run->cause)
                              : std::string(to_string(*run->outcome))));
    }
    for (const auto& state : store::account_states(reader))
      if (state.hold) broken_("I14 " + state.account.customer + " is still held: " + sentence(state.hold->reason));
    for (const auto& asn : store::list_asns(reader, {})) {
      static const std::set<std::string> kUnsettled{"QUEUED", "SENDING", "UNKNOWN", "SENT"};
      if (kUnsettled.contains(asn.state)) broken_("I14 " + asn.id + " is still " + asn.state);
    }
    return true;
  });
  std::map<std::string, int> submitted;
  for (auto& world : worlds)
    if (world->site() == "OMX")
      for (const auto& asn : world->portals().omx().asns().all())
        if (!asn.seeded && asn.state == "已提交" && ++submitted[asn.supplier_ref] == 2)
          broken_("I2 the customer holds two of " + asn.supplier_ref);
}

}  // namespace calloff::test
