// The read side's listings: each one query of the store and the configuration, with the clock handed in.
// Threading: on the thread that reads.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "mapping/record_shape.hpp"
#include "model/actor.hpp"
#include "present/value.hpp"
#include "settings/configuration.hpp"
#include "store/releases.hpp"
#include "store/runs.hpp"
#include "store/store.hpp"

namespace calloff::present {

/// What every view is lent. actor: rows outside its scope are not shown; records: what the mapping of each feed makes
struct ViewOf {
  store::Reader& reader;
  const settings::Configuration& configuration;
  Instant now;
  model::Actor actor;
  std::map<store::FeedKey, mapping::RecordKind> records = {};
};

/// Empty fields: all. is_all: also shipped and past rows; bucket: all rows in that one (day, week or month), each in
/// its own if absent; as_of: as it stood then, seen from then; with_packs: what to provide in whole packs too;
/// with_orders: service-parts orders beside it (the capacity view)
struct ScheduleQuery {
  std::string customer, plant, part;
  std::optional<model::Bucket> bucket = {};
  std::optional<LocalDate> from = {}, to = {};
  std::optional<Instant> as_of = {};
  std::optional<std::size_t> limit = {};
  bool is_all = false, with_packs = false, with_orders = false;
};

/// The consolidated delivery schedule, row by row. source: docs/schemas/schedule.json
Listing schedule_view(const ViewOf& of, const ScheduleQuery& query);
/// The same as a grid: a row for each part, plant, dock and unit; its buckets across (query.bucket; weeks if absent);
/// with a row of totals for each unit. Only what is counted. source: docs/schemas/schedule_pivot.json
Listing schedule_pivot(const ViewOf& of, const ScheduleQuery& query);

/// What changed in it since then, as it is seen today; the nearest and biggest first. Days that have passed since are
/// not compared. source: docs/schemas/changes.json
Listing schedule_changes_view(const ViewOf& of, const ScheduleQuery& query, Instant since);

/// Which releases are listed. Empty fields: all.
struct ReleaseQuery {
  std::string customer, plant, feed;
};

/// Forecast releases, the newest first in each feed. source: docs/schemas/releases.json
Listing release_list_view(const ViewOf& of, const ReleaseQuery& query);

/// The release a person means: by its name in the list, by number and revision, or by number alone (the newest).
/// errors: ask_person present/release_unknown (release), present/release_ambiguous (release, feeds)
Result<store::ReleaseHead> find_release(const ViewOf& of, const ReleaseQuery& query, const std::string& name);

/// Its lines, row by row. source: docs/schemas/release.json
Listing release_rows_view(const ViewOf& of, const store::ReleaseHead& release, const store::ForecastFilter& filter);
/// The same for reading: a line for each part, its buckets across.
Listing release_grid_view(const ViewOf& of, const store::ReleaseHead& release, const store::ForecastFilter& filter);

/// What the second says otherwise than the first, of the days that both know; the nearest and biggest first.
/// min_percent: of what stood; less is left out, but for what was nothing or becomes nothing. part: a glob
/// source: docs/schemas/changes.json
struct DiffQuery {
  std::string part;
  int min_percent = 0;
};
Listing release_diff_view(const ViewOf& of, const store::ReleaseHead& before, const store::ReleaseHead& after,
                          const DiffQuery& query);

/// Service-parts order lines. source: docs/schemas/oes.json
Listing oes_view(const ViewOf& of, bool is_open_only);

/// These runs, in this order.
Listing run_listing(const std::vector<store::RunRecord>& runs, const settings::Configuration& configuration);
/// Runs, newest first. source: docs/schemas/runs.json
Listing run_list_view(const ViewOf& of, std::size_t limit);
/// One run with its exchanges; none if there is no such run. source: docs/schemas/run.json
std::optional<Value> run_view(const ViewOf& of, const std::string& run);

/// ASNs, newest first; one with lines and history. source: docs/schemas/asns.json, asn.json
Listing asn_list_view(const ViewOf& of);
std::optional<Value> asn_view(const ViewOf& of, const std::string& asn);

/// Every feed as configured: when it was last polled well, and why it is not fresh. source: docs/schemas/feeds.json
Listing feed_view(const ViewOf& of);

/// Every feed with its next polls and why it is held. source: docs/schemas/feed_list.json
Listing feed_list_view(const ViewOf& of);

/// Which days. Empty fields: all; from: seven days ago; to: today, or `from` if that is later
struct ExpectedQuery {
  std::string customer, plant;
  std::optional<LocalDate> from, to;
};

/// The days that are listed, both included. today: the reader's
struct DaysListed {
  LocalDate first, last;
};
DaysListed days_listed(const ExpectedQuery& query, LocalDate today);

/// What should have come on each workday, and whether it has; feed by feed. source: docs/schemas/expected.json
Listing expected_view(const ViewOf& of, const ExpectedQuery& query);

/// Polls that were due and not begun, the newest first. source: docs/schemas/skipped.json
Listing skipped_view(const ViewOf& of, std::size_t limit);

/// Accounts as configured, and what is known of them. source: docs/schemas/accounts.json
Listing account_view(const ViewOf& of);

}  // namespace calloff::present
