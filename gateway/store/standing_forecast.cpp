#include "store/standing_forecast.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

#include "base/text.hpp"
#include "store/columns.hpp"
#include "store/forecast_rows.hpp"

namespace calloff::store {
namespace {

constexpr std::int64_t kNow = INT64_MAX;

/// A release of a stream, as far as parts stand on it.
struct Named {
  std::int64_t id = 0, seq = 0, edition = 1;
  bool is_full = true;
  std::optional<std::int64_t> horizon_from;  ///< a day
  std::string name, document;
};

struct Stream {
  std::int64_t id = 0;
  FeedKey feed;
  std::string supplier_duns;
  std::vector<Named> releases;                            ///< oldest first
  std::set<std::pair<std::int64_t, std::int64_t>> named;  ///< (series, partial release)
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
                     {},
                     {}});
  return found;
}

void read_releases(Reader& reader, Stream& stream, std::int64_t as_of) {
  for (const auto& row : reader.session().query(
           "select r.id, r.seq, r.edition, r.is_full, r.release_no, r.revision, d.name, r.horizon_from from forecast_release r "
           "join document d on d.id = r.document where r.lines_in = $1 and r.seq <= $2 order by r.seq",
           {stream.id, as_of}))
    stream.releases.push_back({row.integer(0), row.integer(1), row.integer(2), row.integer(3) != 0,
                               row.maybe_integer(7),
                               release_name(row.text(4), row.text(5), row.integer(2)), row.text(6)});
  // Only the partial ones after the newest full one decide where a part stands; before it everything was named anew.
  for (auto i = stream.releases.size(); i-- > 0 && !stream.releases[i].is_full;)
    for (const auto& row :
         reader.session().query("select series from forecast_scope where release = $1", {stream.releases[i].id}))
      stream.named.emplace(row.integer(0), stream.releases[i].id);
}

/// The newest release up to `seq` that names the series.
const Named* naming(const Stream& stream, std::int64_t series, std::int64_t seq) {
  for (auto i = stream.releases.size(); i-- > 0;) {
    const auto& release = stream.releases[i];
    if (release.seq <= seq && (release.is_full || stream.named.contains({series, release.id}))) return &release;
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
  if (line.bucket == model::Bucket::month) return column_of(LocalDate(start.year() / start.month() / std::chrono::last));
  return column_of(start) + (line.bucket == model::Bucket::week ? 6 : 0);
}

/// The newest full release, if it says from when it looks.
const Named* newest_full(const Stream& stream, std::int64_t seq) {
  for (auto i = stream.releases.size(); i-- > 0;) {
    const auto& release = stream.releases[i];
    if (release.seq <= seq && release.is_full) return release.horizon_from ? &release : nullptr;
  }
  return nullptr;
}

/// What stands, and what stood until the newest full release came, for days before those that it looks at.
void read_lines(Reader& reader, const Stream& stream, Series& series) {
  auto& part = series.part;
  const auto* full = newest_full(stream, series.at);
  const SeriesKey key{stream.feed.customer,
                      stream.feed.plant,
                      stream.supplier_duns,
                      stream.feed.feed,
                      part.part_no,
                      part.dock,
                      part.uom};
  for (const auto& row : reader.session().query(
           "select slot, qty, commitment, cum_required, to_seq from forecast_line where series = $1 and from_seq <= $2 "
           "and (to_seq is null or to_seq > $2 or (to_seq = $3 and slot < $4)) order by slot",
           {series.id, series.at, full ? full->seq : -1, full ? 4 * *full->horizon_from : 0})) {
    const auto until = row.maybe_integer(4);
    const bool is_earlier = until && *until <= series.at;
    model::ForecastLine line;
    line.part_no = part.part_no;
    line.part_name = part.part_name;
    line.dock = part.dock;
    line.uom = part.uom;
    line.pack_size = part.pack_size;
    line.cum_received = part.cum_received;
    line.past_due = part.past_due;
    line.bucket_start = slot_date(row.integer(0));
    line.bucket = slot_bucket(row.integer(0));
    line.qty = decimal_of(row.integer(1));
    line.commitment = static_cast<model::Commitment>(row.integer(2));
    line.cum_required = maybe_of(row, 3, decimal_of);
    if (is_earlier && days_end(line) >= *full->horizon_from) continue;
    part.lines.push_back({forecast_record(series.hash, row.integer(0), key, line), is_earlier, line.bucket_start,
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
      const auto* release = naming(stream, series.id, series.at);
      if (!release) continue;
      series.part.release_id = release->id;
      series.part.edition = release->edition;
      series.part.release = release->name;
      series.part.document = release->document;
      if (const auto* full = newest_full(stream, series.at))
        if (const auto* before = naming(stream, series.id, full->seq - 1)) series.part.earlier_release = before->name;
      read_lines(reader, stream, series);
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
