#include <set>

#include "base/text.hpp"
#include "store/columns.hpp"
#include "store/intervals.hpp"
#include "store/sheet_rows.hpp"

namespace calloff::store {
namespace {

/// A part as this customer's sheets describe it; the same on many lines, kept once.
std::int64_t item_number(Session& session, Words& words, const model::DeliveryLine& line) {
  const std::vector<Value> values{
      words.number(line.part_no), words.number(line.part_name), words.number(line.dock),   words.number(line.uom),
      maybe(line.pack_size),      words.number(line.pack_code), words.number(line.kanban), words.number(line.note)};
  const auto rows = session.query(
      "select id from schedule_item where part = $1 and part_name = $2 and dock = $3 and uom = $4 "
      "and pack_size is not distinct from $5 and pack_code = $6 and kanban = $7 and note = $8",
      values);
  if (!rows.empty()) return rows[0].integer(0);
  return session
      .query(
          "insert into schedule_item (part, part_name, dock, uom, pack_size, pack_code, kanban, note) "
          "values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
          values)
      .at(0)
      .integer(0);
}

/// One sheet being put: what its functions share.
struct Put {
  Session& session;
  Words words;
  const model::DeliverySchedule& sheet;
  std::int64_t commit, document, number = 0;
};

std::int64_t sheet_number(Put& put, Instant now) {
  const auto& source = put.sheet.source;
  return put.session
      .query(
          "insert into sheet (customer, plant, feed, pus_no, last_read, last_document, pickup) "
          "values ($1, $2, $3, $4, $5, $6, $7) "
          "on conflict (customer, plant, pus_no) do update set feed = excluded.feed, last_read = excluded.last_read, "
          "last_document = excluded.last_document, pickup = excluded.pickup returning id",
          {put.words.number(source.customer), put.words.number(source.plant), put.words.number(source.feed),
           put.sheet.pus_no, column_of(now), source.document, maybe(put.sheet.pickup)})
      .at(0)
      .integer(0);
}

void open_version(Put& put, const std::string& content) {
  const auto& sheet = put.sheet;
  auto& words = put.words;
  put.session.execute(
      "insert into sheet_version (sheet, from_seq, content, state, portal_sid, supplier_duns, dock, route, carrier, "
      "note, published, pickup, arrival, document, mapping) "
      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
      {put.number, put.commit, hash_column(content), words.number(model::to_string(sheet.state)),
       words.number(sheet.portal_sid), words.number(sheet.supplier_duns), words.number(sheet.dock),
       words.number(sheet.route), words.number(sheet.carrier), words.number(sheet.note), maybe(sheet.published),
       maybe(sheet.pickup), maybe(sheet.arrival), put.document, words.number(sheet.source.mapping_version)});
}

void open_line(Put& put, const model::DeliveryLine& line, std::int64_t line_no, std::int64_t record) {
  put.session.execute(
      "insert into schedule_line (sheet, line, from_seq, item, required, committed, shipped, document, part, "
      "byte_from, "
      "byte_count, position, record) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
      {put.number, line_no, put.commit, item_number(put.session, put.words, line), column_of(line.required),
       maybe(line.committed), maybe(line.shipped), put.document, put.words.number(line.locator.part),
       static_cast<std::int64_t>(line.locator.offset), static_cast<std::int64_t>(line.locator.length),
       put.words.number(line.locator.position), record});
}

void put_lines(Put& put, PutCounts& counts) {
  using Line = KeptLine<std::int64_t, std::int64_t>;  // line number's word -> record
  const auto& lines = put.sheet.lines;
  std::vector<Line> standing, wanted;
  for (const auto& row :
       put.session.query("select line, record from schedule_line where sheet = $1 and to_seq is null", {put.number}))
    standing.push_back({row.integer(0), row.integer(1)});
  for (std::size_t i = 0; i < lines.size(); ++i)
    wanted.push_back({put.words.number(lines[i].line_no), line_record(put.sheet, lines[i]), i});
  replace_lines(
      std::move(standing), std::move(wanted),
      [&](std::size_t at) {
        open_line(put, lines[at], put.words.number(lines[at].line_no), line_record(put.sheet, lines[at]));
      },
      [&](std::int64_t line) {
        close_interval(put.session, "schedule_line", "sheet = $2 and line = $3", {put.number, line}, put.commit);
      },
      counts);
}

Result<void> check_lines(const model::DeliverySchedule& sheet) {
  std::set<std::string_view> seen;
  for (const auto& line : sheet.lines)
    if (!seen.insert(line.line_no).second) return line_twice(sheet.source, sheet.pus_no, line.line_no, line.locator);
  return {};
}

}  // namespace

Result<PutCounts> put_delivery_schedule(Writer& writer, const model::DeliverySchedule& sheet, std::int64_t commit) {
  if (auto fine = check_lines(sheet); !fine) return fine.error();
  auto& session = writer.session();
  Put put{session, Words(session), sheet, commit, document_number(session, sheet.source.document)};
  put.number = sheet_number(put, writer.now());
  const auto content = sheet_content(sheet);
  PutCounts counts;
  counts.change = change_of_head(session, "sheet_version", "sheet", put.number, content);
  if (counts.change == Change::unchanged) {
    counts.lines_kept = static_cast<std::int64_t>(sheet.lines.size());
    return counts;
  }
  close_interval(session, "sheet_version", "sheet = $2", {put.number}, commit);
  open_version(put, content);
  put_lines(put, counts);
  return counts;
}

}  // namespace calloff::store
