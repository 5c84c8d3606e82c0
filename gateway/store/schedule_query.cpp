#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "base/text.hpp"
#include "store/columns.hpp"
#include "store/sheet_rows.hpp"

namespace calloff::store {
namespace {

/// A sheet that stood: its number, and a row without its line.
struct Head {
  std::int64_t sheet = 0;
  ScheduleRow row;
};

constexpr std::int64_t kNow = INT64_MAX;

/// Is the sheet off the customer's list?
constexpr std::string_view kIsMissing =
    "exists (select 1 from document d join seen_entry e on e.customer = d.customer and e.plant = d.plant "
    "and e.feed = d.feed and e.entry = d.entry where d.name = s.last_document and e.missing_since is not null)";
/// Commits at which the sheet said something else than before, read states apart.
constexpr std::string_view kRevision =
    "(select count(*) from (select from_seq as seq from schedule_line where sheet = s.id "
    "union select to_seq from schedule_line where sheet = s.id and to_seq is not null "
    "union select from_seq from (select from_seq, pickup, arrival, dock, lag(pickup) over w as last_pickup, "
    "lag(arrival) over w as last_arrival, lag(dock) over w as last_dock from sheet_version where sheet = s.id "
    "window w as (order by from_seq)) h where pickup is distinct from last_pickup "
    "or arrival is distinct from last_arrival or dock is distinct from last_dock) c where seq <= $1)";

/// SQL's condition on the date column; both ends inclusive.
std::string date_condition(const ScheduleFilter& filter, std::vector<Value>& values) {
  const std::string column = filter.basis == model::DateBasis::pickup ? "v.pickup" : "v.arrival";
  std::string condition;
  const auto add = [&](const char* comparison, LocalDate date) {
    values.emplace_back(column_of(LocalTime{date, {}}));
    condition += " and " + column + comparison + std::to_string(values.size());
  };
  if (filter.from) add(" >= $", *filter.from);
  if (filter.to) add(" < $", add_days(*filter.to, 1));
  return condition;
}

std::vector<Head> heads(Reader& reader, Words& words, const ScheduleFilter& filter) {
  std::vector<Value> values{filter.as_of.value_or(kNow)};
  std::string condition;
  for (const auto& [column, text] : {std::pair{"s.customer", &filter.customer}, {"s.plant", &filter.plant}}) {
    if (text->empty()) continue;
    const auto number = words.find(*text);
    if (!number) return {};
    values.emplace_back(*number);
    condition += std::string(" and ") + column + " = $" + std::to_string(values.size());
  }
  if (!filter.pus_no.empty()) {
    values.emplace_back(filter.pus_no);
    condition += " and s.pus_no = $" + std::to_string(values.size());
  }
  condition += date_condition(filter, values);
  const auto rows = reader.session().query(
      "select s.id, s.customer, s.plant, s.feed, s.pus_no, v.dock, v.route, v.carrier, v.state, v.published, v.pickup, "
      "v.arrival, v.mapping, " +
          std::string(kIsMissing) + ", " + std::string(kRevision) +
          " from sheet s join sheet_version v on v.sheet = s.id "
          "where v.from_seq <= $1 and (v.to_seq is null or v.to_seq > $1)" +
          condition,
      values);
  std::vector<Head> found;
  for (const auto& row : rows) {
    Head head{row.integer(0), {}};
    head.row.feed = {words.text(row.integer(1)), words.text(row.integer(2)), words.text(row.integer(3))};
    head.row.pus_no = row.text(4);
    head.row.sheet_dock = words.text(row.integer(5));
    head.row.route = words.text(row.integer(6));
    head.row.carrier = words.text(row.integer(7));
    head.row.state = enum_of<model::SheetState>(words.text(row.integer(8)));
    head.row.published = maybe_of(row, 9, local_time_of);
    head.row.pickup = maybe_of(row, 10, local_time_of);
    head.row.arrival = maybe_of(row, 11, local_time_of);
    head.row.mapping_version = words.text(row.integer(12));
    head.row.revision = row.integer(14);
    head.row.has_left_list = !filter.as_of && row.integer(13) != 0 && !is_over(head.row.state);
    found.push_back(std::move(head));
  }
  return found;
}

model::DeliveryLine line_of(const Row& row, Words& words) {
  model::DeliveryLine line;
  line.line_no = words.text(row.integer(0));
  line.required = decimal_of(row.integer(3));
  line.committed = maybe_of(row, 4, decimal_of);
  line.shipped = maybe_of(row, 5, decimal_of);
  line.locator = {words.text(row.integer(7)), static_cast<std::uint64_t>(row.integer(8)),
                  static_cast<std::uint64_t>(row.integer(9)), words.text(row.integer(10))};
  line.part_no = words.text(row.integer(12));
  line.part_name = words.text(row.integer(13));
  line.dock = words.text(row.integer(14));
  line.uom = words.text(row.integer(15));
  line.pack_size = maybe_of(row, 16, decimal_of);
  line.pack_code = words.text(row.integer(17));
  line.kanban = words.text(row.integer(18));
  line.note = words.text(row.integer(19));
  return line;
}

void add_lines(Reader& reader, Words& words, const Head& head, const ScheduleFilter& filter,
               std::unordered_map<std::int64_t, std::string>& documents, std::vector<ScheduleRow>& out) {
  static constexpr std::string_view kSql =
      "select l.line, l.from_seq, l.to_seq, l.required, l.committed, l.shipped, l.document, l.part, l.byte_from, "
      "l.byte_count, l.position, l.record, i.part, i.part_name, i.dock, i.uom, i.pack_size, i.pack_code, i.kanban, "
      "i.note "
      "from schedule_line l join schedule_item i on i.id = l.item "
      "where l.sheet = $2 and l.from_seq <= $1 and (l.to_seq is null or l.to_seq > $1)";
  for (const auto& row : reader.session().query(kSql, {filter.as_of.value_or(kNow), head.sheet})) {
    if (!filter.part.empty() && !glob_match(filter.part, words.text(row.integer(12)))) continue;
    auto line = head.row;
    line.record = record_id(kLinePrefix, row.integer(11));
    line.from_commit = row.integer(1);
    line.to_commit = row.maybe_integer(2);
    line.line = line_of(row, words);
    auto& document = documents[row.integer(6)];
    if (document.empty()) document = document_name(reader.session(), row.integer(6));
    line.document = document;
    out.push_back(std::move(line));
  }
}

/// Line numbers are text; `10` stands after `9`.
auto line_order(const std::string& line_no) { return std::tuple(line_no.size(), std::string_view(line_no)); }

auto head_order(const ScheduleRow& row, model::DateBasis basis) {
  return std::tuple(std::string_view(row.feed.customer), std::string_view(row.feed.plant),
                    basis == model::DateBasis::pickup ? row.pickup : row.arrival, std::string_view(row.pus_no));
}

}  // namespace

std::vector<ScheduleRow> schedule_rows(Reader& reader, const ScheduleFilter& filter) {
  Words words(reader.session());
  auto sheets = heads(reader, words, filter);
  std::ranges::sort(sheets, [&](const Head& a, const Head& b) {
    return head_order(a.row, filter.basis) < head_order(b.row, filter.basis);
  });
  std::vector<ScheduleRow> rows;
  std::unordered_map<std::int64_t, std::string> documents;
  for (const auto& sheet : sheets) {
    if (filter.limit && rows.size() >= *filter.limit) break;
    const auto first = static_cast<std::ptrdiff_t>(rows.size());
    add_lines(reader, words, sheet, filter, documents, rows);
    std::sort(rows.begin() + first, rows.end(), [](const ScheduleRow& a, const ScheduleRow& b) {
      return line_order(a.line.line_no) < line_order(b.line.line_no);
    });
  }
  if (filter.limit && rows.size() > *filter.limit) rows.resize(*filter.limit);
  return rows;
}

}  // namespace calloff::store
