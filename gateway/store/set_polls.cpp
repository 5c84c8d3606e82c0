#include "store/columns.hpp"
#include "store/delivery_schedules.hpp"

namespace calloff::store {

void put_set_poll(Writer& writer, const SetPoll& poll) {
  auto& session = writer.session();
  const auto now = column_of(writer.now());
  const std::vector<Value> key{poll.feed.customer, poll.feed.plant, poll.feed.feed, column_of(poll.target)};
  const auto last = session.query(
      "select id, fingerprint, has_all_pages, is_proven_empty from set_poll where customer = $1 and plant = $2 "
      "and feed = $3 and target = $4 order by id desc limit 1",
      key);
  if (!last.empty() && last[0].text(1) == poll.fingerprint && (last[0].integer(2) != 0) == poll.has_all_pages &&
      (last[0].integer(3) != 0) == poll.is_proven_empty) {
    session.execute("update set_poll set last_at = $2, polls = polls + 1 where id = $1", {last[0].integer(0), now});
    return;
  }
  session.execute(
      "insert into set_poll (customer, plant, feed, target, fingerprint, has_all_pages, is_proven_empty, first_at, "
      "last_at, "
      "polls) values ($1, $2, $3, $4, $5, $6, $7, $8, $8, 1)",
      {key[0], key[1], key[2], key[3], poll.fingerprint, std::int64_t{poll.has_all_pages},
       std::int64_t{poll.is_proven_empty}, now});
}

std::vector<SetPoll> set_polls(Reader& reader, std::string_view customer, std::string_view plant,
                               std::optional<LocalDate> from, std::optional<LocalDate> to) {
  std::vector<SetPoll> polls;
  for (const auto& row : reader.session().query("select customer, plant, feed, target, fingerprint, has_all_pages, "
                                                "is_proven_empty, first_at, last_at, polls "
                                                "from set_poll where ($1 = '' or customer = $1) and ($2 = '' or plant "
                                                "= $2) and target >= $3 and target <= $4 "
                                                "order by customer, plant, feed, target, id",
                                                {std::string(customer), std::string(plant),
                                                 from ? column_of(*from) : INT64_MIN, to ? column_of(*to) : INT64_MAX}))
    polls.push_back({{row.text(0), row.text(1), row.text(2)},
                     date_of(row.integer(3)),
                     row.text(4),
                     row.integer(5) != 0,
                     row.integer(6) != 0,
                     instant_of(row.integer(7)),
                     instant_of(row.integer(8)),
                     row.integer(9)});
  return polls;
}

}  // namespace calloff::store
