// What writing and reading of forecast releases share: how series, slots, places and record ids stand in columns.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "model/records.hpp"
#include "store/words.hpp"

namespace calloff::store {

/// Whose forecast of which part: what makes a series the same one in every store.
struct SeriesKey {
  std::string customer, plant, supplier_duns, feed, part_no, dock, uom;
};

/// Everything the release says, where it stands in the document apart: 64 hexadecimal digits.
std::string release_content(const model::ForecastRelease& release);

/// 28 bits: the series' share of its lines' record ids.
std::int64_t series_hash(const SeriesKey& key);

/// `release_no/revision`, from the second edition on `release_no/revision#edition`.
std::string release_name(std::string_view release_no, std::string_view revision, std::int64_t edition);
std::string release_name(Session& session, std::int64_t release);

/// Four times the bucket's first day (days since 1970), plus the bucket: in order of date.
std::int64_t slot_of(LocalDate start, model::Bucket bucket);
LocalDate slot_date(std::int64_t slot);
model::Bucket slot_bucket(std::int64_t slot);

/// A quantity's place in its document, small. With a length the bytes are the place: `at` is the offset, and the
/// position is read from the document when it is asked for. Without (workbooks) `at` is the last number in the
/// position, and `place` the word of part and position around it.
struct Place {
  std::int64_t place = 0, at = 0, size = 0;
};
Place place_of(const model::Locator& locator, Words& words);
model::Locator locator_of(const Place& place, Words& words);

/// `F-` and 20 digits: 7 of the series, 5 of the slot, 8 of the content: the same state of a line has the same id in
/// every store. No index is kept for it.
std::string forecast_record(std::int64_t hash, std::int64_t slot, const SeriesKey& key,
                            const model::ForecastLine& line);

/// The parts of such an id; none if `id` is not one.
struct ForecastRecordKey {
  std::int64_t hash = 0, slot = 0;
};
std::optional<ForecastRecordKey> forecast_record_key(std::string_view id);

}  // namespace calloff::store
