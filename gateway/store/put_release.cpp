#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "store/columns.hpp"
#include "store/forecast_rows.hpp"
#include "store/intervals.hpp"
#include "store/release_order.hpp"
#include "store/releases.hpp"
#include "store/sheet_rows.hpp"

namespace calloff::store {
namespace {

/// What a release says of a part as a whole; texts as words.
struct PartFacts {
  std::int64_t part_name = 0;
  std::optional<Decimal> pack_size, cum_received, past_due;
  bool operator==(const PartFacts&) const = default;
};

/// What a line says beyond its key.
struct LineFacts {
  std::int64_t qty = 0, commitment = 0;
  std::optional<Decimal> cum_required;
  bool operator==(const LineFacts&) const = default;
};

using PartKey = std::pair<std::int64_t, std::int64_t>;  // part, dock
using LineKey = std::pair<std::int64_t, std::int64_t>;  // series, slot
using Line = KeptLine<LineKey, LineFacts>;
using Part = KeptLine<std::int64_t, PartFacts>;  // by series

/// One release being put: what its functions share. stream: whose release it is; lines_in: where its lines stand
struct Put {
  Session& session;
  Words words;
  const model::ForecastRelease& release;
  std::int64_t commit, document, stream = 0, lines_in = 0, number = 0;
};

std::int64_t stream_number(Put& put, std::int64_t aside) {
  const auto& source = put.release.source;
  const std::vector<Value> key{put.words.number(source.customer), put.words.number(source.plant),
                               put.words.number(put.release.supplier_duns), put.words.number(source.feed), aside};
  const auto known = put.session.query(
      "select id from forecast_stream where customer = $1 and plant = $2 and supplier_duns = $3 and feed = $4 "
      "and aside = $5",
      key);
  if (!known.empty()) return known[0].integer(0);
  return put.session
      .query(
          "insert into forecast_stream (customer, plant, supplier_duns, feed, aside) values ($1, $2, $3, $4, $5) "
          "returning id",
          key)
      .at(0)
      .integer(0);
}

/// The series of every line, found or made; lines of a part follow each other, so the last answer mostly holds.
class SeriesNumbers {
 public:
  explicit SeriesNumbers(Put& put) : put_(put) {
    for (const auto& row :
         put.session.query("select id, part, dock, uom from forecast_series where stream = $1", {put.lines_in}))
      known_[{row.integer(1), row.integer(2), row.integer(3)}] = row.integer(0);
  }

  std::int64_t of(const model::ForecastLine& line) {
    if (last_ && last_->part_no == line.part_no && last_->dock == line.dock && last_->uom == line.uom) return number_;
    const Key key{put_.words.number(line.part_no), put_.words.number(line.dock), put_.words.number(line.uom)};
    last_ = &line;
    named_.insert({key[0], key[1]});
    const auto found = known_.find(key);
    if (found != known_.end()) return number_ = found->second;
    return number_ = known_[key] = make(key, line);
  }

  /// Series of a part and dock that some line named: what the release speaks of.
  std::set<std::int64_t> named_series() const {
    std::set<std::int64_t> series;
    for (const auto& [key, number] : known_)
      if (named_.contains({key[0], key[1]})) series.insert(number);
    return series;
  }

 private:
  using Key = std::array<std::int64_t, 3>;  // part, dock, unit

  std::int64_t make(const Key& key, const model::ForecastLine& line) {
    const auto& source = put_.release.source;
    const SeriesKey named{source.customer, source.plant, put_.release.supplier_duns, source.feed, line.part_no,
                          line.dock,       line.uom};
    return put_.session
        .query("insert into forecast_series (stream, part, dock, uom, hash) values ($1, $2, $3, $4, $5) returning id",
               {put_.lines_in, key[0], key[1], key[2], series_hash(named)})
        .at(0)
        .integer(0);
  }

  Put& put_;
  std::map<Key, std::int64_t> known_;
  std::set<PartKey> named_;
  const model::ForecastLine* last_ = nullptr;
  std::int64_t number_ = 0;
};

/// A blank yields to a value; false if both say something else.
bool merge(std::optional<Decimal>& into, const std::optional<Decimal>& value) {
  if (!into) into = value;
  return !value || *into == *value;
}

bool merge(PartFacts& into, const PartFacts& facts) {
  if (into.part_name == 0) into.part_name = facts.part_name;
  return (facts.part_name == 0 || into.part_name == facts.part_name) && merge(into.pack_size, facts.pack_size) &&
         merge(into.cum_received, facts.cum_received) && merge(into.past_due, facts.past_due);
}

/// A release's lines as they shall stand. lines in order of their key; parts in order of series
struct Wanted {
  std::vector<Line> lines;
  std::vector<Part> parts;
};

Result<std::vector<Part>> wanted_parts(Put& put, const std::vector<std::int64_t>& series) {
  const auto& release = put.release;
  std::unordered_map<std::int64_t, std::size_t> places;
  std::vector<Part> parts;
  PartFacts facts;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const auto& line = release.lines[i];
    if (i == 0 || line.part_name != release.lines[i - 1].part_name) facts.part_name = put.words.number(line.part_name);
    facts = {facts.part_name, line.pack_size, line.cum_received, line.past_due};
    const auto [place, is_new] = places.try_emplace(series[i], parts.size());
    if (is_new) {
      parts.push_back({series[i], facts, i});
    } else if (!merge(parts[place->second].content, facts)) {
      const auto& source = release.source;
      return Error{
          Recovery::quarantine,
          "store/part_disagrees",
          {{"of", release.release_no}, {"part", line.part_no}},
          {source.customer, source.plant, source.feed, source.document, line.locator.offset, line.locator.position}};
    }
  }
  return parts;
}

Result<Wanted> wanted_lines(Put& put, const std::vector<std::int64_t>& series) {
  const auto& lines = put.release.lines;
  Wanted wanted;
  wanted.lines.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i)
    wanted.lines.push_back({{series[i], slot_of(lines[i].bucket_start, lines[i].bucket)},
                            {column_of(lines[i].qty), static_cast<int>(lines[i].commitment), lines[i].cum_required},
                            i});
  if (!std::ranges::is_sorted(wanted.lines, {}, &Line::key)) std::ranges::sort(wanted.lines, {}, &Line::key);
  const auto twice = std::ranges::adjacent_find(wanted.lines, {}, &Line::key);
  if (twice != wanted.lines.end()) {
    const auto& line = lines[std::next(twice)->at];
    const auto what =
        line.part_no + " " + std::string(model::to_string(line.bucket)) + " " + calloff::to_string(line.bucket_start);
    return line_twice(put.release.source, put.release.release_no, what, line.locator);
  }
  auto parts = wanted_parts(put, series);
  if (!parts) return parts.error();
  wanted.parts = std::move(*parts);
  return wanted;
}

std::vector<Line> standing_lines(Put& put) {
  std::vector<Line> lines;
  put.session.each(
      "select l.series, l.slot, l.qty, l.commitment, l.cum_required from forecast_series s cross join "
      "forecast_line l on l.series = s.id where s.stream = $1 and l.to_seq is null",
      {put.lines_in}, [&](const Row& row) {
        lines.push_back(
            {{row.integer(0), row.integer(1)}, {row.integer(2), row.integer(3), maybe_of(row, 4, decimal_of)}});
      });
  return lines;
}

std::vector<Part> standing_parts(Put& put) {
  std::vector<Part> parts;
  for (const auto& row : put.session.query(
           "select p.series, p.part_name, p.pack_size, p.cum_received, p.past_due from forecast_series s cross join "
           "forecast_part p on p.series = s.id where s.stream = $1 and p.to_seq is null",
           {put.lines_in}))
    parts.push_back(
        {row.integer(0),
         {row.integer(1), maybe_of(row, 2, decimal_of), maybe_of(row, 3, decimal_of), maybe_of(row, 4, decimal_of)}});
  return parts;
}

void open_line(Put& put, std::int64_t series, const model::ForecastLine& line) {
  const auto place = place_of(line.locator, put.words);
  put.session.execute(
      "insert into forecast_line (series, slot, from_seq, qty, commitment, cum_required, place, at, size) "
      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {series, slot_of(line.bucket_start, line.bucket), put.commit, column_of(line.qty),
       static_cast<std::int64_t>(line.commitment), maybe(line.cum_required), place.place, place.at, place.size});
}

void put_lines(Put& put, const std::vector<std::int64_t>& series, std::vector<Line> standing, std::vector<Line> wanted,
               ReleasePut& done) {
  PutCounts counts;
  replace_lines(
      std::move(standing), std::move(wanted),
      [&](std::size_t at) { open_line(put, series[at], put.release.lines[at]); },
      [&](const LineKey& key) {
        close_interval(put.session, "forecast_line", "series = $2 and slot = $3", {key.first, key.second}, put.commit);
      },
      counts);
  done.lines_opened = counts.lines_opened;
  done.lines_closed = counts.lines_closed;
  done.lines_kept = counts.lines_kept;
}

void put_parts(Put& put, std::vector<Part> standing, std::vector<Part> wanted) {
  std::unordered_map<std::size_t, Part> by_line;
  for (const auto& part : wanted) by_line.emplace(part.at, part);
  PutCounts ignored;
  replace_lines(
      std::move(standing), std::move(wanted),
      [&](std::size_t at) {
        const auto& [series, facts, line] = by_line.at(at);
        put.session.execute(
            "insert into forecast_part (series, from_seq, part_name, pack_size, cum_received, past_due) "
            "values ($1, $2, $3, $4, $5, $6)",
            {series, put.commit, facts.part_name, maybe(facts.pack_size), maybe(facts.cum_received),
             maybe(facts.past_due)});
      },
      [&](std::int64_t series) { close_interval(put.session, "forecast_part", "series = $2", {series}, put.commit); },
      ignored);
}

/// A partial release speaks of the parts it names and leaves the others.
void keep_scope(Put& put, const std::set<std::int64_t>& scope, std::vector<Line>& lines, std::vector<Part>& parts) {
  std::erase_if(lines, [&](const Line& line) { return !scope.contains(line.key.first); });
  std::erase_if(parts, [&](const Part& part) { return !scope.contains(part.key); });
  for (const auto series : scope)
    put.session.execute("insert into forecast_scope (release, series) values ($1, $2)", {put.number, series});
}

Result<void> put_content(Put& put, ReleasePut& done) {
  SeriesNumbers numbers(put);
  std::vector<std::int64_t> series;
  series.reserve(put.release.lines.size());
  for (const auto& line : put.release.lines) series.push_back(numbers.of(line));
  auto wanted = wanted_lines(put, series);
  if (!wanted) return wanted.error();
  auto lines = standing_lines(put);
  auto parts = standing_parts(put);
  if (!put.release.is_full) keep_scope(put, numbers.named_series(), lines, parts);
  put_lines(put, series, std::move(lines), std::move(wanted->lines), done);
  put_parts(put, std::move(parts), std::move(wanted->parts));
  return {};
}

void open_release(Put& put, const std::string& content, std::int64_t edition, Instant seen, Instant now) {
  const auto& release = put.release;
  put.number =
      put.session
          .query(
              "insert into forecast_release (stream, lines_in, seq, release_no, revision, edition, content, issued, "
              "horizon_from, horizon_to, is_full, planner, lines, first_seen, last_read, document, mapping) "
              "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) returning id",
              {put.stream, put.lines_in, put.commit, release.release_no, release.revision, edition,
               hash_column(content), maybe(release.issued), maybe(release.horizon_from), maybe(release.horizon_to),
               std::int64_t{release.is_full}, put.words.number(release.planner),
               static_cast<std::int64_t>(release.lines.size()), column_of(seen), column_of(now), put.document,
               put.words.number(release.source.mapping_version)})
          .at(0)
          .integer(0);
}

/// The newest edition of this number and revision, however the revision is written.
struct Edition {
  std::int64_t number = 0, edition = 0, lines_in = 0, commit = 0;
  bool is_full = true;
  std::string content;
  Instant first_seen{};
};
std::optional<Edition> newest_edition(Put& put) {
  for (const auto& row : put.session.query("select id, edition, lines_in, seq, is_full, content, revision, "
                                           "first_seen from forecast_release where stream = $1 and release_no = "
                                           "$2 order by edition desc, id desc",
                                           {put.stream, put.release.release_no}))
    if (is_same_revision(row.text(6), put.release.revision))
      return Edition{row.integer(0),
                     row.integer(1),
                     row.integer(2),
                     row.integer(3),
                     row.integer(4) != 0,
                     hash_of(row.blob(5)),
                     instant_of(row.integer(7))};
  return std::nullopt;
}

/// Is a newer release than this one in the stream already?
bool is_late(Put& put) {
  const auto rows = put.session.query(
      "select release_no, revision, issued from forecast_release where lines_in = $1 order by seq desc limit 1",
      {put.stream});
  if (rows.empty()) return false;
  const auto& release = put.release;
  return is_older({release.release_no, release.revision, release.issued},
                  {rows[0].text(0), rows[0].text(1), maybe_of(rows[0], 2, local_time_of)});
}

Put put_of(Writer& writer, const model::ForecastRelease& release, std::int64_t commit) {
  auto& session = writer.session();
  Put put{session, Words(session), release, commit, document_number(session, release.source.document)};
  put.stream = stream_number(put, 0);
  return put;
}

/// An edition more than `known`, in the stream or beside it. content: release_content, as it came
Result<ReleasePut> put_edition(Writer& writer, Put& put, const std::optional<Edition>& known, bool is_late,
                               Instant seen, const std::string& content) {
  ReleasePut done;
  done.change = known ? Change::changed : Change::first;
  done.edition = known ? known->edition + 1 : 1;
  done.is_late = is_late;
  put.lines_in = is_late ? stream_number(put, put.commit) : put.stream;
  open_release(put, content, done.edition, seen, writer.now());
  if (auto fine = put_content(put, done); !fine) return fine.error();
  return done;
}

ReleasePut read_again(Writer& writer, const Put& put, const Edition& known) {
  writer.session().execute("update forecast_release set last_read = $2 where id = $1",
                           {known.number, column_of(writer.now())});
  ReleasePut done;
  done.edition = known.edition;
  done.is_late = known.lines_in != put.stream;
  done.lines_kept = static_cast<std::int64_t>(put.release.lines.size());
  return done;
}

/// One to be put once more. release: as it is read back before anything is put under it; content: of its first reading,
/// so that the next one is known again
struct Again {
  ReleaseHead head;
  model::ForecastRelease release;
  std::string content;
};

Again again_of(Writer& writer, const ReleaseHead& head) {
  const auto rows = writer.session().query("select content from forecast_release where id = $1", {head.id});
  return {head, kept_release(writer, head), hash_of(rows.at(0).blob(0))};
}

/// Once more what it said, over what stands now.
Result<void> put_over(Writer& writer, const Again& again, std::int64_t commit) {
  auto put = put_of(writer, again.release, commit);
  auto done = put_edition(writer, put, newest_edition(put), false, again.head.first_seen, again.content);
  return done ? Result<void>() : done.error();
}

/// Did the old edition speak of parts that the new one leaves alone?
bool leaves_parts(Put& put, const Edition& known) {
  if (put.release.is_full) return false;
  if (known.is_full) return true;
  std::set<PartKey> named;
  for (const auto& line : put.release.lines) named.emplace(put.words.number(line.part_no), put.words.number(line.dock));
  for (const auto& row : put.session.query("select s.part, s.dock from forecast_scope c join forecast_series s on s.id "
                                           "= c.series where c.release = $1",
                                           {known.number}))
    if (!named.contains({row.integer(0), row.integer(1)})) return true;
  return false;
}

/// What stands in the stream ends at the commit: there is no full release to begin with.
void end_all(Put& put) {
  put.lines_in = put.stream;
  ReleasePut ignored;
  put_lines(put, {}, standing_lines(put), {}, ignored);
  put_parts(put, standing_parts(put), {});
}

/// What is to be put before an edition that takes the place of `known`, and what after it.
struct Chain {
  std::vector<Again> before, after;
  bool is_over = false;  ///< a full one has ended what the old edition said
};

Chain chain_of(Writer& writer, Put& put, const Edition& known) {
  Chain chain;
  std::vector<ReleaseHead> before, after;
  for (auto& head : releases_beside(writer, known.number)) {
    if (head.commit == known.commit) continue;
    if (head.commit < known.commit && head.is_full) before.clear();
    (head.commit < known.commit ? before : after).push_back(std::move(head));
  }
  chain.is_over = known.lines_in != put.stream || std::ranges::any_of(after, &ReleaseHead::is_full);
  if (chain.is_over) return chain;
  if (leaves_parts(put, known))
    for (const auto& head : before) chain.before.push_back(again_of(writer, head));
  for (const auto& head : after) chain.after.push_back(again_of(writer, head));
  return chain;
}

}  // namespace

Result<ReleasePut> put_forecast_release(Writer& writer, const model::ForecastRelease& release, std::int64_t commit) {
  auto put = put_of(writer, release, commit);
  const auto known = newest_edition(put);
  if (known && known->content == release_content(release)) return read_again(writer, put, *known);
  return put_edition(writer, put, known, is_late(put), writer.now(), release_content(release));
}

Result<ReleasePut> replace_forecast_release(Writer& writer, const model::ForecastRelease& release, std::int64_t commit,
                                            const std::string& run) {
  auto put = put_of(writer, release, commit);
  const auto known = newest_edition(put);
  const auto content = release_content(release);
  if (!known) return put_edition(writer, put, known, is_late(put), writer.now(), content);
  if (known->content == content) return read_again(writer, put, *known);
  // Read back before anything is put: it changes what is left to those that follow.
  const auto chain = chain_of(writer, put, *known);
  if (!chain.is_over && leaves_parts(put, *known) && (chain.before.empty() || !chain.before[0].head.is_full))
    end_all(put);
  for (const auto& one : chain.before) {
    if (auto under = put_over(writer, one, put.commit); !under) return under.error();
    put.commit = next_commit(writer, run);
  }
  // An edition of the same number may have been put under it, and is the newest now.
  auto done = put_edition(writer, put, newest_edition(put), chain.is_over, known->first_seen, content);
  for (std::size_t i = 0; done && i < chain.after.size(); ++i)
    if (auto over = put_over(writer, chain.after[i], next_commit(writer, run)); !over) return over.error();
  return done;
}

}  // namespace calloff::store
