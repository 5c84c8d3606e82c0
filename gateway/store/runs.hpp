// Runs: one attempt to poll one feed, and every exchange it had with the customer's system.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/archive.hpp"
#include "store/documents.hpp"
#include "store/job.hpp"

namespace calloff::store {

enum class RunOutcome { ok, unchanged, no_data, partial, blocked, page_changed, stopped, failed };
std::string_view to_string(RunOutcome outcome);

/// The adapter of a run in which a person brought files: every other run of a feed is a poll.
inline constexpr std::string_view kImportAdapter = "import";

/// id: `R-000123`; outcome: none while it runs; cause: what the outcome is due to
struct RunRecord {
  std::string id;
  std::string adapter, adapter_version, customer, plant, feed, account;
  std::optional<Instant> planned;
  Instant started{};
  std::optional<Instant> ended;
  std::optional<RunOutcome> outcome;
  std::int64_t documents = 0, records = 0, requests = 0, bytes = 0;
  std::int64_t listed = 0, fetched = 0;  ///< entries on the customer's list; those whose document was asked for
  std::optional<Error> cause;
  std::optional<Instant> exchanges_pruned;  ///< when some of its exchanges were given up for their age, first
};

/// Stores all fields but `id`, which it gives. `started` is as handed in.
std::string start_run(Writer& writer, const RunRecord& run);
/// Writes ended, outcome, counters and cause. errors: fix_code store/run_not_open (run)
Result<void> finish_run(Writer& writer, const RunRecord& run);
/// Closes the runs that are open, cause run/interrupted; returns their ids. Only the store calls it: with `failed` when
/// it is opened after a crash, with `stopped` when it is closed.
std::vector<std::string> close_interrupted_runs(Writer& writer, RunOutcome outcome);

std::optional<RunRecord> find_run(Reader& reader, std::string_view id);

/// Empty fields: all. Newest first.
struct RunFilter {
  std::string customer, plant, feed;
  std::size_t limit = 100;
};
std::vector<RunRecord> list_runs(Reader& reader, const RunFilter& filter);

/// The feed's newest poll that has ended; what a person brought is none.
std::optional<RunRecord> last_poll(Reader& reader, const FeedKey& feed);
/// When the first of the feed's polls began that did not end well, of those since `good` (none: of all).
std::optional<Instant> first_bad_poll(Reader& reader, const FeedKey& feed, std::optional<Instant> good);
/// When the newest of the feed's polls ended that went well, of those that had ended at `at`.
std::optional<Instant> last_good_poll(Reader& reader, const FeedKey& feed, Instant at);
/// When the newest import into the feed ended of which every document was published, or was here already.
std::optional<Instant> last_good_import(Reader& reader, const FeedKey& feed);

/// How long a wire record is kept.
enum class Retention { routine, proof };

/// One exchange of a run. error_code: empty if it was answered
/// record: the archived file it is a line of, as transport::to_json_line gives it; a file that a person brought (method
///         FILE) is there as it was brought. The exchanges of one operation share a file.
struct WireRow {
  std::string run;
  std::int64_t number = 0;  ///< within the run, from 1; given by put_wire_row
  std::string step, method, url;
  Instant started{};
  std::chrono::milliseconds took{0};
  int status = 0;
  std::string departure;  ///< nothing, perhaps
  std::string error_code;
  RawRef record;
  std::int64_t line = 0;  ///< of the file, from 1; given by wire_rows, from the order in which the lines were put
  Retention retention = Retention::routine;
};

std::int64_t put_wire_row(Writer& writer, const WireRow& row);
/// In the order in which they were put.
std::vector<WireRow> wire_rows(Reader& reader, std::string_view run);

}  // namespace calloff::store
