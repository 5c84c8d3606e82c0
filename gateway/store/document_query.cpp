#include "store/document_query.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "store/columns.hpp"

namespace calloff::store {
namespace {

DocumentState state_of(std::string_view text) {
  static constexpr std::array kStates{DocumentState::archived, DocumentState::decoded, DocumentState::quarantined,
                                      DocumentState::committed};
  const auto found = std::ranges::find(kStates, text, [](DocumentState state) { return to_string(state); });
  if (found == kStates.end()) throw std::logic_error("store: unknown document state " + std::string(text));
  return *found;
}

}  // namespace

std::vector<PastDocument> past_documents(Reader& reader, const DocumentFilter& filter) {
  std::vector<PastDocument> documents;
  reader.session().each(
      "select d.name, d.customer, d.plant, d.feed, d.entry, d.run, d.first_seen, r.started, d.state, exists (select 1 "
      "from seen_entry e where e.document = d.name) from document d left join run r on r.id = d.run "
      "where ($1 = '' or d.customer = $1) and ($2 = '' or d.plant = $2) and ($3 = '' or d.feed = $3) "
      "and coalesce(r.started, d.first_seen) >= $4 and coalesce(r.started, d.first_seen) < $5 order by d.id",
      {filter.customer, filter.plant, filter.feed, filter.from ? column_of(*filter.from) : INT64_MIN,
       filter.until ? column_of(*filter.until) : INT64_MAX},
      [&](const Row& row) {
        PastDocument document;
        document.run = row.text(5);
        if (!filter.runs.empty() && std::ranges::find(filter.runs, document.run) == filter.runs.end()) return;
        document.id = row.text(0);
        document.feed = {row.text(1), row.text(2), row.text(3)};
        document.entry = row.text(4);
        const auto seen = instant_of(row.integer(6));
        document.began = maybe_of(row, 7, instant_of).value_or(seen);
        document.read = std::max(document.began, seen);
        document.state = state_of(row.text(8));
        document.is_newest = row.integer(9) != 0;
        documents.push_back(std::move(document));
      });
  return documents;
}

std::vector<RunRecord> past_runs(Reader& reader, Instant from, Instant until) {
  std::vector<RunRecord> runs;
  for (const auto& row : reader.session().query(
           "select id from run where started >= $1 and started < $2 and outcome is not null order by started, id",
           {column_of(from), column_of(until)}))
    runs.push_back(*find_run(reader, row.text(0)));
  return runs;
}

}  // namespace calloff::store
