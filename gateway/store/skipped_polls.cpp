#include "store/skipped_polls.hpp"

#include <algorithm>

#include "store/columns.hpp"
#include "store/states.hpp"

namespace calloff::store {
namespace {

SkippedPolls skipped_of(const Row& row) {
  return {{row.text(0), row.text(1), row.text(2)},
          instant_of(row.integer(3)),
          instant_of(row.integer(4)),
          row.integer(5),
          error_of(row.text(6)),
          instant_of(row.integer(7))};
}

constexpr std::string_view kSelect = "select customer, plant, feed, first, last, polls, cause, at from skipped_poll ";

/// What became of polls due from `first` to `last`: noted as skipped, or begun.
struct Accounted {
  std::vector<std::pair<std::int64_t, std::int64_t>> skipped;
  std::set<std::int64_t> begun;

  bool has(Instant due) const {
    const auto at = column_of(due);
    return begun.contains(at) || std::any_of(skipped.begin(), skipped.end(), [&](const auto& noted) {
             return noted.first <= at && at <= noted.second;
           });
  }
};

Accounted accounted_for(Reader& reader, const FeedKey& feed, Instant first, Instant last) {
  Accounted accounted;
  const std::vector<Value> asked{feed.customer, feed.plant, feed.feed, column_of(first), column_of(last)};
  for (const auto& row : reader.session().query(
           "select first, last from skipped_poll where customer = $1 and plant = $2 and feed = $3 and last >= $4 and "
           "first <= $5",
           asked))
    accounted.skipped.emplace_back(row.integer(0), row.integer(1));
  // No run begins before it is due: the index on `started` finds them.
  for (const auto& row : reader.session().query(
           "select planned from run where customer = $1 and plant = $2 and feed = $3 and started >= $4 and planned >= "
           "$4 and planned <= $5",
           asked))
    accounted.begun.insert(row.integer(0));
  return accounted;
}

/// Goes on with the last row if nothing was polled since.
void add(Writer& writer, const FeedKey& feed, Instant first, Instant last, std::int64_t polls, const Error& cause) {
  auto& session = writer.session();
  const auto text = error_column(cause);
  const auto now = column_of(writer.now());
  const auto before = last_skipped(writer, feed);
  const auto started = feed_state(writer, feed).last_started;
  if (before && error_column(before->cause) == text && before->last < first && !(started && *started > before->first)) {
    session.execute(
        "update skipped_poll set last = $4, polls = polls + $5, at = $6 where id = (select max(id) from skipped_poll "
        "where customer = $1 and plant = $2 and feed = $3)",
        {feed.customer, feed.plant, feed.feed, column_of(last), polls, now});
    return;
  }
  session.execute(
      "insert into skipped_poll (customer, plant, feed, first, last, polls, cause, at) values ($1, $2, $3, $4, $5, $6, "
      "$7, $8)",
      {feed.customer, feed.plant, feed.feed, column_of(first), column_of(last), polls, text, now});
}

}  // namespace

void note_skipped(Writer& writer, const FeedKey& feed, std::span<const Instant> due, const Error& cause) {
  if (due.empty()) return;
  const auto accounted = accounted_for(writer, feed, due.front(), due.back());
  std::vector<Instant> row;  // nothing else became of one between them
  const auto close = [&] {
    if (!row.empty()) add(writer, feed, row.front(), row.back(), std::int64_t(row.size()), cause);
    row.clear();
  };
  for (const auto at : due) {
    if (accounted.has(at))
      close();
    else
      row.push_back(at);
  }
  close();
}

std::vector<SkippedPolls> skipped_polls(Reader& reader, const FeedKey& feed, std::size_t limit) {
  static const auto sql = std::string(kSelect) +
                          "where ($1 = '' or customer = $1) and ($2 = '' or plant = $2) and ($3 = '' or feed = $3) "
                          "order by id desc limit $4";
  std::vector<SkippedPolls> all;
  for (const auto& row : reader.session().query(sql, {feed.customer, feed.plant, feed.feed, std::int64_t(limit)}))
    all.push_back(skipped_of(row));
  return all;
}

std::optional<SkippedPolls> last_skipped(Reader& reader, const FeedKey& feed) {
  static const auto sql =
      std::string(kSelect) + "where customer = $1 and plant = $2 and feed = $3 order by id desc limit 1";
  const auto rows = reader.session().query(sql, {feed.customer, feed.plant, feed.feed});
  return rows.empty() ? std::nullopt : std::optional(skipped_of(rows[0]));
}

std::set<Instant> begun_polls(Reader& reader, const FeedKey& feed, Instant first, Instant last) {
  std::set<Instant> begun;
  for (const auto& row : reader.session().query(
           "select planned, cause from run where customer = $1 and plant = $2 and feed = $3 and started >= $4 and "
           "planned >= $4 and planned <= $5",
           {feed.customer, feed.plant, feed.feed, column_of(first), column_of(last)})) {
    const auto cause = maybe_error_of(row, 1);
    const bool is_cut_short = cause && (cause->code == "run/interrupted" || cause->code == "run/stopped");
    if (!is_cut_short) begun.insert(instant_of(row.integer(0)));
  }
  return begun;
}

}  // namespace calloff::store
