#include "store/document_query.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "store/chunks.hpp"
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

constexpr std::string_view kPastDocuments =
    "select d.id, d.name, d.customer, d.plant, d.feed, d.entry, d.run, d.first_seen, r.started, d.state, exists "
    "(select "
    "1 from seen_entry e where e.document = d.name) from document d left join run r on r.id = d.run";

struct Question {
  std::string where;
  std::vector<Value> values;
};

/// An index knows which runs began on a day; documents without a run are asked for by themselves.
std::vector<Question> questions(const DocumentFilter& filter) {
  Question all;
  const auto add = [](Question& to, const std::string& condition, Value value) {
    to.values.push_back(std::move(value));
    to.where += (to.where.empty() ? " where " : " and ") + condition + " $" + std::to_string(to.values.size());
  };
  for (const auto& [column, wanted] :
       {std::pair{"d.customer =", &filter.customer}, {"d.plant =", &filter.plant}, {"d.feed =", &filter.feed}})
    if (!wanted->empty()) add(all, column, *wanted);
  if (!filter.from && !filter.until) return {all};
  auto of_runs = all, of_none = all;
  if (filter.from) add(of_runs, "r.started >=", column_of(*filter.from));
  if (filter.until) add(of_runs, "r.started <", column_of(*filter.until));
  if (filter.from) add(of_none, "d.first_seen >=", column_of(*filter.from));
  if (filter.until) add(of_none, "d.first_seen <", column_of(*filter.until));
  of_none.where += " and r.id is null";
  return {of_runs, of_none};
}

}  // namespace

std::vector<PastDocument> past_documents(Reader& reader, const DocumentFilter& filter) {
  std::map<std::int64_t, PastDocument> documents;  // by the order in which they came
  const auto take = [&](const Row& row) {
    const auto seen = instant_of(row.integer(7));
    const auto began = maybe_of(row, 8, instant_of).value_or(seen);
    if ((filter.from && began < *filter.from) || (filter.until && began >= *filter.until)) return;
    const FeedKey feed{row.text(2), row.text(3), row.text(4)};
    for (const auto& [wanted, is] :
         {std::pair{&filter.customer, &feed.customer}, {&filter.plant, &feed.plant}, {&filter.feed, &feed.feed}})
      if (!wanted->empty() && *wanted != *is) return;
    documents.emplace(row.integer(0), PastDocument{row.text(1), feed, row.text(5), row.text(6), began,
                                                   std::max(began, seen), state_of(row.text(9)), row.integer(10) != 0});
  };
  // Of runs there are few, and each has few documents; else an index knows what is asked for.
  if (!filter.runs.empty()) {
    static const auto of_runs = std::string(kPastDocuments) + " where d.run " + in_chunk(1);
    each_chunk({}, filter.runs, [&](const std::vector<Value>& runs) {
      for (const auto& row : reader.session().query(of_runs, runs)) take(row);
    });
  } else {
    for (const auto& [where, values] : questions(filter))
      reader.session().each(std::string(kPastDocuments) + where, values, take);
  }
  std::vector<PastDocument> all;
  for (auto& [id, document] : documents) all.push_back(std::move(document));
  return all;
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
