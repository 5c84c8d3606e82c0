#include "store/event_log.hpp"

#include "base/hash.hpp"
#include "store/columns.hpp"
#include "store/facts.hpp"

namespace calloff::store {
namespace {

constexpr std::string_view kColumns = "seq, at, timeline, actor, kind, subject, from_state, to_state, why, body, hash";

/// H(n) = SHA-256(H(n-1) | event n)
std::string chained(std::string_view previous, const Event& event) {
  const auto seq = std::to_string(event.seq);
  const auto at = std::to_string(column_of(event.at));
  return content_id("",
                    {previous, seq, at, event.timeline, event.actor, event.kind, event.subject, event.from, event.to,
                     event.why, event.body},
                    64);
}

Event event_of(const Row& row) {
  Event event;
  event.seq = row.integer(0);
  event.at = instant_of(row.integer(1));
  event.timeline = row.text(2);
  event.actor = row.text(3);
  event.kind = row.text(4);
  event.subject = row.text(5);
  event.from = row.text(6);
  event.to = row.text(7);
  event.why = row.text(8);
  event.body = row.text(9);
  event.hash = hash_of(row.blob(10));
  return event;
}

std::vector<Event> events_of_rows(const std::vector<Row>& rows) {
  std::vector<Event> events;
  for (const auto& row : rows) events.push_back(event_of(row));
  return events;
}

}  // namespace

std::int64_t newest_seq(Reader& reader) {
  return reader.session().query("select max(seq) from event").at(0).maybe_integer(0).value_or(0);
}

std::int64_t append_event(Writer& writer, Event event) {
  auto& session = writer.session();
  const auto last = session.query("select seq, hash from event order by seq desc limit 1");
  const auto previous = last.empty() ? std::string() : hash_of(last[0].blob(1));
  event.seq = last.empty() ? 1 : last[0].integer(0) + 1;
  event.at = writer.now();
  event.timeline = timeline(writer);
  session.execute(
      "insert into event (seq, at, timeline, actor, kind, subject, from_state, to_state, why, body, prev_hash, hash) "
      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
      {event.seq, column_of(event.at), event.timeline, event.actor, event.kind, event.subject, event.from, event.to,
       event.why, event.body, hash_column(previous), hash_column(chained(previous, event))});
  return event.seq;
}

std::vector<Event> events_of(Reader& reader, std::string_view subject) {
  static const auto sql = "select " + std::string(kColumns) + " from event where subject = $1 order by seq";
  return events_of_rows(reader.session().query(sql, {std::string(subject)}));
}

std::optional<Event> last_event(Reader& reader, std::string_view subject, std::string_view kind) {
  static const auto sql =
      "select " + std::string(kColumns) + " from event where subject = $1 and kind = $2 order by seq desc limit 1";
  const auto rows = reader.session().query(sql, {std::string(subject), std::string(kind)});
  return rows.empty() ? std::nullopt : std::optional(event_of(rows[0]));
}

std::vector<Event> events_after(Reader& reader, std::int64_t seq, std::size_t limit) {
  static const auto sql = "select " + std::string(kColumns) + " from event where seq > $1 order by seq limit $2";
  return events_of_rows(reader.session().query(sql, {seq, static_cast<std::int64_t>(limit)}));
}

std::optional<std::int64_t> first_broken_event(Reader& reader) {
  constexpr std::size_t kPage = 1000;
  std::string previous;
  std::int64_t seq = 0;
  while (true) {
    const auto page = events_after(reader, seq, kPage);
    for (const auto& event : page) {
      if (event.seq != seq + 1 || event.hash != chained(previous, event)) return event.seq;
      previous = event.hash;
      seq = event.seq;
    }
    if (page.size() < kPage) return std::nullopt;
  }
}

}  // namespace calloff::store
