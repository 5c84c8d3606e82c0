#include "store/standing_forecast.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "base/text.hpp"
#include "store/columns.hpp"
#include "store/forecast_rows.hpp"

namespace calloff::store {
namespace {

constexpr std::int64_t kNow = INT64_MAX, kEver = INT64_MIN;

/// A release of a stream, as far as parts stand on it.
struct Named {
  StandingRelease release;
  std::int64_t seq = 0;
  bool is_full = true;
  std::optional<std::int64_t> horizon_from;            ///< a day
  std::optional<std::unordered_set<std::int64_t>> of;  ///< the series of a partial one, once somebody has asked
};

struct Stream {
  std::int64_t id = 0;
  FeedKey feed;
  std::string supplier_duns;
  std::vector<Named> releases;  ///< oldest first
};

std::vector<Stream> streams(Reader& reader, Words& words, const StandingFilter& filter) {
  std::vector<Value> values;
  std::string condition;
  for (const auto& [column, text] : {std::pair{"customer", &filter.customer}, {"plant", &filter.plant}}) {
    if (text->empty()) continue;
    const auto number = words.find(*text);
    if (!number) return {};
    values.emplace_back(*number);
    condition += std::string(" and ") + column + " = $" + std::to_string(values.size());
  }
  std::vector<Stream> found;
  for (const auto& row : reader.session().query(
           "select id, customer, plant, feed, supplier_duns from forecast_stream where aside = 0" + condition, values))
    found.push_back({row.integer(0),
                     {words.text(row.integer(1)), words.text(row.integer(2)), words.text(row.integer(3))},
                     words.text(row.integer(4)),
                     {}});
  return found;
}

void read_releases(Reader& reader, Stream& stream, std::int64_t as_of) {
  for (const auto& row : reader.session().query(
           "select r.id, r.seq, r.edition, r.is_full, r.release_no, r.revision, d.name, r.horizon_from from "
           "forecast_release r "
           "join document d on d.id = r.document where r.lines_in = $1 and r.seq <= $2 order by r.seq",
           {stream.id, as_of}))
    stream.releases.push_back(
        {{row.integer(0), row.integer(2), release_name(row.text(4), row.text(5), row.integer(2)), row.text(6)},
         row.integer(1),
         row.integer(3) != 0,
         row.maybe_integer(7),
         {}});
}

/// Does the release speak of the series? A full one speaks of all.
bool names(Reader& reader, Named& release, std::int64_t series) {
  if (release.is_full) return true;
  if (!release.of) {
    release.of.emplace();
    for (const auto& row :
         reader.session().query("select series from forecast_scope where release = $1", {release.release.id}))
      release.of->insert(row.integer(0));
  }
  return release.of->contains(series);
}

/// The newest release before `seq` that speaks of the series.
const StandingRelease* naming_before(Reader& reader, Stream& stream, std::int64_t series, std::int64_t seq) {
  for (auto i = stream.releases.size(); i-- > 0;) {
    auto& release = stream.releases[i];
    if (release.seq < seq && names(reader, release, series)) return &release.release;
  }
  return nullptr;
}

/// A part and the commit at which it is looked at: as asked, or the last at which it stood.
struct Series {
  std::int64_t id = 0, hash = 0, at = 0;
  StandingPart part;
};

std::vector<Series> series_of(Reader& reader, Words& words, const Stream& stream, const StandingFilter& filter) {
  std::vector<Series> found;
  for (const auto& row :
       reader.session().query("select id, hash, part, dock, uom from forecast_series where stream = $1", {stream.id})) {
    Series series{row.integer(0), row.integer(1), filter.as_of.value_or(kNow), {}};
    auto& part = series.part;
    part.part_no = words.text(row.integer(2));
    if (!filter.part.empty() && !glob_match(filter.part, part.part_no)) continue;
    part.dock = words.text(row.integer(3));
    part.uom = words.text(row.integer(4));
    part.feed = stream.feed;
    part.supplier_duns = stream.supplier_duns;
    found.push_back(std::move(series));
  }
  return found;
}

/// The bucket's last day.
std::int64_t days_end(const model::ForecastLine& line) {
  const auto& start = line.bucket_start;
  if (line.bucket == model::Bucket::month)
    return column_of(LocalDate(start.year() / start.month() / std::chrono::last));
  return column_of(start) + (line.bucket == model::Bucket::week ? 6 : 0);
}

/// What a release ended, but for days before those that it and all releases after it look at: these still stand.
struct Ended {
  std::int64_t seq = 0, before = 0;  ///< before: a day
};

/// The newest first, as far as something still stands.
std::vector<Ended> ended_by(Reader& reader, Stream& stream, const Series& series, std::int64_t earlier_from) {
  std::vector<Ended> ended;
  auto before = kNow;
  for (auto i = stream.releases.size(); i-- > 0;) {
    auto& release = stream.releases[i];
    if (release.seq > series.at || !names(reader, release, series.id)) continue;
    before = std::min(before, release.horizon_from.value_or(earlier_from));
    if (before <= earlier_from) break;
    ended.push_back({release.seq, before});
  }
  return ended;
}

/// The place of the release that said a line last, among those of the part.
std::uint32_t place_of_earlier(Reader& reader, Stream& stream, Series& series, std::int64_t ended_at) {
  auto& releases = series.part.releases;
  const auto* release = naming_before(reader, stream, series.id, ended_at);
  if (!release) return 0;
  const auto known = std::ranges::find(releases, release->id, &StandingRelease::id);
  if (known == releases.end()) {
    releases.push_back(*release);
    return static_cast<std::uint32_t>(releases.size() - 1);
  }
  return static_cast<std::uint32_t>(known - releases.begin());
}

model::ForecastLine line_of(const Row& row, const StandingPart& part) {
  model::ForecastLine line;
  line.part_no = part.part_no;
  line.part_name = part.part_name;
  line.dock = part.dock;
  line.uom = part.uom;
  line.bucket_start = slot_date(row.integer(0));
  line.bucket = slot_bucket(row.integer(0));
  line.qty = decimal_of(row.integer(1));
  line.commitment = static_cast<model::Commitment>(row.integer(2));
  line.cum_required = maybe_of(row, 3, decimal_of);
  return line;
}

/// What stands, and what stood until releases came that do not look back so far.
void read_lines(Reader& reader, Stream& stream, Series& series, std::int64_t earlier_from) {
  auto& part = series.part;
  const auto ended = ended_by(reader, stream, series, earlier_from);
  const SeriesKey key{stream.feed.customer,
                      stream.feed.plant,
                      stream.supplier_duns,
                      stream.feed.feed,
                      part.part_no,
                      part.dock,
                      part.uom};
  std::int64_t last_slot = -1;
  for (const auto& row : reader.session().query(
           "select slot, qty, commitment, cum_required, to_seq from forecast_line where series = $1 and from_seq <= $2 "
           "and (to_seq is null or to_seq > $2 or (to_seq >= $3 and slot < $4)) order by slot, from_seq desc",
           {series.id, series.at, ended.empty() ? kNow : ended.back().seq,
            ended.empty() ? 0 : 4 * ended.front().before})) {
    const auto line = line_of(row, part);
    const auto until = row.maybe_integer(4);
    std::uint32_t release = 0;
    if (until && *until <= series.at) {
      const auto by = std::ranges::find(ended, *until, &Ended::seq);
      const auto last = days_end(line);
      // A newer release may have said otherwise of a day before those that it looks at.
      if (by == ended.end() || last >= by->before || last < earlier_from || row.integer(0) == last_slot) continue;
      release = place_of_earlier(reader, stream, series, *until);
    }
    last_slot = row.integer(0);
    part.lines.push_back({forecast_record(series.hash, row.integer(0), key, line), release, line.bucket_start,
                          line.bucket, line.commitment, line.qty});
  }
}

bool read_part(Reader& reader, Words& words, Series& series) {
  const auto rows = reader.session().query(
      "select part_name, pack_size, cum_received, past_due from forecast_part where series = $1 and from_seq <= $2 "
      "and (to_seq is null or to_seq > $2)",
      {series.id, series.at});
  if (rows.empty()) return false;
  auto& part = series.part;
  part.part_name = words.text(rows[0].integer(0));
  part.pack_size = maybe_of(rows[0], 1, decimal_of);
  part.cum_received = maybe_of(rows[0], 2, decimal_of);
  part.past_due = maybe_of(rows[0], 3, decimal_of);
  return true;
}

/// Where the part stood last, if it does not stand any more.
std::optional<std::int64_t> last_stood(Reader& reader, const Series& series) {
  const auto rows = reader.session().query("select max(to_seq) from forecast_part where series = $1 and to_seq <= $2",
                                           {series.id, series.at});
  if (rows.empty() || rows[0].is_null(0)) return std::nullopt;
  return rows[0].integer(0) - 1;
}

}  // namespace

std::vector<StandingPart> standing_forecast(Reader& reader, const StandingFilter& filter) {
  Words words(reader.session());
  const auto earlier_from = filter.earlier_from ? column_of(*filter.earlier_from) : kEver;
  std::vector<StandingPart> parts;
  for (auto& stream : streams(reader, words, filter)) {
    read_releases(reader, stream, filter.as_of.value_or(kNow));
    for (auto& series : series_of(reader, words, stream, filter)) {
      if (!read_part(reader, words, series)) {
        const auto stood = last_stood(reader, series);
        if (!stood) continue;
        series.at = *stood;
        series.part.is_dropped = true;
        if (!read_part(reader, words, series)) continue;
      }
      const auto* release = naming_before(reader, stream, series.id, series.at == kNow ? kNow : series.at + 1);
      if (!release) continue;
      series.part.releases.push_back(*release);
      read_lines(reader, stream, series, earlier_from);
      parts.push_back(std::move(series.part));
    }
  }
  std::ranges::sort(parts, [](const StandingPart& a, const StandingPart& b) {
    return std::tie(a.feed.customer, a.feed.plant, a.part_no, a.dock, a.uom, a.feed.feed, a.supplier_duns) <
           std::tie(b.feed.customer, b.feed.plant, b.part_no, b.dock, b.uom, b.feed.feed, b.supplier_duns);
  });
  return parts;
}

}  // namespace calloff::store
