#include <string>

#include "formats/charset.hpp"
#include "formats/html/extract.hpp"
#include "formats/html/meta.hpp"
#include "formats/html/shape.hpp"
#include "formats/page.hpp"

namespace calloff::formats {
namespace {

/// Moves a locator from the UTF-8 text into the archived bytes.
class Mover {
 public:
  Mover(const OffsetMap& offsets, const std::string& part) : offsets_(offsets), part_(part) {}

  void move(model::Locator& locator) const {
    const auto begin = offsets_.to_source(locator.offset), end = offsets_.to_source(locator.offset + locator.length);
    locator.offset = begin;
    locator.length = end - begin;
    locator.part = part_;
  }
  void move(std::vector<Row>& rows) const {
    for (auto& row : rows) {
      move(row.locator);
      for (auto& cell : row.cells) move(cell.locator);
    }
  }

 private:
  const OffsetMap& offsets_;
  const std::string& part_;
};

void move_locators(Page& page, const Mover& mover) {
  for (auto& table : page.tables) {
    mover.move(table.locator);
    mover.move(table.header);
    mover.move(table.rows);
  }
  for (auto& label : page.labels) mover.move(label.value.locator);
}

}  // namespace

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
  extract_text(tree, page);
  if (auto tables = extract_tables(tree, page); !tables) return tables.error();
  page.forms = extract_forms(tree.document());
  move_locators(page, Mover(text->offsets, options.part));
  return page;
}

}  // namespace calloff::formats
