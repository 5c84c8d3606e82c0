#include "store/arrivals.hpp"

#include <algorithm>

#include "store/columns.hpp"
#include "store/runs.hpp"
#include "store/words.hpp"

namespace calloff::store {

std::vector<CameSheet> sheets_that_came(Reader& reader, const FeedKey& feed, LocalDate pickup) {
  Words words(reader.session());
  const auto customer = words.find(feed.customer), plant = words.find(feed.plant), name = words.find(feed.feed);
  if (!customer || !plant || !name) return {};
  std::vector<CameSheet> sheets;
  for (const auto& row : reader.session().query(
           "select s.pus_no, (select c.at from sheet_version v cross join commit_seq c on c.seq = v.from_seq "
           "where v.sheet = s.id order by v.from_seq limit 1) from sheet s where s.customer = $1 and s.plant = $2 "
           "and s.feed = $3 and s.pickup >= $4 and s.pickup < $5",
           {*customer, *plant, *name, column_of(LocalTime{pickup, {}}), column_of(LocalTime{add_days(pickup, 1), {}})}))
    sheets.push_back({row.text(0), instant_of(row.integer(1))});
  // Asked of the engine, the order would make it read the sheets of all days.
  std::ranges::sort(sheets, {}, &CameSheet::pus_no);
  return sheets;
}

bool has_sheet(Reader& reader, const FeedKey& feed, const std::string& pus_no) {
  Words words(reader.session());
  const auto customer = words.find(feed.customer), plant = words.find(feed.plant);
  return customer && plant &&
         !reader.session()
              .query("select 1 from sheet where customer = $1 and plant = $2 and pus_no = $3",
                     {*customer, *plant, pus_no})
              .empty();
}

std::vector<SetPoll> set_polls_of(Reader& reader, const FeedKey& feed, LocalDate target) {
  std::vector<SetPoll> polls;
  for (const auto& row : reader.session().query(
           "select fingerprint, has_all_pages, is_proven_empty, first_at, last_at, polls from set_poll "
           "where customer = $1 and plant = $2 and feed = $3 and target = $4 order by id",
           {feed.customer, feed.plant, feed.feed, column_of(target)}))
    polls.push_back({feed, target, row.text(0), row.integer(1) != 0, row.integer(2) != 0, instant_of(row.integer(3)),
                     instant_of(row.integer(4)), row.integer(5)});
  return polls;
}

std::vector<CameRelease> releases_that_came(Reader& reader, const FeedKey& feed, Instant since) {
  Words words(reader.session());
  const auto customer = words.find(feed.customer), plant = words.find(feed.plant), name = words.find(feed.feed);
  if (!customer || !plant || !name) return {};
  std::vector<CameRelease> releases;
  for (const auto& row : reader.session().query(
           "select r.release_no, r.issued, r.first_seen from forecast_stream t cross join forecast_release r on "
           "r.stream = t.id where t.customer = $1 and t.plant = $2 and t.feed = $3 and r.first_seen >= $4",
           {*customer, *plant, *name, column_of(since)}))
    releases.push_back({row.text(0), maybe_of(row, 1, local_time_of), instant_of(row.integer(2))});
  return releases;
}

std::optional<Instant> first_published(Reader& reader, const FeedKey& feed, Instant from) {
  const auto rows = reader.session().query(
      "select min(published) from document where customer = $1 and plant = $2 and feed = $3 and published >= $4 and "
      "state = 'committed'",
      {feed.customer, feed.plant, feed.feed, column_of(from)});
  return rows.empty() ? std::nullopt : maybe_of(rows[0], 0, instant_of);
}

std::optional<Instant> first_poll(Reader& reader, const FeedKey& feed) {
  const auto rows = reader.session().query(
      "select coalesce(ended, started) from run where customer = $1 and plant = $2 and feed = $3 and adapter <> $4 "
      "order by started limit 1",
      {feed.customer, feed.plant, feed.feed, std::string(kImportAdapter)});
  return rows.empty() ? std::nullopt : std::optional(instant_of(rows[0].integer(0)));
}

}  // namespace calloff::store
