#include "inbound/apart.hpp"

#include <algorithm>

#include "inbound/list_guard.hpp"
#include "store/page_shapes.hpp"
#include "store/tickets.hpp"

namespace calloff::inbound {
namespace {

std::string prefix_of(const store::FeedKey& feed) {
  return "document/" + feed.customer + "/" + feed.plant + "/" + feed.feed + "/";
}

}  // namespace

std::string apart_ticket(const store::FeedKey& feed, const std::string& entry, const Error& reason) {
  const bool is_judged = reason.code.starts_with("guard/");
  return prefix_of(feed) + (is_judged ? "entry/" + entry : "code/" + reason.code);
}

bool went_with_list(store::Reader& reader, const store::DocumentRecord& document) {
  // What the guard stops by itself has a drift of its own; what went aside with its list has none.
  return document.entry != kListEntry && document.error && document.error->code.starts_with("guard/") &&
         !store::find_drift(reader, document);
}

std::string settled_word(store::Reader& reader, const store::DocumentRecord& document) {
  if (document.state != store::DocumentState::quarantined) return "settled";
  const auto seen = store::find_seen(reader, document.feed, document.entry);
  if (seen && seen->document != document.id) return "superseded";
  if (went_with_list(reader, document)) return store::has_stopped(reader, document.feed, kListEntry) ? "" : "settled";
  const auto drift = store::find_drift(reader, document);
  const bool is_list = document.entry == kListEntry;
  const bool is_settled = drift && drift->state != store::DriftState::stopped && (is_list || drift->reason);
  return is_settled ? "settled" : "";
}

std::vector<store::DocumentRecord> waiting_documents(store::Reader& reader) {
  auto documents = store::documents_apart(reader, nullptr);
  std::erase_if(documents, [&](const auto& document) { return !settled_word(reader, document).empty(); });
  return documents;
}

void close_apart_tickets(store::Writer& writer, const store::FeedKey& feed, const std::string& settled,
                         const std::string& why) {
  const auto open = store::open_tickets_below(writer, prefix_of(feed));
  if (open.empty()) return;
  const auto documents = store::documents_apart(writer, &feed);
  for (const auto& ticket : open) {
    const bool is_needed = std::ranges::any_of(documents, [&](const store::DocumentRecord& document) {
      return document.entry != settled && document.error &&
             apart_ticket(feed, document.entry, *document.error) == ticket.dedup_key &&
             settled_word(writer, document).empty();
    });
    if (!is_needed) store::close_ticket(writer, ticket.dedup_key, "gateway", why);
  }
}

}  // namespace calloff::inbound
