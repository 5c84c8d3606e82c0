#include "simulator/eschedule/listing.hpp"

#include <fmt/format.h>

namespace calloff::simulator::eschedule {
namespace {

std::string page_form(const Site& site, const Call& call, const Listing& listing, const PageCut& cut) {
  const auto& words = *site.words;
  std::string html = fmt::format("<form name=\"pageForm\" method=\"get\" action=\"{}\">\r\n{}{}", listing.action,
                                 hidden("method", call.form.get("method")), listing.hidden_fields);
  // The tag library writes the page size once for each of its two bars.
  html += hidden(kPageSize, "20") + hidden(kPageSize, "20") + hidden(kPageNumber, std::to_string(cut.page));
  html += fmt::format(fmt::runtime(words.count), listing.rows.size(), cut.page, cut.pages);
  const auto link = [&](std::size_t to, std::string_view text, bool live) {
    html += live ? fmt::format(" <a href=\"javascript:gotoPage({});\">{}</a>", to, text) : fmt::format(" {}", text);
  };
  link(1, words.first_page, cut.page > 1);
  link(cut.page - 1, words.previous_page, cut.page > 1);
  link(cut.page + 1, words.next_page, cut.page < cut.pages);
  link(cut.pages, words.last_page, cut.page < cut.pages);
  return html + "</form>\r\n";
}

}  // namespace

Response paged_list(const Site& site, const Call& call, Listing listing) {
  if (call.quirks.empty != EmptyList::no) listing.rows.clear();
  const auto& odd = call.quirks.list;
  const auto asked = call.form.get(kPageNumber);
  auto cut = cut_page(listing.rows.size(), kRowsAPage, asked);
  if (odd.repeats_row && cut.page > 1) --cut.first;
  // One page more is promised than there is; it shows the last one's rows again.
  if (odd.one_page_more && cut_page(kRowsAPage * cut.pages + 1, kRowsAPage, asked).page > cut.pages) ++cut.page;
  if (odd.one_page_more) ++cut.pages;
  auto look = listing.look;
  look.header_cell = "td";
  look.renamed = site.words->column;
  look.total = site.words->total;
  Table table(std::move(look), call.quirks);
  for (auto i = cut.first; i < cut.last; ++i) table.row(listing.rows[i]);
  const auto script =
      fmt::format("{}function gotoPage(n){{ var f = document.pageForm; f.elements['{}'].value = n; f.submit(); }}",
                  listing.script, kPageNumber);
  return page(site, listing.title, script,
              fmt::format("<div class=\"titleBar\">{}</div>\r\n{}{}", listing.title,
                          table.html("<!-- iterator begin -->\r\n", site.words->no_records),
                          page_form(site, call, listing, cut)));
}

}  // namespace calloff::simulator::eschedule
