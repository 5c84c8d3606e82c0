// What of a feed came, and when: for who waits for it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/dates.hpp"
#include "store/delivery_schedules.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// A pick-up sheet, whatever became of it. first: when it stood here for the first time
struct CameSheet {
  std::string pus_no;
  Instant first{};
};
/// Those of a feed that are picked up on this day, by number.
std::vector<CameSheet> sheets_that_came(Reader& reader, const FeedKey& feed, LocalDate pickup);
/// Has the plant a sheet of this number, on whatever day?
bool has_sheet(Reader& reader, const FeedKey& feed, const std::string& pus_no);

/// What the polls of that day's sheets gave, oldest first: of one feed and day, whatever else the store has.
std::vector<SetPoll> set_polls_of(Reader& reader, const FeedKey& feed, LocalDate target);

/// An edition of a forecast release, late ones too. first: when it was here first, also where it was understood anew
struct CameRelease {
  std::string release_no;
  std::optional<LocalTime> issued;
  Instant first{};
};
/// Those of a feed that were here first from `since` on, in no order.
std::vector<CameRelease> releases_that_came(Reader& reader, const FeedKey& feed, Instant since);

/// When the first document was published from that instant on, whoever brought it; understood anew it is no new one.
std::optional<Instant> first_published(Reader& reader, const FeedKey& feed, Instant from);
/// When the feed's first poll ended; of one that still runs, when it began.
std::optional<Instant> first_poll(Reader& reader, const FeedKey& feed);

}  // namespace calloff::store
