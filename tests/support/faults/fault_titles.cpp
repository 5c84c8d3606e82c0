#include "support/faults/fault_titles.hpp"

#include <array>

namespace calloff::test {
namespace {

constexpr std::array<std::string_view, kFaults> kTitles{
    // Log-in
    "wrong password, told on a page with status 200",
    "account locked after three failures",
    "password expired: a form to change it",
    "password about to expire: a popup",
    "a captcha appears",
    "signed in elsewhere: refused, or ended by another",
    "a notice before the menu",
    // Session
    "session expired, told by a script on a page with status 200",
    "session expired between list and detail",
    "cookie renewed in mid-run",
    "load balancer swaps the node, the session is lost",
    "a form's token is stale",
    "`;jsessionid=` in links",
    // Transport
    "maintenance page with status 200",
    "502 and 503",
    "an answer after more than a minute",
    "body cut before `</table>`",
    "TLS: certificate expired, or an old protocol",
    "429, or our address blocked",
    "redirected in a circle",
    // Content
    "GBK bytes, the header says something else",
    "no charset in the page",
    "half a character at a buffer's edge",
    "empty list in the portal's own words",
    "empty table without those words",
    "a column inserted",
    "a column's header renamed",
    "another number of cells: 14 or 15",
    "a row on two pages",
    "a row moves while the pages are read",
    "a page beyond the last repeats the last",
    "total row, nested table",
    "spellings of numbers",
    "spellings of dates",
    "a part number lost its leading zero",
    "part numbers with spaces and hyphens",
    // Publication
    "the day's sheets come late, or in two batches",
    "a sheet is withdrawn",
    "the same number with new content",
    "a revision that the list does not show",
    "yesterday's list shown as today's",
    "half of the parts",
    "another plant's data",
    // Files
    "`.xls` that is HTML",
    "`.xls` that is MHTML",
    "`.xls` that is tab-separated text in GBK",
    "`.xls` that is XML 2003",
    "`.xls` that is a real one (BIFF8)",
    "`.xls` that is a renamed `.xlsx`",
    "a file of zero bytes",
    "the log-in page saved as the file",
    // ASN
    "committed, then status 500",
    "committed, then no answer",
    "two submissions make two ASNs",
    "saved, not submitted",
    "more than is open: refused",
    "submitted, but hidden from the query for three minutes",
    "a receipt closed the line before our ASN",
};

}  // namespace

std::string_view fault_title(int number) { return kTitles.at(std::size_t(number) - 1); }

}  // namespace calloff::test
