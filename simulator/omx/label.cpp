#include "simulator/omx/label.hpp"

#include <fmt/format.h>

#include "simulator/omx/code128.hpp"

namespace calloff::simulator::omx {
namespace {

constexpr double kWidth = 283.5, kHeight = 198.4, kMargin = 14.2;  // points: 100 x 70 mm, 5 mm

/// A PDF's objects, numbered from 1, with the table of where each begins.
class PdfObjects {
 public:
  PdfObjects() : bytes_("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n") {}
  void add(std::string_view body) {
    starts_.push_back(bytes_.size());
    bytes_ += fmt::format("{} 0 obj\n{}\nendobj\n", starts_.size(), body);
  }
  std::string finish() {
    const auto table = bytes_.size();
    bytes_ += fmt::format("xref\n0 {}\n0000000000 65535 f \n", starts_.size() + 1);
    for (const auto start : starts_) bytes_ += fmt::format("{:010} 00000 n \n", start);
    bytes_ += fmt::format("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", starts_.size() + 1, table);
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
  std::vector<std::size_t> starts_;
};

/// Text in parentheses as PDF wants it; what is not ASCII becomes `?`.
std::string pdf_string(std::string_view text) {
  std::string out = "(";
  for (const char c : text) {
    if (c == '(' || c == ')' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x80)
      out += c;
    else if ((static_cast<unsigned char>(c) & 0xC0) == 0xC0)
      out += '?';  // the first byte of a character stands for it
  }
  return out + ")";
}

std::string text_at(double x, double y, int size, std::string_view text) {
  return fmt::format("BT /F1 {} Tf {:.1f} {:.1f} Td {} Tj ET\n", size, x, y, pdf_string(text));
}

std::string bars_at(double x, double y, double height, std::string_view text) {
  constexpr double kModule = 1.0;
  std::string out;
  bool bar = true;
  for (const int width : code128_widths(text)) {
    if (bar) out += fmt::format("{:.1f} {:.1f} {:.1f} {:.1f} re f\n", x, y, width * kModule, height);
    x += width * kModule;
    bar = !bar;
  }
  return out;
}

std::string page_content(const Asn& asn, const AsnLine& line) {
  return text_at(kMargin, 176, 10, "ASN " + asn.number) + bars_at(kMargin, 140, 30, asn.number) +
         text_at(kMargin, 122, 10, "Part " + line.part->number) + bars_at(kMargin, 86, 30, line.part->number) +
         text_at(kMargin, 64, 14, fmt::format("Qty {}   Boxes {}   Lot {}", line.quantity, line.boxes, line.lot)) +
         text_at(kMargin, 46, 9,
                 fmt::format("Order {} / {}   To {}", asn.order_number, line.line_number, asn.warehouse)) +
         text_at(kMargin, 32, 9, fmt::format("Ref {}   Shipped {}", asn.supplier_ref, asn.ship_date));
}

}  // namespace

std::string label_pdf(const Asn& asn) {
  PdfObjects pdf;
  std::string kids;
  for (std::size_t i = 0; i < asn.lines.size(); ++i) kids += fmt::format("{} 0 R ", 4 + 2 * i);
  pdf.add("<< /Type /Catalog /Pages 2 0 R >>");
  pdf.add(fmt::format("<< /Type /Pages /Kids [{}] /Count {} /MediaBox [0 0 {} {}] >>", kids, asn.lines.size(), kWidth,
                      kHeight));
  pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  for (std::size_t i = 0; i < asn.lines.size(); ++i) {
    pdf.add(fmt::format("<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
                        5 + 2 * i));
    const auto content = page_content(asn, asn.lines[i]);
    pdf.add(fmt::format("<< /Length {} >>\nstream\n{}endstream", content.size(), content));
  }
  return pdf.finish();
}

}  // namespace calloff::simulator::omx
