// What an eSchedule page is: told by its parts before anything is read from it.
#include "base/hash.hpp"
#include "eschedule.hpp"

namespace calloff::sgm_eschedule {

using adapter_api::Said;

Classified classify(const formats::Page& page, const adapter_api::PortalWords& words, const FeedShape* shape) {
  if (const auto said = adapter_api::said_by_form(page, words); said != Said::nothing) return {Kind::said, said};
  // A list or a document is one, whatever its scripts and notices speak of.
  if (shape && page.find_table(shape->list.table)) return {Kind::list, Said::nothing};
  if (shape && page.find_table(shape->details)) return {Kind::detail, Said::nothing};
  if (const auto said = adapter_api::said_by_words(page, words); said != Said::nothing) return {Kind::said, said};
  if (page.says("common/index.jsp")) return {Kind::signed_in, Said::nothing};
  return {};
}

std::string lines_mark(const formats::Table& table) {
  std::string cells;
  for (const auto& row : table.rows) {
    for (const auto& cell : row.cells) cells.append(cell.text) += '\x1f';
    cells += '\x1e';
  }
  return sha256(cells).substr(0, 16);
}

std::optional<AcceptForm> accept_form(const formats::Page& page, const FeedShape& shape) {
  const auto* table = page.find_table(shape.details);
  for (const auto& form : page.forms) {
    const auto* method = form.find("method");
    if (!table || !method || method->value != "acceptPus") continue;
    AcceptForm accept{page.charset, lines_mark(*table), {}};
    for (const auto& field : form.fields)
      if (field.is_sent && !field.name.empty()) accept.fields.emplace_back(field.name, field.value);
    return accept;
  }
  return std::nullopt;
}

}  // namespace calloff::sgm_eschedule
