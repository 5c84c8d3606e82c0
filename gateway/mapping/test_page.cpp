#include "mapping/test_page.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "mapping/decode_part.hpp"

namespace calloff::mapping {
namespace {

using settings::Node;

std::string escaped(const std::string& text) {
  return replace_all(replace_all(replace_all(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
}

std::string html_row(const std::vector<std::string>& cells, const std::string& element) {
  std::string html = "<tr>";
  for (const auto& cell : cells) html += "<" + element + ">" + escaped(cell) + "</" + element + ">";
  return html + "</tr>\n";
}

/// A page with the part's table and labels, under the table's own id.
std::string html_of(const Plan& plan, const std::string& part, const Node& node, Checker& checker) {
  if (node.is_scalar()) return node.text;
  if (!checker.check_keys(node, {"labels", "headers", "rows"})) return {};
  const auto planned = std::ranges::find(plan.parts, part, &PartPlan::name);
  std::string html;
  if (const auto* labels = node.find("labels"))
    for (const auto& [label, value] : labels->entries)
      html += "<table><tr><th>" + escaped(label) + "</th><td>" + escaped(value.text) + "</td></tr></table>\n";
  const auto id = planned != plan.parts.end() && planned->table ? planned->table->selector().table : part;
  html += "<table id=\"" + id + "\">\n" + html_row(checker.texts(node, "headers"), "th");
  if (const auto* rows = node.find("rows"))
    for (const auto& row : rows->items) html += html_row(checker.texts_of(row, "rows"), "td");
  return html + "</table>\n";
}

std::optional<LocalTime> time_of(const Node& node, std::string_view key, Checker& checker) {
  const auto text = checker.text(node, key);
  if (text.empty()) return std::nullopt;
  const auto time = parse_local_time(text);
  if (!time) checker.add_at(node.find(key)->place, time.error());
  return time ? std::optional(*time) : std::nullopt;
}

std::optional<Decimal> quantity_of(const Node& node, std::string_view key, Checker& checker) {
  const auto text = checker.text(node, key);
  if (text.empty()) return std::nullopt;
  const auto quantity = parse_decimal(text);
  if (!quantity) checker.add_at(node.find(key)->place, quantity.error());
  return quantity ? std::optional(*quantity) : std::nullopt;
}

}  // namespace

std::vector<TestPart> test_parts(const Plan& plan, const Node& test, Checker& checker) {
  std::vector<TestPart> parts;
  const auto* given = checker.need(test, "parts");
  if (!given) return parts;
  for (const auto& [name, node] : given->entries) {
    formats::PageOptions options;
    options.http_charset = "UTF-8";  // the test file's own
    options.part = name;
    auto page = decode_part(plan, html_of(plan, name, node, checker), options);
    if (page)
      parts.push_back({name, std::move(*page)});
    else
      checker.add_at(node.place, page.error());
  }
  return parts;
}

DocumentContext test_context(const Node& test, Checker& checker) {
  DocumentContext context;
  context.received.date = LocalDate(std::chrono::year(2026), std::chrono::January, std::chrono::day(1));
  const auto* given = test.find("context");
  if (!given || !checker.check_keys(*given, {"entry_id", "plant", "feed", "received"})) return context;
  context.entry_id = checker.text(*given, "entry_id");
  context.plant = checker.text(*given, "plant");
  context.feed = checker.text(*given, "feed");
  context.received = time_of(*given, "received", checker).value_or(context.received);
  return context;
}

model::ShipNotice test_notice(const Node& test, Checker& checker) {
  model::ShipNotice notice;
  const auto* given = checker.need(test, "notice");
  if (!given ||
      !checker.check_keys(*given, {"shipment_id", "ship_to", "shipped", "eta", "carrier", "plate", "waybill", "lines"}))
    return notice;
  notice.shipment_id = checker.text(*given, "shipment_id");
  notice.ship_to = checker.text(*given, "ship_to");
  notice.shipped = time_of(*given, "shipped", checker);
  notice.eta = time_of(*given, "eta", checker);
  notice.carrier = checker.text(*given, "carrier");
  notice.plate = checker.text(*given, "plate");
  notice.waybill = checker.text(*given, "waybill");
  const auto* lines = given->find("lines");
  if (!lines) return notice;
  for (const auto& node : lines->items) {
    if (!checker.check_keys(node, {"order_no", "line_no", "part_no", "qty", "uom", "lot", "boxes"})) continue;
    model::ShipNoticeLine line;
    line.order_no = checker.text(node, "order_no");
    line.line_no = checker.text(node, "line_no");
    line.part_no = checker.text(node, "part_no");
    line.qty = quantity_of(node, "qty", checker).value_or(Decimal{});
    line.uom = checker.text(node, "uom");
    line.lot = checker.text(node, "lot");
    line.boxes = quantity_of(node, "boxes", checker);
    notice.lines.push_back(std::move(line));
  }
  return notice;
}

}  // namespace calloff::mapping
