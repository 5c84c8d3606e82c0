#include "simulator/eschedule/files.hpp"

#include <fmt/format.h>

#include "simulator/eschedule/frames.hpp"
#include "simulator/eschedule/release_pages.hpp"
#include "simulator/files/workbook.hpp"

namespace calloff::simulator::eschedule {
namespace {

Response attached(Response file, std::string type, std::string name) {
  file.headers = {{"Content-Type", std::move(type)},
                  {"Content-Disposition", fmt::format("attachment; filename=\"{}\"", name)}};
  return file;
}

/// `;charset=GBK`
std::string_view charset_parameter(const Site& site) {
  return site.words->content_type.substr(site.words->content_type.find(';'));
}

Response release_html(const Site& site, const Call& call, const Release& release) {
  return page(site, site.words->release_detail, {},
              html_of(release_head(site, call, release)) + html_of(release_table(site, call, release)));
}

std::string name_of(const Release& release) { return fmt::format("{}-{}", release.number, release.version); }

/// The workbook's bytes in the shape that is asked for. html: the usual ones
std::string disguised(std::string html, const Site& site, const Call& call, const Release& release) {
  const auto sheet = [&] {
    return files::Worksheet{std::string(site.words->release_detail),
                            {release_head(site, call, release), release_table(site, call, release)}};
  };
  switch (call.quirks.file) {
    case FileShape::mhtml:
      return files::mhtml(html, site.words->meta_charset);
    case FileShape::tab_text:
      return files::tab_text(sheet(), site.words->charset);
    case FileShape::xml_2003:
      return files::xml_2003(sheet());
    case FileShape::biff8:
      return files::biff8(sheet());
    case FileShape::xlsx:
      return files::xlsx(sheet());
    default:
      return html;
  }
}

}  // namespace

Response release_document(const Site& site, const Call& call, const Release& release) {
  return attached(release_html(site, call, release), fmt::format("application/msword{}", charset_parameter(site)),
                  name_of(release) + ".doc");
}

Response release_workbook(const Site& site, const Call& call, const Release& release) {
  auto file = release_html(site, call, release);
  const auto type = fmt::format("application/vnd.ms-excel{}", charset_parameter(site));
  file.body = disguised(std::move(file.body), site, call, release);
  return attached(std::move(file), type, name_of(release) + ".xls");
}

}  // namespace calloff::simulator::eschedule
