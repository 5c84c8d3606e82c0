#include "simulator/eschedule/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "simulator/eschedule/sort.hpp"
#include "simulator/html.hpp"

namespace calloff::simulator::eschedule {
namespace {

constexpr std::string_view kPageSize = "com.sgm.common.web.PageBreakerTagCURRENT_PAGE_SIZE_NAME";
constexpr std::string_view kPageNumber = "com.sgm.common.web.PageBreakerTagCURRENT_PAGE_NUM_NAME";
constexpr std::size_t kRowsAPage = 20;

std::string list_url(const Site& site, std::string_view method) {
  return fmt::format("/{}/pus_/pusSearch.do?method={}", site.code, method);
}

// Column 2 is the number and column 3 the link, counted from 0.
const std::vector<std::string> kListHeader{"选择",     "状态",   "取货单号", "操作",         "供应商",
                                           "工厂",     "道口",   "路线",     "计划取货时间", "计划到达时间",
                                           "发布时间", "承运商", "箱数",     "备注"};
constexpr std::size_t kPickupColumn = 8;

// Column 1 is the part and column 4 the promised quantity, counted from 0.
const std::vector<std::string> kDetailHeader{"序号",     "零件号", "零件名称", "需求数量", "承诺数量", "单位",
                                             "标准包装", "箱数",   "包装代码", "看板号",   "生产线",   "备注"};
constexpr std::size_t kCommittedColumn = 4;

std::vector<std::string> list_row(const Site& site, const Sheet& sheet, Instant now) {
  return {fmt::format("<input type=\"checkbox\" name=\"sids\" value=\"{}\">", sheet.sid),
          std::string(state_of(sheet, now)),
          sheet.number,
          fmt::format("<a href=\"javascript:showDetail('{}');\">查看</a>", sheet.sid),
          std::string(site.duns),
          std::string(site.code),
          std::string(sheet.dock),
          std::string(sheet.route),
          page_time(sheet.pickup),
          page_time(sheet.arrive),
          page_time(sheet.published),
          std::string(sheet.carrier),
          std::to_string(sheet.boxes()),
          ""};
}

std::string list_script(const Site& site, const Call& call, std::string_view method) {
  return fmt::format(
      R"(function showDetail(sid){{ location.href = '/{0}/pus_/pus.do?method=showPusDetail&sid=' + sid; }}
function gotoPage(n){{ var f = document.pageForm; f.elements['{1}'].value = n; f.submit(); }}
function sortBy(column){{
  var order = '{2}' == column && '{3}' == 'DESC' ? 'ASC' : 'DESC';
  location.href = '{4}&__SORT_TAG_NAME_SORT_COLUMN=' + column + '&__SORT_TAG_NAME_SORT_ORDER=' + order;
}})",
      site.code, kPageNumber, escaped(call.form.get(kSortColumnField)), escaped(call.form.get(kSortOrderField)),
      list_url(site, method));
}

std::string page_form(const Site& site, const Call& call, std::string_view method, std::size_t rows,
                      const PageCut& cut) {
  std::string html = fmt::format("<form name=\"pageForm\" method=\"get\" action=\"/{}/pus_/pusSearch.do\">\r\n{}",
                                 site.code, hidden("method", method));
  for (const auto name : {kSortColumnField, kSortOrderField}) {
    if (call.form.has(name)) html += hidden(name, call.form.get(name));
  }
  // The tag library writes the page size once for each of its two bars.
  html += hidden(kPageSize, "20") + hidden(kPageSize, "20") + hidden(kPageNumber, std::to_string(cut.page));
  html += page_count_text(rows, cut);
  const auto link = [&](std::size_t page, std::string_view text, bool live) {
    html += live ? fmt::format(" <a href=\"javascript:gotoPage({});\">{}</a>", page, text) : fmt::format(" {}", text);
  };
  link(1, "首页", cut.page > 1);
  link(cut.page - 1, "上一页", cut.page > 1);
  link(cut.page + 1, "下一页", cut.page < cut.pages);
  link(cut.pages, "末页", cut.page < cut.pages);
  return html + "</form>\r\n";
}

std::string detail_head(const Site& site, const Sheet& sheet, Instant now) {
  const std::array<std::pair<std::string_view, std::string>, 12> facts{{{"取货单号", sheet.number},
                                                                        {"状态", std::string(state_of(sheet, now))},
                                                                        {"供应商", std::string(kSupplierName)},
                                                                        {"DUNS", std::string(site.duns)},
                                                                        {"工厂", std::string(site.code)},
                                                                        {"道口", std::string(sheet.dock)},
                                                                        {"路线", std::string(sheet.route)},
                                                                        {"承运商", std::string(sheet.carrier)},
                                                                        {"计划取货时间", page_time(sheet.pickup)},
                                                                        {"计划到达时间", page_time(sheet.arrive)},
                                                                        {"发布时间", page_time(sheet.published)},
                                                                        {"总箱数", std::to_string(sheet.boxes())}}};
  std::string html = "<table class=\"pusHead\">\r\n";
  for (std::size_t i = 0; i < facts.size(); i += 2) {
    html += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\r\n", facts[i].first,
                        escaped(facts[i].second), facts[i + 1].first, escaped(facts[i + 1].second));
  }
  return html +
         "<tr><td>交货说明<br>Delivery Note</td><td "
         "colspan=\"3\">请按取货时间窗备货，随车附送货单。</td></tr>\r\n</table>\r\n";
}

std::string detail_table(const Call& call, const Sheet& sheet) {
  Table table({"class=\"table_double_head\"", kDetailHeader, kCommittedColumn, "td"}, call.quirks);
  int index = 0;
  for (const auto& line : sheet.lines) {
    table.row({std::to_string(++index), line.part->number, escaped(line.part->name), std::to_string(line.required),
               std::to_string(line.committed), std::string(line.part->uom), std::to_string(line.part->pack),
               std::to_string(line.boxes), std::string(line.part->pack_code), line.kanban, line.line_code, ""});
  }
  return table.html({}, kNoRecords) + "<!-- tableend -->\r\n";
}

}  // namespace

Response notice_page(std::string_view sentence) {
  return gbk_page("提示信息", {}, fmt::format("<p class=\"msg\">{}</p>", sentence));
}

Response index_frameset(const Site& site) {
  return gbk_page(
      "电子交货计划系统", {},
      fmt::format(
          "<frameset cols=\"180,*\" frameborder=\"1\">\r\n<frame name=\"caidan\" src=\"/{0}/jsp/common/menu.jsp\">\r\n"
          "<frame name=\"gongzuo\" src=\"/{0}/jsp/common/main.jsp\">\r\n</frameset>",
          site.code));
}

Response menu_page(const Site& site) {
  std::string links;
  const auto add = [&](std::string_view url, std::string_view text) {
    links += fmt::format("<p><a href=\"javascript:openPage('{}');\">{}</a></p>\r\n", url, text);
  };
  add(list_url(site, "listDunsUnReadPus"), "未读取货单");
  add(list_url(site, "listDunsAcceptPus"), "已接受取货单");
  add(list_url(site, "listAllStatusPus"), "全部取货单");
  return gbk_page(
      "菜单", "function openPage(url){ parent.frames['gongzuo'].frames['zhuti'].location.href = url; }",
      fmt::format("<div class=\"titleBar\">交货计划单发布</div>\r\n{}<hr><p><a href=\"/{}/common_/logout.do\" "
                  "target=\"_top\">退出系统</a></p>",
                  links, site.code));
}

Response work_area_page(const Site& site) {
  return gbk_page("工作区", {},
                  fmt::format("<iframe name=\"zhuti\" src=\"/{}/jsp/common/welcome.jsp\" width=\"100%\" height=\"96%\" "
                              "style=\"height:94vh\" frameborder=\"0\"></iframe>",
                              site.code));
}

Response welcome_page() {
  return gbk_page("欢迎", {},
                  fmt::format("<p>欢迎使用电子交货计划系统，{}。请从左侧菜单选择功能。</p>", kSupplierName));
}

Response list_page(const Site& site, const Call& call, std::vector<Sheet*> sheets) {
  const auto method = call.form.get("method");
  sort_sheets(sheets, call);
  if (call.quirks.empty != EmptyList::no) sheets.clear();
  const auto cut = cut_page(sheets.size(), kRowsAPage, call.form.get(kPageNumber));
  auto header = kListHeader;
  for (auto& cell : header) cell = sortable_header(cell);
  Table table({"id=\"pusListTab\" width=\"100%\"", header, kPickupColumn, "td"}, call.quirks);
  for (auto i = cut.first; i < cut.last; ++i) table.row(list_row(site, *sheets[i], call.now));
  return gbk_page("交货计划单发布", list_script(site, call, method),
                  fmt::format("<div class=\"titleBar\">交货计划单发布</div>\r\n{}{}",
                              table.html("<!-- iterator begin -->\r\n", kNoRecords),
                              page_form(site, call, method, sheets.size(), cut)));
}

Response detail_page(const Site& site, const Call& call, const Sheet& sheet) {
  return gbk_page(
      "交货计划单明细",
      fmt::format("function download(sid){{ location.href = '/{}/pus_/pus.do?method=toDoc&sid=' + sid; }}", site.code),
      fmt::format(
          "<div class=\"titleBar\">交货计划单明细</div>\r\n{}{}<p><a href=\"javascript:download('{}');\">下载</a> "
          "<a href=\"javascript:history.back();\">返回</a></p>",
          detail_head(site, sheet, call.now), detail_table(call, sheet), sheet.sid));
}

Response detail_file(const Site& site, const Call& call, const Sheet& sheet) {
  auto file = gbk_page("交货计划单", {}, detail_head(site, sheet, call.now) + detail_table(call, sheet));
  file.headers = {{"Content-Type", "application/msword;charset=GBK"},
                  {"Content-Disposition", fmt::format("attachment; filename=\"{}.doc\"", sheet.number)}};
  return file;
}

}  // namespace calloff::simulator::eschedule
