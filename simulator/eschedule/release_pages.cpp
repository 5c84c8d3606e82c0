#include "simulator/eschedule/release_pages.hpp"

#include <fmt/format.h>

#include "simulator/eschedule/listing.hpp"
#include "simulator/eschedule/spelling.hpp"

namespace calloff::simulator::eschedule {
namespace {

std::string list_cell(const Site& site, const Release& release, std::size_t index, ReleaseColumn column,
                      Spelling& spelling) {
  const auto& words = *site.words;
  switch (column) {
    case ReleaseColumn::index:
      return std::to_string(index);
    case ReleaseColumn::number:
      return release.number;
    case ReleaseColumn::version:
      return std::to_string(release.version);
    case ReleaseColumn::duns:
      return std::string(site.duns);
    case ReleaseColumn::plant:
      return std::string(site.code);
    case ReleaseColumn::published:
      return spelling.time(release.published);
    case ReleaseColumn::first_day:
      return spelling.date(release.first_day);
    case ReleaseColumn::last_day:
      return spelling.date(release.last_day());
    case ReleaseColumn::state:
      return std::string(words.state(release.opened ? SheetState::read : SheetState::unread));
    case ReleaseColumn::actions:
      break;
  }
  return fmt::format("<a href=\"javascript:showWdf('{0}');\">{1}</a> <a href=\"javascript:downWdf('{0}');\">{2}</a>",
                     release.id, words.view, words.download);
}

/// The columns under a group's heading; 1 for a lead column.
std::size_t width_of(WeeklyColumn column) {
  switch (column) {
    case WeeklyColumn::days:
      return kDays;
    case WeeklyColumn::weeks:
      return kWeeks;
    case WeeklyColumn::months:
      return kMonths;
    default:
      return 1;
  }
}

std::string group_heading(const Words& words, const Release& release, WeeklyColumn column, std::size_t index,
                          const Spelling& spelling) {
  if (column == WeeklyColumn::days) return spelling.day(add_days(release.first_day, static_cast<int>(index)));
  if (column == WeeklyColumn::weeks)
    return fmt::format(fmt::runtime(words.week), index + 1, spelling.day(release.week(index)));
  return spelling.month(release.month(index));
}

void add_header(Grid& grid, const Words& words, const Release& release, const Spelling& spelling) {
  std::vector<GridCell> upper, lower;
  for (const auto& [column, text] : words.release_lines) {
    const auto width = width_of(column);
    upper.push_back({std::string(text), width, width == 1 ? 2u : 1u});
    for (std::size_t i = 0; width > 1 && i < width; ++i)
      lower.push_back({group_heading(words, release, column, i, spelling)});
  }
  grid.header_rows = 2;
  grid.rows = {std::move(upper), std::move(lower)};
}

/// The quantities of a column; empty for a column of other things.
std::vector<std::optional<int>> quantities(const ReleaseLine& line, WeeklyColumn column) {
  switch (column) {
    case WeeklyColumn::received:
      return {line.received};
    case WeeklyColumn::behind:
      return {line.behind};
    case WeeklyColumn::days:
      return {line.days.begin(), line.days.end()};
    case WeeklyColumn::weeks:
      return {line.weeks.begin(), line.weeks.end()};
    case WeeklyColumn::months:
      return {line.months.begin(), line.months.end()};
    default:
      return {};
  }
}

std::string text_of(const ReleaseLine& line, WeeklyColumn column, Spelling& spelling) {
  switch (column) {
    case WeeklyColumn::part:
      return spelling.part_number(*line.part);
    case WeeklyColumn::name:
      return spelling.part_name(*line.part);
    case WeeklyColumn::uom:
      return std::string(spelling.uom(*line.part));
    case WeeklyColumn::pack:
      return std::to_string(line.part->pack);
    case WeeklyColumn::dock:
      return std::string(line.dock);
    default:
      return std::string(line.remark);
  }
}

std::vector<GridCell> row_of(const Words& words, const ReleaseLine& line, Spelling& spelling) {
  std::vector<GridCell> cells;
  for (const auto& [column, text] : words.release_lines) {
    const auto figures = quantities(line, column);
    if (figures.empty()) cells.push_back({text_of(line, column, spelling)});
    for (const auto& figure : figures) cells.push_back({spelling.number(figure), 1, 1, true});
  }
  return cells;
}

/// Blank where no line knows a quantity.
std::vector<GridCell> total_row(const Words& words, const Release& release, Spelling& spelling) {
  std::vector<GridCell> cells;
  for (const auto& [column, text] : words.release_lines) {
    std::vector<std::optional<int>> sums;
    for (const auto& line : release.lines) {
      const auto figures = quantities(line, column);
      sums.resize(figures.size());
      for (std::size_t i = 0; i < figures.size(); ++i) {
        if (figures[i]) sums[i] = sums[i].value_or(0) + *figures[i];
      }
    }
    if (sums.empty()) cells.push_back({cells.empty() ? std::string(words.total) : std::string()});
    for (const auto& sum : sums) cells.push_back({spelling.number(sum), 1, 1, true});
  }
  return cells;
}

/// The first part that is not behind is a box ahead: a negative number, which is spelled in a way of its own.
void take_back_a_box(Release& release) {
  for (auto& line : release.lines) {
    if (line.behind != 0) continue;
    line.behind = -line.part->pack;
    return;
  }
}

}  // namespace

Response release_list_page(const Site& site, const Call& call, const std::vector<Release>& releases) {
  Spelling spelling(site, call.quirks);
  Listing listing;
  listing.title = site.words->releases;
  listing.action = fmt::format("/{}/wdf/wdfSearch.do", site.code);
  listing.look.attributes = "id=\"wdfListTab\" width=\"100%\"";
  for (const auto& [column, text] : site.words->release_list) {
    if (column == ReleaseColumn::number) listing.look.vital = listing.look.header.size();
    listing.look.header.emplace_back(text);
  }
  for (const auto& release : releases) {
    std::vector<std::string> cells;
    for (const auto& each : site.words->release_list)
      cells.push_back(list_cell(site, release, listing.rows.size() + 1, each.column, spelling));
    listing.rows.push_back(std::move(cells));
  }
  listing.script = fmt::format(
      "function showWdf(id){{ location.href = '/{0}/wdf/wdf.do?method=showWdfDetail&id=' + id; }}\r\n"
      "function downWdf(id){{ location.href = '/{0}/wdf/wdf.do?method=toDoc&id=' + id + '&state=3'; }}\r\n",
      site.code);
  return paged_list(site, call, std::move(listing));
}

Grid release_head(const Site& site, const Call& call, const Release& release) {
  Spelling spelling(site, call.quirks);
  const auto& words = *site.words;
  const auto label = [&](ReleaseColumn column) { return std::string(heading(words.release_list, column)); };
  const std::vector<std::pair<std::string, std::string>> facts{
      {label(ReleaseColumn::number), release.number},
      {label(ReleaseColumn::version), std::to_string(release.version)},
      {std::string(words.supplier), std::string(words.supplier_name)},
      {std::string(words.duns), std::string(site.duns)},
      {label(ReleaseColumn::plant), std::string(site.code)},
      {std::string(words.planner), std::string(site.planner)},
      {label(ReleaseColumn::published), spelling.time(release.published)},
      {label(ReleaseColumn::first_day), spelling.date(release.first_day)},
      {label(ReleaseColumn::last_day), spelling.date(release.last_day())}};
  Grid grid;
  grid.attributes = "class=\"wdfHead\"";
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (i % 2 == 0) grid.rows.emplace_back();
    grid.rows.back().push_back({facts[i].first});
    const bool is_alone = i % 2 == 0 && i + 1 == facts.size();
    grid.rows.back().push_back({facts[i].second, is_alone ? 3u : 1u});
  }
  return grid;
}

Grid release_table(const Site& site, const Call& call, const Release& as_published) {
  const auto& words = *site.words;
  auto release = as_published;
  if (call.quirks.spelling.numbers) take_back_a_box(release);
  Spelling spelling(site, call.quirks);
  Grid grid;
  grid.attributes = "id=\"wdfDetailTab\"";
  grid.nests_table = call.quirks.nests_table;
  add_header(grid, words, release, spelling);
  if (call.quirks.empty == EmptyList::no) {
    for (const auto& line : release.lines) grid.rows.push_back(row_of(words, line, spelling));
    auto summed = release;
    if (call.quirks.wrong_total && !summed.lines.empty()) summed.lines.erase(summed.lines.begin());
    grid.rows.push_back(total_row(words, summed, spelling));
  } else if (call.quirks.empty == EmptyList::with_text) {
    const auto width = words.release_lines.size() - 3 + kDays + kWeeks + kMonths;
    grid.rows.push_back({GridCell{std::string(words.no_records), width}});
  }
  edit_column(grid, call.quirks.column, 0, fmt::format("{}0", words.column));
  return grid;
}

Response release_page(const Site& site, const Call& call, const Release& release) {
  const auto& words = *site.words;
  const auto script =
      fmt::format("function down(method){{ location.href = '/{}/wdf/wdf.do?method=' + method + '&id={}&state=3'; }}",
                  site.code, release.id);
  return page(
      site, words.release_detail, script,
      fmt::format("<div class=\"titleBar\">{}</div>\r\n{}{}<p><a href=\"javascript:down('toDoc');\">{} .doc</a> "
                  "<a href=\"javascript:down('toXls');\">{} .xls</a> "
                  "<a href=\"javascript:history.back();\">{}</a></p>",
                  words.release_detail, html_of(release_head(site, call, release)),
                  html_of(release_table(site, call, release)), words.download, words.download, words.back));
}

}  // namespace calloff::simulator::eschedule
