// The forecast as it stands, now or at any past commit: part by part, over all streams. "Now" and "as of" are one
// query.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "store/releases.hpp"

namespace calloff::store {

/// One quantity of a part. record: what explain takes; release: by its place in the part's `releases`
struct StandingLine {
  std::string record;
  std::uint32_t release = 0;
  LocalDate start;
  model::Bucket bucket = model::Bucket::week;
  model::Commitment commitment = model::Commitment::forecast;
  Decimal qty;

  /// Of a release before, for days on which those after it do not look back: what they do not speak of still stands.
  bool is_earlier() const { return release != 0; }
};

/// A release that a part stands on.
struct StandingRelease {
  std::int64_t id = 0, edition = 1;
  std::string name, document;
};

/// One part of one stream; dock and unit are the same throughout. is_dropped: a full release after the newest one that
/// names it does not any more; the lines are those that stood last
struct StandingPart {
  FeedKey feed;
  std::string supplier_duns, part_no, part_name, dock, uom;
  std::optional<Decimal> pack_size, cum_received, past_due;
  std::vector<StandingRelease> releases;  ///< the newest one that names the part, then those of earlier lines
  bool is_dropped = false;
  std::vector<StandingLine> lines;  ///< in order of start, then bucket
};

/// Empty fields: all. part: a glob; as_of: a commit number; earlier_from: of earlier releases only what reaches that
/// day
struct StandingFilter {
  std::string customer, plant, part;
  std::optional<std::int64_t> as_of = {};
  std::optional<LocalDate> earlier_from = {};
};

/// In order of customer, plant, part, dock, unit, feed, supplier. Releases that came late are not among them.
std::vector<StandingPart> standing_forecast(Reader& reader, const StandingFilter& filter);

}  // namespace calloff::store
