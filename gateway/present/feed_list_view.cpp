#include "base/dates.hpp"
#include "present/freshness.hpp"
#include "store/states.hpp"

namespace calloff::present {
namespace {

constexpr std::size_t kRunsAhead = 3;

const std::vector<Column> kColumns{{"customer", "CUSTOMER"},
                                   {"plant", "PLANT"},
                                   {"feed", "FEED"},
                                   {"account", "ACCOUNT"},
                                   {"last_good", "LAST GOOD POLL"},
                                   {"age", "AGE"},
                                   {"age_s", "", false, true},
                                   {"next_runs", "NEXT POLLS"},
                                   {"held", "HELD"},
                                   {"held_since", "", false, true},
                                   {"again", "", false, true},
                                   {"tries", "", true, true}};

Value row_value(const ViewOf& of, const settings::Feed& feed) {
  const auto age = feed_age(of, feed);
  const bool is_held = age.freshness == Freshness::held;
  auto value = Value::object();
  value.add("customer", feed.customer)
      .add("plant", text_or_null(feed.plant))
      .add("feed", feed.name)
      .add("account", feed.account);
  add_last_good(value, age, of);
  auto runs = Value::list();
  if (!is_held)
    for (const auto run : next_runs(of, feed, kRunsAhead)) runs.items.emplace_back(to_zoned_string(run, feed.zone));
  value.add("next_runs", std::move(runs))
      .add("held", is_held ? Value(age.why) : Value())
      .add("held_since", is_held && age.since ? Value(to_zoned_string(*age.since, feed.zone)) : Value());
  const auto again = store::feed_state(of.reader, age.feed).again;
  const bool is_tried_again = again && !is_held && again->at > of.now;
  value.add("again", is_tried_again ? Value(to_zoned_string(again->at, feed.zone)) : Value())
      .add("tries", is_tried_again ? Value(again->tries) : Value());
  return value;
}

}  // namespace

Listing feed_list_view(const ViewOf& of) {
  Listing listing{kColumns, {}};
  for (const auto& customer : of.configuration.customers)
    for (const auto& feed : customer.feeds)
      if (of.actor.scope.covers(feed.customer, feed.plant)) listing.rows.push_back(row_value(of, feed));
  return listing;
}

}  // namespace calloff::present
