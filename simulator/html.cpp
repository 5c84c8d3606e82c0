#include "simulator/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "simulator/charset.hpp"

namespace calloff::simulator {
namespace {

constexpr std::string_view kStyle =
    "body{font:13px SimSun,sans-serif;margin:8px}table{border-collapse:collapse}"
    "td,th{border:1px solid #9ab;padding:2px 6px;white-space:nowrap}th,.head td{background:#dde8f4}"
    ".plain td{border:0}.msg{color:#b00}.titleBar{font-weight:bold;margin:6px 0}";

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

Response html_page(const PageCharset& charset, std::string_view title, std::string_view script, std::string_view body) {
  const bool frames = body.starts_with("<frameset");
  std::string html = fmt::format(
      "<html>\r\n<head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset={}\">\r\n"
      "<title>{}</title>\r\n<style type=\"text/css\">{}</style>\r\n",
      charset.meta, escaped(title), kStyle);
  if (!script.empty()) html += fmt::format("<script language=\"javascript\">\r\n{}\r\n</script>\r\n", script);
  html += "</head>\r\n";
  html += frames ? fmt::format("{}\r\n</html>\r\n", body) : fmt::format("<body>\r\n{}\r\n</body>\r\n</html>\r\n", body);
  return answer(200, std::string(charset.content_type), to_site(charset.charset, html));
}

Response gbk_page(std::string_view title, std::string_view script, std::string_view body) {
  return html_page({}, title, script, body);
}

Response captcha_picture(std::string_view characters) {
  return answer(
      200, "image/svg+xml",
      fmt::format(
          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"104\" height=\"24\"><rect width=\"104\" height=\"24\" "
          "fill=\"#eee\"/><text x=\"8\" y=\"18\" font-size=\"18\" font-style=\"italic\">{}</text></svg>",
          characters));
}

Response top_location(std::string_view url, std::string_view message, const PageCharset& charset) {
  const auto alert = message.empty() ? std::string() : fmt::format("alert('{}');", message);
  const auto html = fmt::format(
      "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset={}\"></head>"
      "<body><script>{}top.location='{}';</script></body></html>\r\n",
      charset.meta, alert, url);
  return answer(200, std::string(charset.content_type), to_site(charset.charset, html));
}

Table::Table(TableLook look, const Quirks& quirks)
    : look_(std::move(look)), edit_(quirks.column), nests_table_(quirks.nests_table), empty_(quirks.empty) {}

void Table::row(std::vector<std::string> cells) {
  if (nests_table_ && rows_.empty() && !cells.empty())
    cells.back() = fmt::format("<table><tr><td>{}</td><td>&nbsp;</td></tr></table>", cells.back());
  if (empty_ == EmptyList::no) rows_.push_back(std::move(cells));
}

std::vector<std::string> Table::total_row() const {
  std::vector<std::string> cells(look_.header.size());
  cells.front() = look_.total;
  for (const auto column : look_.summed) {
    int sum = 0;
    for (const auto& row : rows_) {
      int value = 0;
      std::from_chars(row.at(column).data(), row.at(column).data() + row.at(column).size(), value);
      sum += value;
    }
    cells.at(column) = std::to_string(sum);
  }
  return cells;
}

std::string Table::line(std::vector<std::string> cells, std::string_view cell) const {
  const auto vital = cells.begin() + static_cast<std::ptrdiff_t>(std::min(look_.vital, cells.size() - 1));
  if (edit_ == ColumnEdit::drop) cells.erase(vital);
  if (edit_ == ColumnEdit::insert) cells.insert(vital, "&nbsp;");
  std::string html = "<tr>";
  for (const auto& text : cells) html += fmt::format("<{0}>{1}</{0}>", cell, text.empty() ? "&nbsp;" : text);
  return html + "</tr>\r\n";
}

std::string Table::html(std::string_view before_rows, std::string_view empty_text) const {
  auto header = look_.header;
  if (edit_ == ColumnEdit::rename) header.at(look_.vital) = look_.renamed + std::to_string(look_.vital);
  auto head = line(header, look_.header_cell);
  if (look_.header_cell == "td") head.replace(0, 4, "<tr class=\"head\">");
  std::string html = fmt::format("<table {}>\r\n{}{}", look_.attributes, head, before_rows);
  for (const auto& cells : rows_) html += line(cells, "td");
  if (nests_table_ && !rows_.empty()) html += line(total_row(), "td");
  if (rows_.empty() && !empty_text.empty() && empty_ != EmptyList::without_text) {
    html += fmt::format("<tr><td colspan=\"{}\">{}</td></tr>\r\n", look_.header.size(), empty_text);
  }
  return html + "</table>\r\n";
}

PageCut cut_page(std::size_t rows, std::size_t page_size, std::string_view asked) {
  PageCut cut;
  cut.pages = std::max<std::size_t>(1, (rows + page_size - 1) / page_size);
  std::from_chars(asked.data(), asked.data() + asked.size(), cut.page);
  cut.page = std::clamp<std::size_t>(cut.page, 1, cut.pages);
  cut.first = (cut.page - 1) * page_size;
  cut.last = std::min(rows, cut.page * page_size);
  return cut;
}

std::string page_count_text(std::size_t rows, const PageCut& cut) {
  return fmt::format("共{}条 第{}/{}页", rows, cut.page, cut.pages);
}

std::string page_links(std::string_view form_name, std::size_t rows, const PageCut& cut) {
  auto html = "<p>" + page_count_text(rows, cut);
  const auto link = [&](std::size_t page, std::string_view text, bool live) {
    html += live ? fmt::format(" <a href=\"javascript:gotoPage('{}',{});\">{}</a>", form_name, page, text)
                 : fmt::format(" {}", text);
  };
  link(1, "首页", cut.page > 1);
  link(cut.page - 1, "上一页", cut.page > 1);
  link(cut.page + 1, "下一页", cut.page < cut.pages);
  link(cut.pages, "末页", cut.page < cut.pages);
  return html + "</p>\r\n";
}

std::string hidden(std::string_view name, std::string_view value) {
  return fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escaped(name), escaped(value));
}

std::string text_input(std::string_view name, std::string_view value, int size) {
  return fmt::format("<input type=\"text\" name=\"{}\" value=\"{}\" size=\"{}\">", escaped(name), escaped(value), size);
}

}  // namespace calloff::simulator
