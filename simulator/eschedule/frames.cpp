#include "simulator/eschedule/frames.hpp"

#include <fmt/format.h>

namespace calloff::simulator::eschedule {

PageCharset charset_of(const Site& site) {
  return {site.words->charset, site.words->content_type, site.words->meta_charset};
}

Response page(const Site& site, std::string_view title, std::string_view script, std::string_view body) {
  return html_page(charset_of(site), title, script, body);
}

Response notice_page(const Site& site, std::string_view sentence) {
  return page(site, site.words->notice, {}, fmt::format("<p class=\"msg\">{}</p>", sentence));
}

Response index_frameset(const Site& site) {
  return page(
      site, site.words->system, {},
      fmt::format(
          "<frameset cols=\"180,*\" frameborder=\"1\">\r\n<frame name=\"caidan\" src=\"/{0}/jsp/common/menu.jsp\">\r\n"
          "<frame name=\"gongzuo\" src=\"/{0}/jsp/common/main.jsp\">\r\n</frameset>",
          site.code));
}

Response menu_page(const Site& site) {
  const auto& words = *site.words;
  std::string links;
  const auto title = [&](std::string_view text) { links += fmt::format("<div class=\"titleBar\">{}</div>\r\n", text); };
  const auto add = [&](std::string_view rest, std::string_view text) {
    links += fmt::format("<p><a href=\"javascript:openPage('/{}/{}');\">{}</a></p>\r\n", site.code, rest, text);
  };
  title(words.releases);
  add("wdf/wdfSearch.do?method=listDunsWdf", words.releases);
  title(words.sheets);
  add("pus_/pusSearch.do?method=listDunsUnReadPus", words.unread_sheets);
  add("pus_/pusSearch.do?method=listDunsAcceptPus", words.accepted_sheets);
  add("pus_/pusSearch.do?method=listAllStatusPus", words.all_sheets);
  return page(site, words.menu,
              "function openPage(url){ parent.frames['gongzuo'].frames['zhuti'].location.href = url; }",
              fmt::format("{}<hr><p><a href=\"/{}/common_/logout.do\" target=\"_top\">{}</a></p>", links, site.code,
                          words.log_out));
}

Response work_area_page(const Site& site) {
  return page(site, site.words->work_area, {},
              fmt::format("<iframe name=\"zhuti\" src=\"/{}/jsp/common/welcome.jsp\" width=\"100%\" height=\"96%\" "
                          "style=\"height:94vh\" frameborder=\"0\"></iframe>",
                          site.code));
}

Response welcome_page(const Site& site) {
  return page(site, site.words->welcome, {}, fmt::format("<p>{}</p>", site.words->welcome_text));
}

}  // namespace calloff::simulator::eschedule
