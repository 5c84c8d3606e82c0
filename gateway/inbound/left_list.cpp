#include "inbound/left_list.hpp"

#include <set>

#include "store/delivery_schedules.hpp"
#include "store/tickets.hpp"

namespace calloff::inbound {
namespace {

/// One list may be wrong for a moment: rows move while a portal is read.
constexpr std::chrono::minutes kCertainAfter{10};

std::string ticket_prefix(const store::FeedKey& feed) {
  return "left_list/" + feed.customer + "/" + feed.plant + "/" + feed.feed + "/";
}

Error left_list(const store::FeedKey& feed, const store::MissingSheet& sheet) {
  return {Recovery::ask_person,
          "inbound/left_list",
          {{"sheet", sheet.pus_no}, {"pickup", to_string(sheet.pickup)}},
          {feed.customer, feed.plant, feed.feed, sheet.document, std::nullopt, {}}};
}

}  // namespace

Task<void> observe_left(store::Store& store, store::FeedKey feed, std::vector<std::string> missing, LocalDate from,
                        LocalDate to) {
  auto written = co_await store.write("inbound.left", [=](store::Writer& w) -> Result<void> {
    store::mark_missing(w, feed, missing);
    std::set<std::string> raised;
    for (const auto& sheet : store::missing_sheets(w, feed, from, to)) {
      if (w.now() - sheet.missing_since < kCertainAfter) continue;
      raised.insert(ticket_prefix(feed) + sheet.pus_no);
      store::raise_ticket(w, ticket_prefix(feed) + sheet.pus_no, left_list(feed, sheet));
    }
    for (const auto& ticket : store::open_tickets(w))
      if (ticket.dedup_key.starts_with(ticket_prefix(feed)) && !raised.contains(ticket.dedup_key))
        store::close_ticket(w, ticket.dedup_key, "gateway", "listed again, or its day is over");
    return {};
  });
  co_return written;
}

}  // namespace calloff::inbound
