#include "base/dates.hpp"
#include "present/freshness.hpp"
#include "present/views.hpp"
#include "store/skipped_polls.hpp"

namespace calloff::present {
namespace {

const std::vector<Column> kColumns{{"customer", "CUSTOMER"}, {"plant", "PLANT"},       {"feed", "FEED"},
                                   {"first", "DUE FROM"},    {"last", "TO"},           {"polls", "POLLS", true},
                                   {"why", "WHY"},           {"code", "", false, true}};

const settings::Feed* feed_of(const ViewOf& of, const store::FeedKey& key) {
  const auto* customer = of.configuration.find_customer(key.customer);
  if (customer)
    for (const auto& feed : customer->feeds)
      if (feed.plant == key.plant && feed.name == key.feed) return &feed;
  return nullptr;
}

}  // namespace

Listing skipped_view(const ViewOf& of, std::size_t limit) {
  Listing listing{kColumns, {}};
  for (const auto& skipped : store::skipped_polls(of.reader, {}, limit)) {
    if (!of.actor.scope.covers(skipped.feed.customer, skipped.feed.plant)) continue;
    const auto* feed = feed_of(of, skipped.feed);
    const auto zone = feed ? feed->zone : std::string("UTC");  // no longer configured
    auto value = Value::object();
    value.add("customer", skipped.feed.customer)
        .add("plant", text_or_null(skipped.feed.plant))
        .add("feed", skipped.feed.feed)
        .add("first", to_zoned_string(skipped.first, zone))
        .add("last", to_zoned_string(skipped.last, zone))
        .add("polls", skipped.polls)
        .add("why", sentence(skipped.cause, language_of(of.configuration)))
        .add("code", skipped.cause.code);
    listing.rows.push_back(std::move(value));
  }
  return listing;
}

}  // namespace calloff::present
