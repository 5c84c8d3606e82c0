#include "simulator/eschedule/sheet_pages.hpp"

#include <fmt/format.h>

#include "simulator/eschedule/listing.hpp"
#include "simulator/eschedule/sort.hpp"
#include "simulator/eschedule/spelling.hpp"

namespace calloff::simulator::eschedule {
namespace {

/// The columns that this site's list shows.
std::vector<Heading<SheetColumn>> list_columns(const Site& site, const OddList& odd) {
  std::vector<Heading<SheetColumn>> shown;
  for (const auto& each : site.words->sheet_list) {
    if (each.column != SheetColumn::trip || site.shows_trips != odd.other_width) shown.push_back(each);
  }
  return shown;
}

template <class Column>
std::size_t index_of(std::span<const Heading<Column>> headings, Column column) {
  std::size_t index = 0;
  while (index < headings.size() && headings[index].column != column) ++index;
  return index;
}

/// Which truck of the day on its route: 1 before 10:00, 2 before 15:00, then 3.
int trip_of(const Sheet& sheet) {
  const auto hour = std::chrono::duration_cast<std::chrono::hours>(china(sheet.pickup).of_day).count();
  return hour < 10 ? 1 : hour < 15 ? 2 : 3;
}

std::string list_cell(const Site& site, const Sheet& sheet, SheetColumn column, Instant now, Spelling& spelling) {
  switch (column) {
    case SheetColumn::select:
      return fmt::format("<input type=\"checkbox\" name=\"sids\" value=\"{}\">", sheet.sid);
    case SheetColumn::state:
      return std::string(site.words->state(state_of(sheet, now)));
    case SheetColumn::number:
      return sheet.number;
    case SheetColumn::link:
      return fmt::format("<a href=\"javascript:showDetail('{}');\">{}</a>", sheet.sid, site.words->view);
    case SheetColumn::supplier:
      return std::string(site.duns);
    case SheetColumn::plant:
      return std::string(site.code);
    case SheetColumn::dock:
      return std::string(sheet.dock);
    case SheetColumn::route:
      return std::string(sheet.route);
    case SheetColumn::pickup:
      return spelling.time(sheet.pickup);
    case SheetColumn::arrive:
      return spelling.time(sheet.arrive);
    case SheetColumn::published:
      return spelling.time(sheet.published);
    case SheetColumn::carrier:
      return std::string(sheet.carrier);
    case SheetColumn::boxes:
      return std::to_string(sheet.listed_boxes.value_or(sheet.boxes()));
    case SheetColumn::trip:
      return std::to_string(trip_of(sheet));
    case SheetColumn::remark:
      break;
  }
  return {};
}

/// What has been promised: nothing before the sheet is accepted, or what is asked, to be changed and sent.
enum class Promise { made, none, asked_for };

std::string committed_cell(const SheetLine& line, int index, Promise promise, Spelling& spelling) {
  if (promise == Promise::none) return {};
  if (promise == Promise::made) return spelling.number(line.committed);
  return hidden(kLineField, std::to_string(index)) + text_input(kCommittedField, std::to_string(line.required), 8);
}

std::string line_cell(const SheetLine& line, int index, LineColumn column, Promise promise, Spelling& spelling) {
  switch (column) {
    case LineColumn::index:
      return std::to_string(index);
    case LineColumn::part:
      return spelling.part_number(*line.part);
    case LineColumn::name:
      return escaped(spelling.part_name(*line.part));
    case LineColumn::required:
      return spelling.number(line.required);
    case LineColumn::committed:
      return committed_cell(line, index, promise, spelling);
    case LineColumn::uom:
      return std::string(spelling.uom(*line.part));
    case LineColumn::pack:
      return std::to_string(line.part->pack);
    case LineColumn::boxes:
      return std::to_string(line.boxes);
    case LineColumn::pack_code:
      return std::string(line.part->pack_code);
    case LineColumn::kanban:
      return line.kanban;
    case LineColumn::line:
      return line.line_code;
    case LineColumn::remark:
      break;
  }
  return {};
}

std::string list_script(const Site& site, const Call& call) {
  return fmt::format(
      R"(function showDetail(sid){{ location.href = '/{0}/pus_/pus.do?method=showPusDetail&sid=' + sid; }}
function sortBy(column){{
  var order = '{1}' == column && '{2}' == 'DESC' ? 'ASC' : 'DESC';
  location.href = '/{0}/pus_/pusSearch.do?method={3}&__SORT_TAG_NAME_SORT_COLUMN=' + column +
    '&__SORT_TAG_NAME_SORT_ORDER=' + order;
}}
)",
      site.code, escaped(call.form.get(kSortColumnField)), escaped(call.form.get(kSortOrderField)),
      escaped(call.form.get("method")));
}

std::string detail_head(const Site& site, const Sheet& sheet, Instant now, Spelling& spelling) {
  const auto& words = *site.words;
  const auto label = [&](SheetColumn column) { return heading(words.sheet_list, column); };
  const std::array<std::pair<std::string_view, std::string>, 12> facts{
      {{label(SheetColumn::number), sheet.number},
       {label(SheetColumn::state), std::string(words.state(state_of(sheet, now)))},
       {words.supplier, std::string(words.supplier_name)},
       {words.duns, std::string(site.duns)},
       {label(SheetColumn::plant), std::string(site.code)},
       {label(SheetColumn::dock), std::string(sheet.dock)},
       {label(SheetColumn::route), std::string(sheet.route)},
       {label(SheetColumn::carrier), std::string(sheet.carrier)},
       {label(SheetColumn::pickup), spelling.time(sheet.pickup)},
       {label(SheetColumn::arrive), spelling.time(sheet.arrive)},
       {label(SheetColumn::published), spelling.time(sheet.published)},
       {words.all_boxes, std::to_string(sheet.boxes())}}};
  std::string html = "<table class=\"pusHead\">\r\n";
  for (std::size_t i = 0; i < facts.size(); i += 2) {
    html += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\r\n", facts[i].first,
                        escaped(facts[i].second), facts[i + 1].first, escaped(facts[i + 1].second));
  }
  return html + fmt::format("<tr><td>{}</td><td colspan=\"3\">{}</td></tr>\r\n</table>\r\n", words.delivery_note,
                            words.delivery_text);
}

std::string detail_table(const Site& site, const Call& call, const Sheet& sheet, Promise promise, Spelling& spelling) {
  const auto columns = site.words->sheet_lines;
  TableLook look{"class=\"table_double_head\"",
                 {},
                 index_of(columns, LineColumn::committed),
                 "td",
                 std::string(site.words->column),
                 std::string(site.words->total),
                 {index_of(columns, LineColumn::required), index_of(columns, LineColumn::boxes)}};
  for (const auto& each : columns) look.header.emplace_back(each.text);
  Table table(std::move(look), call.quirks);
  int index = 0;
  for (const auto& line : sheet.lines) {
    ++index;
    std::vector<std::string> cells;
    for (const auto& each : columns) cells.push_back(line_cell(line, index, each.column, promise, spelling));
    table.row(std::move(cells));
  }
  return table.html({}, site.words->no_records) + "<!-- tableend -->\r\n";
}

}  // namespace

Response list_page(const Site& site, const Call& call, std::vector<Sheet*> sheets) {
  sort_sheets(sheets, call);
  const auto columns = list_columns(site, call.quirks.list);
  Spelling spelling(site, call.quirks);
  Listing listing;
  listing.title = site.words->sheets;
  listing.action = fmt::format("/{}/pus_/pusSearch.do", site.code);
  listing.look.attributes = "id=\"pusListTab\" width=\"100%\"";
  listing.look.vital = index_of(std::span(columns), SheetColumn::pickup);
  listing.look.summed = {index_of(std::span(columns), SheetColumn::boxes)};
  for (const auto& each : columns) listing.look.header.push_back(sortable_header(each));
  for (const auto* sheet : sheets) {
    std::vector<std::string> cells;
    for (const auto& each : columns) cells.push_back(list_cell(site, *sheet, each.column, call.now, spelling));
    listing.rows.push_back(std::move(cells));
  }
  listing.script = list_script(site, call);
  for (const auto name : {kSortColumnField, kSortOrderField}) {
    if (call.form.has(name)) listing.hidden_fields += hidden(name, call.form.get(name));
  }
  return paged_list(site, call, std::move(listing));
}

Response detail_page(const Site& site, const Call& call, const Sheet& sheet, std::string_view token) {
  const auto& words = *site.words;
  Spelling spelling(site, call.quirks);
  const auto head = detail_head(site, sheet, call.now, spelling);
  const auto promise = !token.empty()                   ? Promise::asked_for
                       : is_acceptable(sheet, call.now) ? Promise::none
                                                        : Promise::made;
  auto table = detail_table(site, call, sheet, promise, spelling);
  if (!token.empty()) {
    table = fmt::format(
        "<form name=\"acceptForm\" method=\"post\" action=\"/{}/pus_/pus.do\">\r\n{}{}{}\r\n{}"
        "<input type=\"button\" value=\"{}\" onclick=\"document.acceptForm.submit();\">\r\n</form>\r\n",
        site.code, hidden("method", "acceptPus"), hidden("sid", sheet.sid), hidden(kTokenField, token), table,
        words.accept);
  }
  return page(
      site, words.sheet_detail,
      fmt::format("function download(sid){{ location.href = '/{}/pus_/pus.do?method=toDoc&sid=' + sid; }}", site.code),
      fmt::format("<div class=\"titleBar\">{}</div>\r\n{}{}<p><a href=\"javascript:download('{}');\">{}</a> "
                  "<a href=\"javascript:history.back();\">{}</a></p>",
                  words.sheet_detail, head, table, sheet.sid, words.download, words.back));
}

Response detail_file(const Site& site, const Call& call, const Sheet& sheet) {
  Spelling spelling(site, call.quirks);
  const auto promise = is_acceptable(sheet, call.now) ? Promise::none : Promise::made;
  const auto head = detail_head(site, sheet, call.now, spelling);
  auto file = page(site, site.words->sheet_file, {}, head + detail_table(site, call, sheet, promise, spelling));
  file.headers = {{"Content-Type", fmt::format("application/msword{}", site.words->content_type.substr(9))},
                  {"Content-Disposition", fmt::format("attachment; filename=\"{}.doc\"", sheet.number)}};
  return file;
}

}  // namespace calloff::simulator::eschedule
