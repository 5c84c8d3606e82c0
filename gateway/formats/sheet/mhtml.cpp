#include "formats/sheet/mhtml.hpp"

#include <algorithm>
#include <iterator>

#include "formats/sheet/transfer_encoding.hpp"

namespace calloff::formats {
namespace {

/// Moves locators from a part's decoded body into the archived message.
class Mover {
 public:
  Mover(const MessagePart& part, const OffsetMap& offsets) : part_(part), offsets_(offsets) {}

  void move(PageLocator& locator) const {
    const auto begin = to_message(locator.offset), end = end_in_message(locator);
    locator.offset = begin;
    locator.length = std::max(begin, end) - begin;
  }
  void move(Page& page) const {
    for (auto& table : page.tables) {
      move(table.locator);
      for (auto* rows : {&table.header, &table.rows})
        for (auto& row : *rows) {
          move(row.locator);
          for (auto& cell : row.cells) move(cell.locator);
        }
    }
    for (auto& label : page.labels) move(label.value.locator);
  }
  /// Several bytes may share their letters (base64): all of these are taken.
  std::uint64_t end_in_message(const PageLocator& locator) const {
    auto end = locator.offset + locator.length;
    if (locator.length > 0)
      for (int i = 0; i < 3 && to_message(end) == to_message(end - 1); ++i) ++end;
    return to_message(end);
  }
  std::uint64_t to_message(std::uint64_t offset) const {
    return part_.offset + std::min<std::uint64_t>(offsets_.to_source(offset), part_.length);
  }

 private:
  const MessagePart& part_;
  const OffsetMap& offsets_;
};

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

void append(Page& to, Page from) {
  to.memory->keep_memory(std::move(from.memory));
  if (to.title.empty()) to.title = std::move(from.title);
  if (!from.text.empty()) to.text += (to.text.empty() ? "" : "\n") + from.text;
  append(to.scripts, std::move(from.scripts));
  append(to.tables, std::move(from.tables));
  append(to.labels, std::move(from.labels));
  append(to.forms, std::move(from.forms));
  to.is_complete = to.is_complete || from.is_complete;
}

}  // namespace

Result<Page> decode_mhtml(std::string_view bytes, const PageOptions& options, const TableLimits& limits) {
  const auto containers = load_containers();
  if (!containers) return containers.error();
  const auto parts = (*containers)->read_message(bytes, limits);
  if (!parts) return parts.error();
  Page page;
  page.kind = PageKind::mhtml;
  for (const auto& part : *parts) {
    if (part.content_type != "text/html") continue;
    const auto body = decode_transfer(bytes.substr(part.offset, part.length), part.encoding);
    const Mover mover(part, body.offsets);
    auto part_options = options;
    part_options.http_charset = part.charset;
    auto read = decode_page(body.bytes, part_options);
    if (!read) {
      auto error = read.error();
      if (error.where.offset) error.where.offset = mover.to_message(*error.where.offset);
      return error;
    }
    if (page.charset.empty()) page.charset = read->charset;
    mover.move(*read);
    append(page, std::move(*read));
  }
  if (page.charset.empty())
    return Error{Recovery::quarantine, "decode/bad_message", {{"reason", "there is no HTML in it"}}};
  return page;
}

}  // namespace calloff::formats
