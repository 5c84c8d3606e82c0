#include "app/feed_name.hpp"

#include "base/text.hpp"

namespace calloff::app {
namespace {

std::vector<std::string> parts_of(const std::vector<std::string>& words) {
  std::vector<std::string> parts;
  for (const auto& word : words) {
    const auto spaced = replace_all(word, "/", " ");
    for (const auto part : split(spaced, ' '))
      if (!part.empty()) parts.emplace_back(part);
  }
  return parts;
}

/// Its own name, and before it what is said of customer and plant, in that order.
bool is_called(const store::FeedKey& key, std::vector<std::string> parts) {
  if (parts.empty() || parts.back() != key.feed) return false;
  parts.pop_back();
  for (const auto* before : {&key.plant, &key.customer})
    if (!parts.empty() && parts.back() == *before) parts.pop_back();
  return parts.empty();
}

std::string names_of(const std::vector<const inbound::PolledFeed*>& feeds) {
  std::string names;
  for (const auto* feed : feeds) names += (names.empty() ? "" : ", ") + store::to_string(feed->key);
  return names.empty() ? "-" : names;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string name;
  for (const auto& part : parts) name += (name.empty() ? "" : " ") + part;
  return name;
}

}  // namespace

std::string known_feeds(const Prepared& prepared, const model::Scope& scope) {
  std::vector<const inbound::PolledFeed*> known;
  for (const auto& feed : prepared.feeds)
    if (scope.covers(feed.key.customer, feed.key.plant)) known.push_back(&feed);
  return names_of(known);
}

Result<const inbound::PolledFeed*> find_feed(const Prepared& prepared, const model::Scope& scope,
                                             const std::vector<std::string>& words) {
  const auto parts = parts_of(words);
  const auto name = joined(parts);
  std::vector<const inbound::PolledFeed*> called;
  for (const auto& feed : prepared.feeds) {
    if (!scope.covers(feed.key.customer, feed.key.plant)) continue;
    if (store::to_string(feed.key) == name) return &feed;
    if (is_called(feed.key, parts)) called.push_back(&feed);
  }
  if (called.size() == 1) return called.front();
  if (called.empty())
    return Error(Recovery::ask_person, "feed/unknown", {{"feed", name}, {"feeds", known_feeds(prepared, scope)}});
  return Error(Recovery::ask_person, "feed/ambiguous", {{"feeds", names_of(called)}});
}

}  // namespace calloff::app
