#include "asn/draft.hpp"

#include <algorithm>
#include <set>

namespace calloff::asn {
namespace {

Error refusal(const char* code, std::vector<std::pair<std::string, std::string>> args) {
  return Error(Recovery::ask_person, code, std::move(args));
}

std::string join(const std::set<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

model::ShipNoticeLine notice_line(const OrderLine& from, Decimal qty) {
  model::ShipNoticeLine line;
  line.order_no = from.order_no;
  line.line_no = from.line.line_no;
  line.part_no = from.line.part_no;
  line.qty = qty;
  line.uom = from.line.uom;
  line.record = from.record;
  return line;
}

struct Chosen {
  const OrderLine* line;
  Decimal qty;
};

Result<std::vector<Chosen>> choose_open(const DraftRequest& request, const OrderLines& lines,
                                        const TakenByLine& taken) {
  std::vector<Chosen> chosen;
  std::set<std::string> holders;
  for (const auto& line : lines) {
    if (line.order_no != request.order_no || !is_open(line)) continue;
    const auto left = available(line, taken);
    if (left > Decimal{}) chosen.push_back({&line, left});
    const auto held = taken.find(line_key(line.order_no, line.line.line_no));
    if (held != taken.end()) holders.insert(held->second.asns.begin(), held->second.asns.end());
  }
  if (!chosen.empty()) return chosen;
  if (!holders.empty()) return refusal("asn/all_taken", {{"order", request.order_no}, {"asns", join(holders)}});
  return refusal("asn/nothing_open", {{"order", request.order_no}});
}

Result<std::vector<Chosen>> choose_wanted(const DraftRequest& request, const OrderLines& lines) {
  std::vector<Chosen> chosen;
  for (const auto& wanted : request.lines) {
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const OrderLine& line) {
      if (!wanted.record.empty()) return line.record == wanted.record;
      return line.order_no == request.order_no && line.line.line_no == wanted.line_no;
    });
    const auto& name = wanted.record.empty() ? wanted.line_no : wanted.record;
    if (found == lines.end()) return refusal("asn/line_unknown", {{"line", name}, {"order", request.order_no}});
    chosen.push_back({&*found, wanted.qty});
  }
  return chosen;
}

Result<std::string> one_ship_to(const std::vector<Chosen>& chosen) {
  std::set<std::string> places;
  for (const auto& choice : chosen) places.insert(choice.line->line.warehouse);
  if (places.size() > 1) return refusal("asn/several_ship_to", {{"ship_to", join(places)}});
  return *places.begin();
}

}  // namespace

Result<model::ShipNotice> draft_notice(const DraftRequest& request, const OrderLines& lines, const TakenByLine& taken,
                                       LocalTime now) {
  if (request.order_no.empty() && request.lines.empty()) return refusal("asn/no_lines", {});
  const bool has_order =
      std::any_of(lines.begin(), lines.end(), [&](const OrderLine& l) { return l.order_no == request.order_no; });
  if (!request.order_no.empty() && !has_order) return refusal("asn/order_unknown", {{"order", request.order_no}});
  const auto chosen = request.lines.empty() ? choose_open(request, lines, taken) : choose_wanted(request, lines);
  if (!chosen) return chosen.error();
  const auto ship_to = one_ship_to(*chosen);
  if (!ship_to) return ship_to.error();

  model::ShipNotice notice;
  notice.customer = request.customer;
  notice.ship_to = *ship_to;
  now.of_day = std::chrono::floor<std::chrono::minutes>(now.of_day);
  notice.shipped = request.shipped.value_or(now);
  notice.eta = request.eta;
  notice.carrier = request.carrier;
  notice.plate = request.plate;
  notice.waybill = request.waybill;
  for (const auto& choice : *chosen) notice.lines.push_back(notice_line(*choice.line, choice.qty));
  return notice;
}

}  // namespace calloff::asn
