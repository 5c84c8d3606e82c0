#include "simulator/eschedule/files.hpp"

#include <fmt/format.h>

#include "simulator/eschedule/frames.hpp"
#include "simulator/eschedule/release_pages.hpp"

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

}  // namespace

Response release_document(const Site& site, const Call& call, const Release& release) {
  return attached(release_html(site, call, release), fmt::format("application/msword{}", charset_parameter(site)),
                  name_of(release) + ".doc");
}

Response release_workbook(const Site& site, const Call& call, const Release& release) {
  return attached(release_html(site, call, release), fmt::format("application/vnd.ms-excel{}", charset_parameter(site)),
                  name_of(release) + ".xls");
}

}  // namespace calloff::simulator::eschedule
