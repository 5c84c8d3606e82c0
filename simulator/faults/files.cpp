// What can be behind a file's name.
#include <array>

#include "simulator/faults/kinds.hpp"

namespace calloff::simulator {
namespace {

constexpr Steps kWorkbooks = bit(Step::weekly_file) | bit(Step::order_file);

void empty_body(Response& response, const Call&, const ArmedFault&) { response.body.clear(); }

constexpr std::array kKinds{
    FaultKind{44, "xls_html", "The workbook is HTML, as it always is.", kWorkbooks,
              [](Quirks& q) { q.file = FileShape::html; }},
    FaultKind{45, "xls_mhtml", "The workbook is a web archive: HTML in MIME, quoted-printable.", kWorkbooks,
              [](Quirks& q) { q.file = FileShape::mhtml; }},
    FaultKind{46, "xls_tab_text", "The workbook is text with tabs in the site's charset.", kWorkbooks,
              [](Quirks& q) { q.file = FileShape::tab_text; }},
    FaultKind{47, "xls_xml2003", "The workbook is an XML Spreadsheet 2003.", kWorkbooks,
              [](Quirks& q) { q.file = FileShape::xml_2003; }},
    FaultKind{48, "xls_biff8", "The workbook is one of Excel 97-2003.", kWorkbooks,
              [](Quirks& q) { q.file = FileShape::biff8; }},
    FaultKind{49, "xls_renamed_xlsx", "The workbook is an xlsx.", kWorkbooks,
              [](Quirks& q) { q.file = FileShape::xlsx; }},
    FaultKind{50, "zero_bytes", "The file is empty.", steps::kFiles, nullptr, nullptr, empty_body},
    FaultKind{51, "login_page_as_file", "The file is the log-in page.", steps::kFiles,
              [](Quirks& q) { q.file = FileShape::login_page; }},
};

}  // namespace

std::span<const FaultKind> file_faults() { return kKinds; }

}  // namespace calloff::simulator
