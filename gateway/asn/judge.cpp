#include "asn/judge.hpp"

#include <algorithm>

#include "asn/open_lines.hpp"
#include "base/checked_sum.hpp"
#include "base/text.hpp"

namespace calloff::asn {
namespace {

using Verdict = Judgement::Verdict;
using Fields = std::map<std::string, std::string>;

Judgement judgement(Verdict verdict, std::string code, std::vector<std::pair<std::string, std::string>> args = {}) {
  return {verdict, Phase::sent, {}, Error(Recovery::ask_person, std::move(code), std::move(args))};
}

bool holds(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), trim(word)) != words.end();
}

std::string_view field(const Fields& fields, const char* name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string_view() : trim(found->second);
}

/// The quantities of a list's lines by order line; nothing when a line cannot be read or a sum is no quantity.
std::optional<std::map<std::string, Decimal>> quantities(const adapter_api::Seen& seen) {
  std::map<std::string, Decimal> sums;
  for (const auto& line : seen.lines) {
    const auto order_no =
        field(line.fields, "order_no").empty() ? field(seen.fields, "order_no") : field(line.fields, "order_no");
    const auto qty = parse_decimal(field(line.fields, "qty"));
    if (!qty) return std::nullopt;
    auto& sum = sums[line_key(order_no, field(line.fields, "line_no"))];
    const auto more = checked_sum(sum, *qty);
    if (!more) return std::nullopt;
    sum = *more;
  }
  return sums;
}

std::map<std::string, Decimal> quantities(const model::ShipNotice& notice) {
  std::map<std::string, Decimal> sums;
  for (const auto& line : notice.lines) {
    auto& sum = sums[line_key(line.order_no, line.line_no)];
    sum = sum + line.qty;
  }
  return sums;
}

bool has_same_parts(const model::ShipNotice& notice, const adapter_api::Seen& seen) {
  std::map<std::string, std::string> ours;
  for (const auto& line : notice.lines) ours[line.line_no] = line.part_no;
  return std::all_of(seen.lines.begin(), seen.lines.end(), [&](const adapter_api::SeenLine& line) {
    const auto part = field(line.fields, "part_no");
    return part.empty() || part == ours[std::string(field(line.fields, "line_no"))];
  });
}

bool has_our_lines(const model::ShipNotice& notice, const adapter_api::Seen& seen) {
  const auto shown = quantities(seen);
  return shown && *shown == quantities(notice) && has_same_parts(notice, seen);
}

Judgement with_id(Judgement judged, const std::string& remote_id) {
  judged.remote_id = remote_id;
  judged.why.args.emplace_back("remote_id", remote_id);
  return judged;
}

Judgement found_at(const adapter_api::Seen& seen, Phase level) {
  auto judged = judgement(Verdict::found, "asn/judged_found", {{"portal_state", seen.state}});
  judged.level = level;
  return with_id(std::move(judged), seen.remote_id);
}

Judgement judge_ours(const PortalWords& words, const Attempted& attempted, const adapter_api::Seen& seen) {
  const std::vector<std::pair<std::string, std::string>> state{{"portal_state", seen.state}};
  if (holds(words.draft, seen.state))
    return with_id(judgement(Verdict::found_draft, "asn/judged_draft", state), seen.remote_id);
  const bool is_received = holds(words.received, seen.state);
  if (!is_received && !holds(words.submitted, seen.state))
    return with_id(judgement(Verdict::found_other, "asn/judged_state", state), seen.remote_id);
  const bool is_vouched = !attempted.vouched_id.empty() && seen.remote_id == attempted.vouched_id;
  if (!is_vouched && seen.lines.empty())
    return with_id(judgement(Verdict::inconclusive, "asn/judged_no_lines", state), seen.remote_id);
  if (!is_vouched && !has_our_lines(attempted.notice, seen))
    return with_id(judgement(Verdict::found_other, "asn/judged_content", state), seen.remote_id);
  return found_at(seen, is_received ? Phase::goods_received : Phase::accepted);
}

Judgement judge_absence(const Attempted& attempted, const adapter_api::Sighting& sighting) {
  if (!sighting.complete) return judgement(Verdict::inconclusive, "asn/judged_incomplete");
  const bool has_control =
      std::any_of(attempted.controls.begin(), attempted.controls.end(),
                  [&](const adapter_api::Known& known) { return holds(sighting.controls_seen, known.key); });
  if (!has_control) return judgement(Verdict::inconclusive, "asn/judged_no_control");
  for (const auto& line : attempted.notice.lines) {
    const auto key = line_key(line.order_no, line.line_no);
    const auto before = attempted.shipped_before.find(key);
    const auto now = sighting.shipped.find(key);
    if (before == attempted.shipped_before.end() || now == sighting.shipped.end())
      return judgement(Verdict::inconclusive, "asn/judged_no_standing", {{"line", key}});
    const auto was = parse_decimal(before->second), is = parse_decimal(now->second);
    if (!was || !is || *was != *is)
      return judgement(Verdict::inconclusive, "asn/judged_shipped_changed",
                       {{"line", key}, {"before", before->second}, {"now", now->second}});
  }
  return judgement(Verdict::absent, "asn/judged_absent");
}

}  // namespace

Judgement judge(const PortalWords& words, const Attempted& attempted, const adapter_api::Sighting& sighting) {
  std::vector<const adapter_api::Seen*> ours, withdrawn, look_alikes;
  for (const auto& seen : sighting.matches) {
    const bool is_vouched = !attempted.vouched_id.empty() && seen.remote_id == attempted.vouched_id;
    if (is_vouched || trim(seen.key) == attempted.notice.shipment_id)
      (holds(words.withdrawn, seen.state) ? withdrawn : ours).push_back(&seen);
    else if (trim(seen.key).empty() && has_our_lines(attempted.notice, seen))
      look_alikes.push_back(&seen);
  }
  if (ours.size() > 1)
    return with_id(judgement(Verdict::found_many, "asn/judged_many", {{"count", std::to_string(ours.size())}}),
                   ours[0]->remote_id);
  if (ours.size() == 1) return judge_ours(words, attempted, *ours[0]);
  // Somebody took it back at the customer: it was there, so it is not absent, and sending it again is a person's
  // matter.
  if (!withdrawn.empty())
    return with_id(judgement(Verdict::found_other, "asn/judged_withdrawn"), withdrawn[0]->remote_id);
  if (!look_alikes.empty())
    return with_id(judgement(Verdict::found_other, "asn/judged_look_alike"), look_alikes[0]->remote_id);
  return judge_absence(attempted, sighting);
}

}  // namespace calloff::asn
