#include <algorithm>

#include "store/columns.hpp"
#include "store/delivery_schedules.hpp"
#include "store/sheet_rows.hpp"

namespace calloff::store {

bool is_over(model::SheetState state) {
  using model::SheetState;
  return state == SheetState::shipped || state == SheetState::received || state == SheetState::cancelled;
}

std::vector<MissingSheet> missing_sheets(Reader& reader, const FeedKey& feed, LocalDate from, LocalDate to) {
  Words words(reader.session());
  const auto customer = words.find(feed.customer), plant = words.find(feed.plant), name = words.find(feed.feed);
  if (!customer || !plant || !name) return {};
  std::vector<MissingSheet> found;
  for (const auto& row : reader.session().query(
           "select s.pus_no, s.last_document, v.state, s.pickup, e.missing_since from sheet s "
           "cross join document d on d.name = s.last_document "
           "cross join seen_entry e on e.customer = d.customer and e.plant = d.plant and e.feed = d.feed "
           "and e.entry = d.entry cross join sheet_version v on v.sheet = s.id and v.to_seq is null "
           "where s.customer = $1 and s.plant = $2 and s.feed = $3 and s.pickup >= $4 and s.pickup < $5 "
           "and e.missing_since is not null",
           {*customer, *plant, *name, column_of(LocalTime{from, {}}), column_of(LocalTime{add_days(to, 1), {}})})) {
    if (is_over(enum_of<model::SheetState>(words.text(row.integer(2))))) continue;
    found.push_back({row.text(0), row.text(1), local_time_of(row.integer(3)).date, instant_of(row.integer(4))});
  }
  // Asked of the engine, the order would make it read the sheets of all days.
  std::ranges::sort(found, {}, &MissingSheet::pus_no);
  return found;
}

}  // namespace calloff::store
