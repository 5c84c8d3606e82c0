#include "store/tickets.hpp"

#include "store/columns.hpp"

namespace calloff::store {

std::int64_t raise_ticket(Writer& writer, std::string_view dedup_key, const Error& reason) {
  return writer.session()
      .query(
          "insert into ticket (dedup_key, reason, opened, last_seen, count, closed_by, closed_why) "
          "values ($1, $2, $3, $3, 1, '', '') on conflict (dedup_key) where closed is null do update set "
          "last_seen = excluded.last_seen, reason = excluded.reason, count = ticket.count + 1 returning id",
          {std::string(dedup_key), error_column(reason), column_of(writer.now())})
      .at(0)
      .integer(0);
}

void close_ticket(Writer& writer, std::string_view dedup_key, std::string_view actor, std::string_view why) {
  writer.session().execute(
      "update ticket set closed = $2, closed_by = $3, closed_why = $4 where dedup_key = $1 and closed is null",
      {std::string(dedup_key), column_of(writer.now()), std::string(actor), std::string(why)});
}

std::vector<Ticket> open_tickets(Reader& reader) {
  std::vector<Ticket> tickets;
  for (const auto& row : reader.session().query(
           "select id, dedup_key, reason, opened, last_seen, count from ticket where closed is null order by id desc"))
    tickets.push_back({row.integer(0),
                       row.text(1),
                       error_of(row.text(2)),
                       instant_of(row.integer(3)),
                       instant_of(row.integer(4)),
                       row.integer(5),
                       std::nullopt,
                       {},
                       {}});
  return tickets;
}

}  // namespace calloff::store
