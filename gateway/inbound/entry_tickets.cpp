#include "inbound/entry_tickets.hpp"

#include "store/tickets.hpp"

namespace calloff::inbound {
namespace {

std::string key_prefix(const store::FeedKey& feed, std::string_view topic) {
  return std::string(topic) + "/" + feed.customer + "/" + feed.plant + "/" + feed.feed + "/";
}

Error at_feed(Error reason, const store::FeedKey& feed) {
  reason.where.customer = feed.customer;
  reason.where.plant = feed.plant;
  reason.where.feed = feed.feed;
  return reason;
}

}  // namespace

std::set<std::string> ticketed_entries(store::Reader& reader, const store::FeedKey& feed, std::string_view topic) {
  const auto prefix = key_prefix(feed, topic);
  std::set<std::string> entries;
  for (const auto& ticket : store::open_tickets_below(reader, prefix))
    entries.insert(ticket.dedup_key.substr(prefix.size()));
  return entries;
}

Task<void> note_entries(store::Store& store, store::FeedKey feed, EntryNews news, std::vector<std::string> listed) {
  auto open = co_await store.read([feed, topic = news.topic](store::Reader& r) -> Result<std::set<std::string>> {
    return ticketed_entries(r, feed, topic);
  });
  if (!open) co_return open.error();
  const std::set<std::string> named(listed.begin(), listed.end());
  std::map<std::string, std::string> closed;  // entry, why
  for (const auto& entry : *open)
    if (news.done.contains(entry))
      closed[entry] = "it worked";
    else if (!named.contains(entry))
      closed[entry] = "the list does not name it any more";
  if (closed.empty() && news.failed.empty()) co_return Result<void>();
  auto written = co_await store.write("inbound.entries", [=](store::Writer& w) -> Result<void> {
    const auto prefix = key_prefix(feed, news.topic);
    for (const auto& [entry, why] : closed) store::close_ticket(w, prefix + entry, "gateway", why);
    for (const auto& [entry, reason] : news.failed) store::raise_ticket(w, prefix + entry, at_feed(reason, feed));
    return {};
  });
  co_return written;
}

}  // namespace calloff::inbound
