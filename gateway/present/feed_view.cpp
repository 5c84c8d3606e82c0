#include <algorithm>

#include "base/dates.hpp"
#include "present/freshness.hpp"
#include "store/states.hpp"

namespace calloff::present {
namespace {

const std::vector<Column> kColumns{{"customer", "CUSTOMER"},
                                   {"plant", "PLANT"},
                                   {"feed", "FEED"},
                                   {"account", "", false, true},
                                   {"freshness", "STATE"},
                                   {"last_good", "LAST GOOD POLL"},
                                   {"age", "AGE"},
                                   {"age_s", "", false, true},
                                   {"last_import", "IMPORTED"},
                                   {"since", "SINCE"},
                                   {"next_run", "", false, true},
                                   {"why", "WHY"}};

Value instant_value(const std::optional<Instant>& at, const std::string& zone) {
  return at ? Value(to_zoned_string(*at, zone)) : Value();
}

Value row_value(const ViewOf& of, const settings::Feed& feed, const FeedAge& age) {
  auto value = Value::object();
  value.add("customer", feed.customer)
      .add("plant", text_or_null(feed.plant))
      .add("feed", feed.name)
      .add("account", feed.account)
      .add("freshness", freshness_word(age.freshness));
  add_last_good(value, age, of);
  value.add("last_import", instant_value(age.last_import, age.zone))
      .add("since", instant_value(age.since, age.zone))
      .add("next_run", instant_value(store::feed_state(of.reader, age.feed).next_run, age.zone))
      .add("why", text_or_null(age.why));
  return value;
}

}  // namespace

void add_last_good(Value& row, const FeedAge& age, const ViewOf& of) {
  const auto old =
      age.last_good ? std::max(std::chrono::milliseconds(0), of.now - *age.last_good) : std::chrono::milliseconds(0);
  row.add("last_good", instant_value(age.last_good, age.zone))
      .add("age", age.last_good ? Value(age_words(old, language_of(of.configuration))) : Value())
      .add("age_s",
           age.last_good ? Value(std::int64_t(std::chrono::floor<std::chrono::seconds>(old).count())) : Value());
}

Listing feed_view(const ViewOf& of) {
  Listing listing{kColumns, {}};
  for (const auto& customer : of.configuration.customers)
    for (const auto& feed : customer.feeds)
      if (of.actor.scope.covers(feed.customer, feed.plant))
        listing.rows.push_back(row_value(of, feed, feed_age(of, feed)));
  return listing;
}

}  // namespace calloff::present
