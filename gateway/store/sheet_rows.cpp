#include "store/sheet_rows.hpp"

#include "base/hash.hpp"
#include "store/columns.hpp"

namespace calloff::store {
std::int64_t line_record(const model::DeliverySchedule& sheet, const model::DeliveryLine& line) {
  return record_column(content_id(
      "", {sheet.source.customer, sheet.source.plant, sheet.pus_no, line.line_no, line.part_no, line.part_name,
           line.dock, to_string(line.required), text_or_dash(line.committed), text_or_dash(line.shipped), line.uom,
           text_or_dash(line.pack_size), line.pack_code, line.kanban, line.note}));
}

std::string sheet_content(const model::DeliverySchedule& sheet) {
  std::string lines;
  for (const auto& line : sheet.lines) lines += record_id("", line_record(sheet, line));
  return content_id("",
                    {sheet.pus_no, sheet.portal_sid, sheet.supplier_duns, sheet.dock, sheet.route, sheet.carrier,
                     sheet.note, model::to_string(sheet.state), text_or_dash(sheet.published),
                     text_or_dash(sheet.pickup), text_or_dash(sheet.arrival), lines},
                    64);
}

std::int64_t document_number(Session& session, std::string_view document) {
  const auto rows = session.query("select id from document where name = $1", {std::string(document)});
  if (rows.empty()) throw std::logic_error("store: document " + std::string(document) + " is not archived");
  return rows[0].integer(0);
}

std::string document_name(Session& session, std::int64_t number) {
  return session.query("select name from document where id = $1", {number}).at(0).text(0);
}

Error line_twice(const model::Source& source, std::string_view of, std::string_view line, const model::Locator& at) {
  return {Recovery::quarantine,
          "store/line_twice",
          {{"of", std::string(of)}, {"line", std::string(line)}},
          {source.customer, source.plant, source.feed, source.document, at.offset, at.position}};
}

}  // namespace calloff::store
