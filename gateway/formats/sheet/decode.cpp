#include <algorithm>

#include "base/text.hpp"
#include "formats/sheet/biff8.hpp"
#include "formats/sheet/mhtml.hpp"
#include "formats/sheet/separated_text.hpp"
#include "formats/sheet/sheet.hpp"
#include "formats/sheet/sniff.hpp"
#include "formats/sheet/xlsx.hpp"
#include "formats/sheet/xml_2003.hpp"
#include "formats/table_document.hpp"

namespace calloff::formats {
namespace {

Error unknown_kind(std::string looks_like) {
  return {Recovery::quarantine, "decode/unknown_kind", {{"looks_like", std::move(looks_like)}}};
}

bool asks_for_password(const Page& page) {
  return std::ranges::any_of(page.forms, [](const Form& form) {
    return std::ranges::any_of(form.fields, [](const FormField& field) { return field.type == "password"; });
  });
}

/// Two rows of three columns: what a log-in form is laid out in has less.
bool has_table_of_rows(const Page& page) {
  return std::ranges::any_of(page.tables, [](const Table& table) {
    return table.columns.size() >= 3 && !table.header.empty() && table.rows.size() >= 2;
  });
}

/// `<script>top.location='...Login.jsp'</script>` and nothing else.
bool sends_to_login(const Page& page) {
  return page.tables.empty() && std::ranges::any_of(page.scripts, [](const std::string& script) {
           const auto plain = lower(script);
           return plain.find("location") != plain.npos && plain.find("login") != plain.npos;
         });
}

Result<Page> refuse_login_page(Result<Page> page) {
  if (!page || has_table_of_rows(*page) || !(asks_for_password(*page) || sends_to_login(*page))) return page;
  return Error{Recovery::quarantine, "decode/login_page", {{"title", page->title}}};
}

}  // namespace

Result<Page> decode_table_document(std::string_view bytes, const PageOptions& options, const TableLimits& limits) {
  if (bytes.size() > options.max_bytes) return too_large("bytes", options.max_bytes);
  const auto found = sniff(bytes);
  switch (found.syntax) {
    case Syntax::empty:
      return Error{Recovery::quarantine, "decode/empty", {{"bytes", std::to_string(bytes.size())}}};
    case Syntax::html:
      return refuse_login_page(decode_page(bytes, options));
    case Syntax::separated_text:
      return decode_separated_text(bytes, found.charset, options, limits);
    case Syntax::xml_2003:
      return decode_xml_2003(bytes, options, limits);
    case Syntax::mhtml:
      return refuse_login_page(decode_mhtml(bytes, options, limits));
    case Syntax::biff:
      return decode_biff8(bytes, options, limits);
    case Syntax::zip:
      return decode_xlsx(bytes, options, limits);
    case Syntax::unknown:
      break;
  }
  return unknown_kind(found.looks_like);
}

}  // namespace calloff::formats
