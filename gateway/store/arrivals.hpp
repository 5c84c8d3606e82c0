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

/// When the first run of the feed ended that began in [from, to), archived something new and was good; also of what
/// people brought.
std::optional<Instant> first_new_document(Reader& reader, const FeedKey& feed, Instant from, Instant to);
/// When the feed was polled for the first time.
std::optional<Instant> first_poll(Reader& reader, const FeedKey& feed);

}  // namespace calloff::store
