#include "inbound/set_poll.hpp"

#include <map>

#include "base/hash.hpp"
#include "store/delivery_schedules.hpp"

namespace calloff::inbound {
namespace {

/// Sheets and quantities of one date, read-state apart.
std::map<LocalDate, std::string> contents_by_date(store::Reader& reader, const store::FeedKey& feed, LocalDate today) {
  store::ScheduleFilter filter;
  filter.customer = feed.customer;
  filter.plant = feed.plant;
  filter.from = today;
  std::map<LocalDate, std::string> contents;
  for (const auto& row : store::schedule_rows(reader, filter)) {
    if (row.state == model::SheetState::cancelled || row.has_left_list || !row.pickup) continue;
    contents[row.pickup->date] += row.pus_no + '\x1f' + row.line.line_no + '\x1f' + row.line.part_no + '\x1f' +
                                  to_string(row.line.required) + '\x1f' +
                                  (row.line.committed ? to_string(*row.line.committed) : std::string()) + '\n';
  }
  return contents;
}

}  // namespace

Task<void> observe_sets(store::Store& store, store::FeedKey feed, LocalDate today, bool is_proven_empty) {
  auto written = co_await store.write("inbound.set", [=](store::Writer& w) -> Result<void> {
    auto contents = contents_by_date(w, feed, today);
    if (is_proven_empty)
      for (const auto& poll : store::set_polls(w, feed.customer, feed.plant, today, std::nullopt))
        contents[poll.target];
    for (const auto& [date, content] : contents) {
      store::SetPoll poll;
      poll.feed = feed;
      poll.target = date;
      poll.fingerprint = sha256(content).substr(0, 16);
      poll.has_all_pages = true;
      poll.is_proven_empty = is_proven_empty;
      store::put_set_poll(w, poll);
    }
    return {};
  });
  co_return written;
}

}  // namespace calloff::inbound
