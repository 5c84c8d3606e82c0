#include <string>

#include "formats/charset.hpp"
#include "formats/html/extract.hpp"
#include "formats/html/meta.hpp"
#include "formats/html/shape.hpp"
#include "formats/page.hpp"

namespace calloff::formats {
Result<Page> decode_page(std::string_view bytes, const PageOptions& options) {
  if (bytes.size() > options.max_bytes)
    return Error{
        Recovery::quarantine, "decode/too_large", {{"what", "bytes"}, {"limit", std::to_string(options.max_bytes)}}};
  const auto inside = charset_in_head(bytes);
  auto text = decode_text(bytes, {options.http_charset, inside, options.default_charset});
  if (!text) return text.error();
  if (auto shape = check_shape(text->utf8, options.max_depth); !shape) return shape.error();

  const Tree tree(text->utf8);
  Page page;
  page.charset = text->charset;
  Places places(text->offsets, options.part, *page.memory);
  const auto elements = extract_text(tree, places, page);
  if (auto tables = extract_tables(tree, elements, places, page); !tables) return tables.error();
  if (elements.has_form) page.forms = extract_forms(tree.document());
  return page;
}

}  // namespace calloff::formats
