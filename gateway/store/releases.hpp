// Forecast releases. A stream is one customer's forecast for one plant, supplier and feed. Its lines are
// interval-versioned: a line that the next release repeats costs nothing, and every past release can be read back as it
// was. A release that comes after a newer one is kept beside the stream and never becomes current.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/records.hpp"
#include "store/delivery_schedules.hpp"
#include "store/documents.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// current: the newest full release and the partial ones after it; late: a newer one was here before it
enum class ReleaseStatus { current, superseded, late };
std::string_view to_string(ReleaseStatus status);

/// What putting a release did. first: a number never seen; changed: a new edition of a known one
struct ReleasePut {
  Change change = Change::unchanged;
  bool is_late = false;  ///< a newer one was here before it: kept, never current
  std::int64_t edition = 1;
  std::int64_t lines_opened = 0, lines_closed = 0, lines_kept = 0;
};

/// The release as it was read. Newer is: issued later, then the higher revision, then seen later. The same number and
/// revision with other content is a new edition. A full release ends what it does not name; a partial one leaves the
/// parts (part and dock) that it does not name as they were. What a part's lines say of the part (name, pack size,
/// cumulative received, past due) is one fact of the part: a blank yields to a value.
/// commit: holds one release of a stream at most
/// errors: quarantine store/line_twice (of, line), store/part_disagrees (of, part)
Result<ReleasePut> put_forecast_release(Writer& writer, const model::ForecastRelease& release, std::int64_t commit);

/// A release of a published document, understood anew. What it says otherwise is a new edition, first seen when the old
/// one was. Where the stream still stands on the old one (no full release came after it), the new one takes its place:
/// the partial ones that came after it are put over it once more, each an edition more that says what it said. Where
/// the old one spoke of parts that the new one leaves alone, those before it are put once more too, from the last full
/// one on: of these parts stands again what stood without it. Else it is kept beside the stream, and `is_late` says so.
/// One that is not known is put as any other.
/// commit: of the first that is put; run: of the commits of those that follow it
/// errors: as put_forecast_release
Result<ReleasePut> replace_forecast_release(Writer& writer, const model::ForecastRelease& release, std::int64_t commit,
                                            const std::string& run);

/// One release without its lines. name: how people call it, `release_no/revision`, from the second edition on
/// `release_no/revision#edition`; commit: under which its lines were put
struct ReleaseHead {
  std::int64_t id = 0;
  FeedKey feed;
  std::string name, release_no, revision, supplier_duns, planner;
  std::int64_t edition = 1;
  ReleaseStatus status = ReleaseStatus::current;
  std::optional<LocalTime> issued;
  std::optional<LocalDate> horizon_from, horizon_to;
  bool is_full = true;
  std::int64_t lines = 0, commit = 0;
  Instant first_seen{}, last_read{};
  std::string document, mapping_version;
};

/// Empty fields: all.
struct ReleaseFilter {
  std::string customer, plant, feed;
};
/// In order of customer, plant, feed, supplier; the newest first in each.
std::vector<ReleaseHead> forecast_releases(Reader& reader, const ReleaseFilter& filter);

/// What the stream of this one (an id) was made of, in the order in which it stands: without editions whose place
/// another has taken.
std::vector<ReleaseHead> releases_beside(Reader& reader, std::int64_t release);
/// All that it says. What the store does not keep (the plant as the document names it) is empty. Locators: only of
/// lines that began with it.
model::ForecastRelease kept_release(Reader& reader, const ReleaseHead& head);

/// One line of a release. from_commit: since when it says this; record: what explain takes
struct ForecastRow {
  std::string record;
  model::ForecastLine line;
  std::int64_t from_commit = 0;
};

/// Empty fields: all. part: a glob
struct ForecastFilter {
  std::string part;
  std::optional<model::Bucket> bucket;
};
/// The lines of one release, whenever it was; in order of part, dock, date, bucket. Locators have no position where
/// they have a length: the document says it again.
std::vector<ForecastRow> forecast_rows(Reader& reader, std::int64_t release, const ForecastFilter& filter);

}  // namespace calloff::store
