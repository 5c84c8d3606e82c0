#include "asn/check.hpp"

#include <algorithm>
#include <set>

#include "asn/number.hpp"
#include "base/text.hpp"

namespace calloff::asn {
namespace {

using Args = std::vector<std::pair<std::string, std::string>>;
using model::ShipNotice;
using model::ShipNoticeLine;

/// One complaint of a head rule: the field where it is another than the rule's, and the particulars.
struct Complaint {
  std::string field;
  Args args;
};
using Complaints = std::vector<Complaint>;
using HeadRule = Complaints(const ShipNotice&, const Facts&);
/// order: what the customer shows of the line, or nullptr
using LineRule = Complaints(const ShipNoticeLine&, const OrderLine* order, const Facts&);

std::chrono::local_seconds wall(LocalTime time) { return std::chrono::local_days(time.date) + time.of_day; }

std::string key_of(const ShipNoticeLine& line) { return line_key(line.order_no, line.line_no); }

Complaints unless(bool is_good, Args args = {}) { return is_good ? Complaints{} : Complaints{{"", std::move(args)}}; }

const Taken* taken_of(const ShipNoticeLine& line, const Facts& facts) {
  const auto found = facts.taken.find(key_of(line));
  return found == facts.taken.end() ? nullptr : &found->second;
}

// ---- head ----

Complaints shipment_id(const ShipNotice& notice, const Facts& facts) {
  return unless(matches_sid(facts.rules.sid_pattern, notice.shipment_id),
                {{"shipment_id", notice.shipment_id}, {"pattern", facts.rules.sid_pattern}});
}

Complaints ship_to_known(const ShipNotice& notice, const Facts& facts) {
  const auto& known = facts.rules.ship_to;
  const bool is_known =
      known.empty() ? !notice.ship_to.empty() : std::find(known.begin(), known.end(), notice.ship_to) != known.end();
  return unless(is_known, {{"ship_to", notice.ship_to}});
}

Complaints one_ship_to(const ShipNotice& notice, const Facts& facts) {
  for (const auto& line : notice.lines) {
    const auto* order = find_line(facts.lines, line.order_no, line.line_no);
    if (order && order->line.warehouse != notice.ship_to)
      return {{"", {{"ship_to", notice.ship_to}, {"line", key_of(line)}, {"other", order->line.warehouse}}}};
  }
  return {};
}

Complaints one_order(const ShipNotice& notice, const Facts& facts) {
  if (facts.rules.takes_many_orders) return {};
  for (const auto& line : notice.lines)
    if (line.order_no != notice.lines[0].order_no)
      return {{"", {{"order", notice.lines[0].order_no}, {"other", line.order_no}}}};
  return {};
}

Complaints has_lines(const ShipNotice& notice, const Facts&) { return unless(!notice.lines.empty()); }

Complaints line_twice(const ShipNotice& notice, const Facts&) {
  std::set<std::string> seen;
  Complaints found;
  for (const auto& line : notice.lines)
    if (!seen.insert(key_of(line)).second) found.push_back({"lines/" + key_of(line), {{"line", key_of(line)}}});
  return found;
}

Complaints ship_time(const ShipNotice& notice, const Facts& facts) {
  if (!notice.shipped) return {};
  const auto at = wall(*notice.shipped), now = wall(facts.now);
  return unless(at >= now - std::chrono::hours(24) && at <= now + facts.rules.ship_ahead,
                {{"shipped", to_string(*notice.shipped)}, {"now", to_string(facts.now)}});
}

Complaints eta_after_ship(const ShipNotice& notice, const Facts&) {
  if (!notice.shipped || !notice.eta) return {};
  return unless(*notice.eta > *notice.shipped,
                {{"eta", to_string(*notice.eta)}, {"shipped", to_string(*notice.shipped)}});
}

bool has_field(const ShipNotice& notice, std::string_view name) {
  if (name == "shipped") return notice.shipped.has_value();
  if (name == "eta") return notice.eta.has_value();
  if (name == "carrier") return !notice.carrier.empty();
  if (name == "plate") return !notice.plate.empty();
  return name == "waybill" && !notice.waybill.empty();
}

Complaints transport_required(const ShipNotice& notice, const Facts& facts) {
  Complaints found;
  for (const auto& name : facts.rules.required)
    if (!has_field(notice, name)) found.push_back({name, {{"field", name}}});
  return found;
}

// A customer that does not ask for it still has a dock that does.
Complaints transport_usual(const ShipNotice& notice, const Facts& facts) {
  if (!facts.rules.required.empty()) return {};
  return unless(!notice.carrier.empty() && !(notice.plate.empty() && notice.waybill.empty()));
}

/// Characters of UTF-8; none where it holds a control character.
std::optional<std::size_t> printable_length(std::string_view text) {
  std::size_t length = 0;
  for (const unsigned char c : text) {
    if (c < 0x20 || c == 0x7f) return std::nullopt;
    length += (c & 0xc0) != 0x80;
  }
  return length;
}

Complaints text_fits(const ShipNotice& notice, const Facts& facts) {
  Complaints found;
  const std::pair<const char*, const std::string*> texts[] = {
      {"carrier", &notice.carrier}, {"plate", &notice.plate}, {"waybill", &notice.waybill}};
  for (const auto& [name, text] : texts) {
    const auto length = printable_length(*text);
    if (!length || *length > facts.rules.longest_text)
      found.push_back({name, {{"field", name}, {"longest", std::to_string(facts.rules.longest_text)}}});
  }
  return found;
}

// ---- lines ----

Complaints line_open(const ShipNoticeLine& line, const OrderLine* order, const Facts&) {
  return unless(order && is_open(*order), {{"line", key_of(line)}});
}

Complaints part_same(const ShipNoticeLine& line, const OrderLine* order, const Facts&) {
  return unless(!order || order->line.part_no == line.part_no,
                {{"line", key_of(line)}, {"part", line.part_no}, {"ordered", order ? order->line.part_no : ""}});
}

Complaints qty_positive(const ShipNoticeLine& line, const OrderLine*, const Facts&) {
  return unless(line.qty > Decimal{}, {{"line", key_of(line)}, {"qty", to_string(line.qty)}});
}

Complaints qty_whole(const ShipNoticeLine& line, const OrderLine*, const Facts&) {
  const bool counts_pieces = line.uom.empty() || line.uom == "C62" || line.uom == "H87" || line.uom == "EA";
  return unless(!counts_pieces || line.qty.thousandths % 1000 == 0,
                {{"line", key_of(line)}, {"qty", to_string(line.qty)}});
}

Complaints uom_same(const ShipNoticeLine& line, const OrderLine* order, const Facts&) {
  return unless(!order || order->line.uom == line.uom,
                {{"line", key_of(line)}, {"uom", line.uom}, {"ordered", order ? order->line.uom : ""}});
}

Complaints qty_within_open(const ShipNoticeLine& line, const OrderLine* order, const Facts& facts) {
  if (!order || line.qty <= available(*order, facts.taken)) return {};
  const auto* other = taken_of(line, facts);
  std::string holders;
  if (other)
    for (const auto& asn : other->asns) holders += (holders.empty() ? "" : ", ") + asn;
  return {{"",
           {{"line", key_of(line)},
            {"qty", to_string(line.qty)},
            {"open", to_string(order->line.open)},
            {"taken", to_string(other ? other->qty : Decimal{})},
            {"asns", holders.empty() ? "-" : holders}}}};
}

Complaints qty_under(const ShipNoticeLine& line, const OrderLine* order, const Facts& facts) {
  if (!order || line.qty <= Decimal{}) return {};
  const auto left = available(*order, facts.taken);
  return unless(line.qty >= left, {{"line", key_of(line)}, {"qty", to_string(line.qty)}, {"open", to_string(left)}});
}

Complaints packs_whole(const ShipNoticeLine& line, const OrderLine* order, const Facts& facts) {
  if (!order || !order->line.min_pack || order->line.min_pack->thousandths <= 0) return {};
  const bool is_rest = line.qty == available(*order, facts.taken);
  return unless(is_rest || line.qty.thousandths % order->line.min_pack->thousandths == 0,
                {{"line", key_of(line)}, {"qty", to_string(line.qty)}, {"pack", to_string(*order->line.min_pack)}});
}

Complaints line_revised(const ShipNoticeLine& line, const OrderLine* order, const Facts&) {
  return unless(!order || line.record.empty() || order->record == line.record, {{"line", key_of(line)}});
}

Complaints no_unknown(const ShipNoticeLine& line, const OrderLine*, const Facts& facts) {
  const auto* other = taken_of(line, facts);
  if (!other || other->unknown_asn.empty()) return {};
  return {{"", {{"line", key_of(line)}, {"asn", other->unknown_asn}}}};
}

// ---- the table ----

/// severity where the customer's rules do not say another; head or line is set.
struct Rule {
  int number;
  std::string_view code, field;
  Severity severity;
  HeadRule* head;
  LineRule* line;
};

constexpr Severity kBlock = Severity::block, kWarn = Severity::warn;

constexpr Rule kRules[] = {
    {2, "asn/rule_shipment_id", "shipment_id", kBlock, shipment_id, nullptr},
    {4, "asn/rule_ship_to", "ship_to", kBlock, ship_to_known, nullptr},
    {6, "asn/rule_one_ship_to", "ship_to", kBlock, one_ship_to, nullptr},
    {6, "asn/rule_one_order", "lines", kBlock, one_order, nullptr},
    {8, "asn/rule_no_lines", "lines", kBlock, has_lines, nullptr},
    {8, "asn/rule_line_open", "line_no", kBlock, nullptr, line_open},
    {9, "asn/rule_part", "part_no", kBlock, nullptr, part_same},
    {10, "asn/rule_qty_positive", "qty", kBlock, nullptr, qty_positive},
    {10, "asn/rule_qty_whole", "qty", kBlock, nullptr, qty_whole},
    {11, "asn/rule_uom", "uom", kBlock, nullptr, uom_same},
    {12, "asn/rule_qty_over_open", "qty", kBlock, nullptr, qty_within_open},
    {13, "asn/rule_qty_under_open", "qty", kWarn, nullptr, qty_under},
    {14, "asn/rule_packs", "qty", kBlock, nullptr, packs_whole},
    {15, "asn/rule_line_twice", "lines", kBlock, line_twice, nullptr},
    {19, "asn/rule_line_revised", "record", kWarn, nullptr, line_revised},
    {27, "asn/rule_ship_time", "shipped", kBlock, ship_time, nullptr},
    {28, "asn/rule_eta", "eta", kBlock, eta_after_ship, nullptr},
    {30, "asn/rule_transport", "carrier", kBlock, transport_required, nullptr},
    {30, "asn/rule_transport_usual", "carrier", kWarn, transport_usual, nullptr},
    {31, "asn/rule_text", "carrier", kBlock, text_fits, nullptr},
    {32, "asn/rule_unknown_open", "line_no", kBlock, nullptr, no_unknown},
};

Severity severity_of(const Rule& rule, const Facts& facts) {
  return rule.number == 14 ? facts.rules.packs : rule.severity;
}

void add(std::vector<Finding>& findings, const Rule& rule, const Facts& facts, std::string field, Complaint complaint) {
  findings.push_back({rule.number, severity_of(rule, facts),
                      complaint.field.empty() ? std::move(field) : complaint.field,
                      Error(Recovery::ask_person, std::string(rule.code), std::move(complaint.args))});
}

}  // namespace

std::string_view to_string(Severity severity) { return severity == Severity::block ? "block" : "warn"; }

std::vector<Finding> check_notice(const ShipNotice& notice, const Facts& facts) {
  std::vector<Finding> findings;
  for (const auto& rule : kRules) {
    if (rule.head) {
      for (auto& complaint : rule.head(notice, facts))
        add(findings, rule, facts, std::string(rule.field), std::move(complaint));
      continue;
    }
    for (const auto& line : notice.lines)
      for (auto& complaint : rule.line(line, find_line(facts.lines, line.order_no, line.line_no), facts))
        add(findings, rule, facts, "lines/" + key_of(line) + "/" + std::string(rule.field), std::move(complaint));
  }
  return findings;
}

bool blocks(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == Severity::block; });
}

std::vector<RuleText> all_rules() {
  std::vector<RuleText> texts;
  for (const auto& rule : kRules) texts.push_back({rule.number, rule.code, rule.field, rule.severity});
  return texts;
}

}  // namespace calloff::asn
