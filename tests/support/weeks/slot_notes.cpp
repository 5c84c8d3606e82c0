#include "support/weeks/slot_notes.hpp"

#include <stdexcept>

#include "store/columns.hpp"

namespace calloff::test {

namespace {

std::vector<store::SkippedPolls> skipped_since(store::Reader& reader, const store::FeedKey& feed, Instant from) {
  std::vector<store::SkippedPolls> skipped;
  for (const auto& row : reader.session().query("select first, last, polls, cause, at from skipped_poll where customer "
                                                "= $1 and plant = $2 and feed = $3 and "
                                                "last >= $4 order by id",
                                                {feed.customer, feed.plant, feed.feed, store::column_of(from)}))
    skipped.push_back({feed, store::instant_of(row.integer(0)), store::instant_of(row.integer(1)), row.integer(2),
                       store::error_of(row.text(3)), store::instant_of(row.integer(4))});
  return skipped;
}

}  // namespace

SlotNotes slot_notes(store::Store& store, const store::FeedKey& feed, Instant from) {
  auto notes = store.read_now([&](store::Reader& reader) -> Result<SlotNotes> {
    SlotNotes seen;
    seen.skipped = skipped_since(reader, feed, from);
    for (const auto& row : reader.session().query("select planned from run where customer = $1 and plant = $2 and feed "
                                                  "= $3 and started >= $4 and planned >= "
                                                  "$4",
                                                  {feed.customer, feed.plant, feed.feed, store::column_of(from)}))
      seen.begun.insert(store::instant_of(row.integer(0)));
    seen.whole = store::begun_polls(reader, feed, from, Instant::max());
    seen.again = store::feed_state(reader, feed).again;
    return seen;
  });
  if (!notes) throw std::runtime_error("what the store says of slots: " + sentence(notes.error()));
  return std::move(*notes);
}

}  // namespace calloff::test
