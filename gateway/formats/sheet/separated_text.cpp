#include "formats/sheet/separated_text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/text.hpp"
#include "formats/charset.hpp"
#include "formats/sheet/cell_text.hpp"
#include "formats/sheet/sheet.hpp"
#include "formats/utf8.hpp"

namespace calloff::formats {
namespace {

/// A field as written, quotes apart: a range of the text.
struct Field {
  std::size_t begin = 0, end = 0;
  bool is_quoted = false;
};

/// Reads record by record. In tab text a quote that is not closed is a character like others (`5" pipe`), as Excel has
/// it.
class Tokeniser {
 public:
  Tokeniser(std::string_view text, char separator, std::size_t begin)
      : text_(text), separator_(separator), at_(begin) {}

  bool is_at_end() const { return at_ >= text_.size(); }
  std::size_t at() const { return at_; }

  /// returns: where a quote went wrong
  std::optional<std::size_t> record(std::vector<Field>& fields) {
    fields.clear();
    for (;;) {
      if (const auto bad = field(fields)) return bad;
      if (at_ >= text_.size()) return std::nullopt;
      const char c = text_[at_++];
      if (c == separator_) continue;
      if (c == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
      return std::nullopt;
    }
  }

 private:
  bool is_end(std::size_t at) const {
    return at >= text_.size() || text_[at] == separator_ || text_[at] == '\n' || text_[at] == '\r';
  }

  std::optional<std::size_t> field(std::vector<Field>& fields) {
    const auto begin = at_;
    if (at_ < text_.size() && text_[at_] == '"') {
      const auto close = closing_quote();
      if (close && is_end(*close + 1)) {
        fields.push_back({begin + 1, *close, true});
        at_ = *close + 1;
        return std::nullopt;
      }
      if (separator_ != '\t') return close ? *close + 1 : begin;
    }
    while (!is_end(at_)) ++at_;
    fields.push_back({begin, at_, false});
    return std::nullopt;
  }

  std::optional<std::size_t> closing_quote() const {
    for (auto at = text_.find('"', at_ + 1); at != text_.npos; at = text_.find('"', at + 2))
      if (at + 1 >= text_.size() || text_[at + 1] != '"') return at;
    return std::nullopt;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_;
};

/// `="00123"` is how people keep Excel from taking a code for a number.
std::string plain_text(std::string_view raw, bool is_quoted) {
  auto text = is_quoted ? replace_all(std::string(raw), "\"\"", "\"") : std::string(raw);
  const auto inner = trim(text);
  if (inner.starts_with("=\"") && inner.ends_with('"') && inner.size() > 2)
    return std::string(inner.substr(2, inner.size() - 3));
  return text;
}

/// The share of rows that have the most common number of columns above one, in the first rows; 0 if none has.
double evenness(std::string_view text, char separator, std::size_t begin) {
  constexpr std::size_t kRows = 200;
  Tokeniser tokens(text, separator, begin);
  std::vector<Field> fields;
  std::map<std::size_t, std::size_t> widths;
  std::size_t rows = 0;
  while (!tokens.is_at_end() && rows < kRows) {
    if (tokens.record(fields)) break;
    if (fields.size() == 1 && fields[0].begin == fields[0].end) continue;
    ++rows;
    if (fields.size() > 1) ++widths[fields.size()];
  }
  std::size_t most = 0;
  for (const auto& [width, count] : widths) most = std::max(most, count);
  return rows == 0 ? 0 : double(most) / double(rows);
}

struct Separation {
  char separator = '\0';
  std::size_t begin = 0;
};

std::optional<Separation> separation_of(std::string_view text) {
  if (text.starts_with("sep=") && text.size() > 5 && (text[5] == '\n' || text[5] == '\r'))
    return Separation{text[4], std::min(text.find('\n'), text.size() - 1) + 1};
  std::optional<Separation> best;
  double most = 0;
  for (const char separator : {'\t', ';', ',', '|'})
    if (const auto found = evenness(text, separator, 0); found > most) {
      most = found;
      best = Separation{separator, 0};
    }
  return best;
}

class SheetReader {
 public:
  SheetReader(const DecodedText& text, Budget& budget) : text_(text), budget_(budget) {}

  Result<Sheet> read(Separation separation) {
    Sheet sheet;
    sheet.has_references = false;
    Tokeniser tokens(text_.utf8, separation.separator, separation.begin);
    std::vector<Field> fields;
    for (std::size_t number = separation.begin > 0; !tokens.is_at_end(); ++number) {
      const auto begin = tokens.at();
      if (const auto bad = tokens.record(fields)) return bad_quote(*bad);
      if (auto fits = budget_.check_place(number, fields.size() - 1); !fits) return fits.error();
      if (auto taken = budget_.take_cells(fields.size()); !taken) return taken.error();
      if (auto taken = budget_.take_text(tokens.at() - begin); !taken) return taken.error();
      sheet.rows.push_back(row(number, begin, fields));
    }
    return sheet;
  }

 private:
  SheetRow row(std::size_t number, std::size_t begin, const std::vector<Field>& fields) const {
    SheetRow row;
    row.number = number;
    place(row, begin, fields.back().end + (fields.back().is_quoted ? 1 : 0));
    for (std::size_t c = 0; c < fields.size(); ++c) {
      SheetCell cell;
      cell.column = c;
      const auto raw = std::string_view(text_.utf8).substr(fields[c].begin, fields[c].end - fields[c].begin);
      cell.text = plain_text(raw, fields[c].is_quoted);
      const auto tidy = tidy_range(raw);
      place(cell, fields[c].begin + tidy.begin, fields[c].begin + tidy.end);
      row.cells.push_back(std::move(cell));
    }
    return row;
  }

  template <class Placed>
  void place(Placed& placed, std::size_t begin, std::size_t end) const {
    placed.offset = text_.offsets.to_source(begin);
    placed.length = text_.offsets.to_source(end) - placed.offset;
  }

  Error bad_quote(std::size_t at) const {
    const auto before = std::string_view(text_.utf8).substr(0, at);
    const auto line = std::size_t(std::ranges::count(before, '\n')) + 1;
    const auto line_begin = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
    Where where;
    where.offset = text_.offsets.to_source(at);
    return {
        Recovery::quarantine,
        "decode/bad_quote",
        {{"line", std::to_string(line)}, {"column", std::to_string(count_characters(before.substr(line_begin)) + 1)}},
        where};
  }

  const DecodedText& text_;
  Budget& budget_;
};

}  // namespace

Result<Page> decode_separated_text(std::string_view bytes, const std::string& charset, const PageOptions& options,
                                   const TableLimits& limits) {
  const auto text = charset.empty() ? decode_text(bytes, {options.http_charset, "", options.default_charset})
                                    : decode_bytes(bytes, charset);
  if (!text) return text.error();
  const auto separation = separation_of(text->utf8);
  if (!separation)
    return Error{Recovery::quarantine, "decode/unknown_kind", {{"looks_like", "plain text without columns"}}};
  Budget budget(limits);
  auto sheet = SheetReader(*text, budget).read(*separation);
  if (!sheet) return sheet.error();
  Page page;
  page.kind = PageKind::separated_text;
  page.charset = text->charset;
  page.is_complete = true;
  if (auto added = add_sheet(page, *sheet, options.part, budget); !added) return added.error();
  return page;
}

}  // namespace calloff::formats
