#include <algorithm>
#include <map>
#include <ranges>
#include <tuple>

#include "base/text.hpp"
#include "store/columns.hpp"
#include "store/forecast_rows.hpp"
#include "store/release_order.hpp"
#include "store/releases.hpp"
#include "store/sheet_rows.hpp"

namespace calloff::store {
namespace {

/// A head and which stream's lines are its own.
struct Found {
  ReleaseHead head;
  bool is_aside = false;
  std::int64_t stream = 0;
};

Found found_of(const Row& row, Words& words) {
  Found found;
  auto& head = found.head;
  head.id = row.integer(0);
  found.stream = row.integer(1);
  found.is_aside = row.integer(2) != found.stream;
  head.commit = row.integer(3);
  head.release_no = row.text(4);
  head.revision = row.text(5);
  head.edition = row.integer(6);
  head.issued = maybe_of(row, 7, local_time_of);
  head.horizon_from = maybe_of(row, 8, date_of);
  head.horizon_to = maybe_of(row, 9, date_of);
  head.is_full = row.integer(10) != 0;
  head.planner = words.text(row.integer(11));
  head.lines = row.integer(12);
  head.first_seen = instant_of(row.integer(13));
  head.last_read = instant_of(row.integer(14));
  head.mapping_version = words.text(row.integer(15));
  head.document = row.text(16);
  head.feed = {words.text(row.integer(17)), words.text(row.integer(18)), words.text(row.integer(19))};
  head.supplier_duns = words.text(row.integer(20));
  head.name = release_name(head.release_no, head.revision, head.edition);
  return found;
}

/// Which of them another edition has taken the place of: one that is understood anew, or put once more with it, is
/// first seen when the old one was. One that its customer changed came later, and stands over the old one. releases: of
/// any streams, in the order in which each stream took them
std::vector<bool> are_replaced(const std::vector<Found>& releases) {
  using Place = std::tuple<std::int64_t, std::string_view, Instant>;  // stream, number, first seen
  std::map<Place, std::vector<std::string_view>> later;               // revisions
  std::vector<bool> replaced(releases.size());
  for (auto i = releases.size(); i-- > 0;) {
    const auto& [head, is_aside, stream] = releases[i];
    if (is_aside) continue;
    auto& revisions = later[{stream, head.release_no, head.first_seen}];
    replaced[i] = std::ranges::any_of(
        revisions, [&](std::string_view revision) { return is_same_revision(revision, head.revision); });
    if (!replaced[i]) revisions.push_back(head.revision);
  }
  return replaced;
}

/// releases: of any streams, in the order in which each stream took them
void put_status(std::vector<Found>& releases) {
  const auto replaced = are_replaced(releases);
  std::map<std::int64_t, bool> is_covered;  // stream -> a newer full release was met
  for (auto i = releases.size(); i-- > 0;) {
    auto& [head, is_aside, stream] = releases[i];
    auto& covered = is_covered[stream];
    const bool is_superseded = covered || replaced[i];
    head.status = is_aside ? ReleaseStatus::late : is_superseded ? ReleaseStatus::superseded : ReleaseStatus::current;
    covered = covered || (!is_aside && !replaced[i] && head.is_full);
  }
}

/// Newer first by what the customer says; a late one stands where it belongs.
bool is_listed_before(const ReleaseHead& a, const ReleaseHead& b) {
  const auto place = [](const ReleaseHead& head) { return std::tie(head.feed, head.supplier_duns); };
  if (place(a) != place(b)) return place(a) < place(b);
  if (a.issued != b.issued) return a.issued > b.issued;
  if (!is_same_revision(a.revision, b.revision)) return is_lower_revision(b.revision, a.revision);
  return a.commit > b.commit;
}

/// A part's series as it stood when the release was put.
struct Series {
  std::int64_t number = 0, hash = 0;
  SeriesKey key;
  model::ForecastLine facts;  ///< what all lines of the part share
};

std::vector<Series> series_of(Reader& reader, Words& words, const ReleaseHead& head, std::string_view part) {
  std::vector<Series> found;
  for (const auto& row : reader.session().query(
           "select s.id, s.hash, s.part, s.dock, s.uom, p.part_name, p.pack_size, p.cum_received, p.past_due "
           "from forecast_release r cross join forecast_series s on s.stream = r.lines_in "
           "cross join forecast_part p on p.series = s.id and p.from_seq <= r.seq "
           "and (p.to_seq is null or p.to_seq > r.seq) where r.id = $1 and (r.is_full = 1 or exists "
           "(select 1 from forecast_scope c where c.release = r.id and c.series = s.id))",
           {head.id})) {
    Series series{row.integer(0), row.integer(1), {}, {}};
    auto& facts = series.facts;
    facts.part_no = words.text(row.integer(2));
    if (!part.empty() && !glob_match(part, facts.part_no)) continue;
    facts.dock = words.text(row.integer(3));
    facts.uom = words.text(row.integer(4));
    facts.part_name = words.text(row.integer(5));
    facts.pack_size = maybe_of(row, 6, decimal_of);
    facts.cum_received = maybe_of(row, 7, decimal_of);
    facts.past_due = maybe_of(row, 8, decimal_of);
    series.key = {head.feed.customer, head.feed.plant, head.supplier_duns, head.feed.feed,
                  facts.part_no,      facts.dock,      facts.uom};
    found.push_back(std::move(series));
  }
  std::ranges::sort(found, [](const Series& a, const Series& b) {
    return std::tie(a.key.part_no, a.key.dock, a.key.uom) < std::tie(b.key.part_no, b.key.dock, b.key.uom);
  });
  return found;
}

std::vector<Found> found_where(Reader& reader, const std::string& condition, const std::vector<Value>& values) {
  Words words(reader.session());
  std::vector<Found> found;
  for (const auto& row : reader.session().query(
           "select r.id, r.stream, r.lines_in, r.seq, r.release_no, r.revision, r.edition, r.issued, r.horizon_from, "
           "r.horizon_to, r.is_full, r.planner, r.lines, r.first_seen, r.last_read, r.mapping, d.name, t.customer, "
           "t.plant, t.feed, t.supplier_duns from forecast_release r join forecast_stream t on t.id = r.stream "
           "join document d on d.id = r.document where " +
               condition + " order by r.seq, r.id",
           values))
    found.push_back(found_of(row, words));
  return found;
}

}  // namespace

std::string_view to_string(ReleaseStatus status) {
  switch (status) {
    case ReleaseStatus::current:
      return "current";
    case ReleaseStatus::superseded:
      return "superseded";
    case ReleaseStatus::late:
      break;
  }
  return "late";
}

std::vector<ReleaseHead> forecast_releases(Reader& reader, const ReleaseFilter& filter) {
  Words words(reader.session());
  std::vector<Value> values;
  std::string condition = "1 = 1";
  for (const auto& [column, text] :
       {std::pair{"t.customer", &filter.customer}, {"t.plant", &filter.plant}, {"t.feed", &filter.feed}}) {
    if (text->empty()) continue;
    const auto number = words.find(*text);
    if (!number) return {};
    values.emplace_back(*number);
    condition += std::string(" and ") + column + " = $" + std::to_string(values.size());
  }
  auto found = found_where(reader, condition, values);
  put_status(found);
  std::vector<ReleaseHead> heads;
  for (auto& [head, is_aside, stream] : found) heads.push_back(std::move(head));
  std::ranges::sort(heads, is_listed_before);
  return heads;
}

std::vector<ReleaseHead> releases_beside(Reader& reader, std::int64_t release) {
  auto all = found_where(reader, "r.lines_in = (select lines_in from forecast_release where id = $1)", {release});
  const auto replaced = are_replaced(all);
  std::vector<ReleaseHead> heads;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (!replaced[i]) heads.push_back(std::move(all[i].head));
  return heads;
}

model::ForecastRelease kept_release(Reader& reader, const ReleaseHead& head) {
  model::ForecastRelease release;
  release.source = {head.feed.customer, head.feed.plant, head.feed.feed, head.document, head.mapping_version};
  release.release_no = head.release_no;
  release.revision = head.revision;
  release.supplier_duns = head.supplier_duns;
  release.planner = head.planner;
  release.issued = head.issued;
  release.horizon_from = head.horizon_from;
  release.horizon_to = head.horizon_to;
  release.is_full = head.is_full;
  for (auto& row : forecast_rows(reader, head.id, {})) {
    release.lines.push_back(std::move(row.line));
    // Where a line stood in an earlier document says nothing of this one.
    if (row.from_commit != head.commit) release.lines.back().locator = {};
  }
  return release;
}

std::vector<ForecastRow> forecast_rows(Reader& reader, std::int64_t release, const ForecastFilter& filter) {
  const auto found = found_where(reader, "r.id = $1", {release});
  if (found.empty()) return {};
  const auto& head = found[0].head;
  Words words(reader.session());
  std::vector<ForecastRow> rows;
  for (const auto& series : series_of(reader, words, head, filter.part))
    for (const auto& row : reader.session().query(
             "select slot, from_seq, qty, commitment, cum_required, place, at, size from forecast_line "
             "where series = $1 and from_seq <= $2 and (to_seq is null or to_seq > $2) order by slot",
             {series.number, head.commit})) {
      const auto slot = row.integer(0);
      if (filter.bucket && slot_bucket(slot) != *filter.bucket) continue;
      auto line = series.facts;
      line.bucket_start = slot_date(slot);
      line.bucket = slot_bucket(slot);
      line.qty = decimal_of(row.integer(2));
      line.commitment = static_cast<model::Commitment>(row.integer(3));
      line.cum_required = maybe_of(row, 4, decimal_of);
      line.locator = locator_of({row.integer(5), row.integer(6), row.integer(7)}, words);
      auto record = forecast_record(series.hash, slot, series.key, line);
      rows.push_back({std::move(record), std::move(line), row.integer(1)});
    }
  return rows;
}

}  // namespace calloff::store
