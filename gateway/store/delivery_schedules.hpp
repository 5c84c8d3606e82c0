// Delivery schedules (pick-up sheets), interval-versioned: every state a sheet ever had, by commit number, nothing
// overwritten. "Now" and "as of" are the same query. An unchanged sheet costs the update of its header.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/records.hpp"
#include "store/documents.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// Gives the number under which a job's changes stand. Numbers rise with time.
std::int64_t next_commit(Writer& writer, std::string_view run);
/// The last commit at or before `at`; 0 if there was none.
std::int64_t commit_at(Reader& reader, Instant at);

enum class Change { first, changed, unchanged };
struct PutCounts {
  Change change = Change::unchanged;
  std::int64_t lines_opened = 0, lines_closed = 0, lines_kept = 0;
};

/// The sheet as it now is; lines it no longer has are closed. line_no is unique within a sheet.
/// errors: quarantine store/line_twice (pus, line)
Result<PutCounts> put_delivery_schedule(Writer& writer, const model::DeliverySchedule& sheet, std::int64_t commit);

/// One line with its sheet's head. record: what explain takes; to_commit: none while it stands
struct ScheduleRow {
  std::string record;
  FeedKey feed;
  std::string pus_no, sheet_dock, route, carrier;
  model::SheetState state = model::SheetState::unread;
  std::optional<LocalTime> published, pickup, arrival;
  model::DeliveryLine line;
  std::string document, mapping_version;
  std::int64_t from_commit = 0;
  std::optional<std::int64_t> to_commit;
  std::int64_t revision = 1;   ///< ours: one more whenever lines, date, time or dock changed under the same number
  bool has_left_list = false;  ///< open, and not on the customer's list any more; never said of the past
};

/// Empty fields: all. part: a glob. from, to: pick-up (or arrival) dates, inclusive. as_of: a commit number.
struct ScheduleFilter {
  std::string customer, plant, part, pus_no;
  model::DateBasis basis = model::DateBasis::pickup;
  std::optional<LocalDate> from, to;
  std::optional<std::int64_t> as_of;
  std::optional<std::size_t> limit;
};
/// In order of customer, plant, date, sheet, line. Cancelled sheets are among them, with their state.
std::vector<ScheduleRow> schedule_rows(Reader& reader, const ScheduleFilter& filter);

/// Shipped, received or cancelled: nobody waits for it.
bool is_over(model::SheetState state);

/// A sheet that is not over and that the customer's list does not name any more. missing_since: the first good poll
/// without it
struct MissingSheet {
  std::string pus_no, document;
  LocalDate pickup;
  Instant missing_since{};
};
/// from, to: pick-up dates, inclusive
std::vector<MissingSheet> missing_sheets(Reader& reader, const FeedKey& feed, LocalDate from, LocalDate to);

/// Polls of the set of sheets for one target date that gave the same: facts; whether the set is complete is judged
/// from them elsewhere. fingerprint: hash of sheets and quantities, read-state apart
struct SetPoll {
  FeedKey feed;
  LocalDate target;
  std::string fingerprint;
  bool has_all_pages = false, is_proven_empty = false;
  Instant first_at{}, last_at{};
  std::int64_t polls = 1;
};
/// Extends the newest row if it says the same, else begins a new one, at writer.now().
void put_set_poll(Writer& writer, const SetPoll& poll);
/// Oldest first. customer, plant empty: all
std::vector<SetPoll> set_polls(Reader& reader, std::string_view customer, std::string_view plant,
                               std::optional<LocalDate> from, std::optional<LocalDate> to);

}  // namespace calloff::store
