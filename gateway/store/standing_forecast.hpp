// The forecast as it stands, now or at any past commit: part by part, over all streams. "Now" and "as of" are one
// query.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "store/releases.hpp"

namespace calloff::store {

/// One quantity of a part. record: what explain takes; is_earlier: of the release before, for days on which the newest
/// full one does not look back: what it does not speak of still stands
struct StandingLine {
  std::string record;
  bool is_earlier = false;
  LocalDate start;
  model::Bucket bucket = model::Bucket::week;
  model::Commitment commitment = model::Commitment::forecast;
  Decimal qty;
};

/// One part of one stream; dock and unit are the same throughout. release: the newest one that names the part, by name
/// and id; earlier_release: of the lines that are earlier ones; is_dropped: a full release after it does not name it any more; the lines are those that stood last
struct StandingPart {
  FeedKey feed;
  std::string supplier_duns, part_no, part_name, dock, uom;
  std::optional<Decimal> pack_size, cum_received, past_due;
  std::int64_t release_id = 0, edition = 1;
  std::string release, earlier_release, document;
  bool is_dropped = false;
  std::vector<StandingLine> lines;  ///< in order of start, then bucket
};

/// Empty fields: all. part: a glob; as_of: a commit number
struct StandingFilter {
  std::string customer, plant, part;
  std::optional<std::int64_t> as_of;
};

/// In order of customer, plant, part, dock, unit, feed, supplier. Releases that came late are not among them.
std::vector<StandingPart> standing_forecast(Reader& reader, const StandingFilter& filter);

}  // namespace calloff::store
