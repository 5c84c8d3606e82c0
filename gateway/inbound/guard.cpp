#include "inbound/guard.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "formats/cursor.hpp"

namespace calloff::inbound {
namespace {

constexpr std::chrono::minutes kListsAreOutBy{13 * 60};

Where at(const model::Locator& locator) {
  Where where;
  where.offset = locator.offset;
  where.position = locator.part.empty() ? locator.position : "part " + locator.part + ", " + locator.position;
  return where;
}

bool is_one_of(const std::string& claim, const std::vector<std::string>& spellings) {
  const auto normal = formats::normal_header(claim);
  return std::ranges::any_of(spellings,
                             [&](const std::string& spelling) { return formats::normal_header(spelling) == normal; });
}

bool has_dropped(std::size_t rows, std::size_t before, int from, int percent) {
  return percent > 0 && before >= std::size_t(from) && rows < before &&
         (before - rows) * 100 >= before * std::size_t(percent);
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

Error stop(std::string code, std::vector<std::pair<std::string, std::string>> args, Where where = {}) {
  return Error(Recovery::hold_feed, std::move(code), std::move(args), std::move(where));
}

void judge_claims(const PageEvidence& evidence, const GuardExpectations& expected, std::vector<Error>& reasons) {
  if (expected.rules.plant && !expected.plant_spellings.empty())
    for (const auto& claim : evidence.plants)
      if (!is_one_of(claim.text, expected.plant_spellings))
        reasons.push_back(stop("guard/wrong_plant",
                               {{"found", claim.text}, {"plant", joined(expected.plant_spellings)}}, at(claim.at)));
  if (expected.rules.supplier && !expected.duns.empty())
    for (const auto& claim : evidence.suppliers)
      if (!is_one_of(claim.text, {expected.duns}))
        reasons.push_back(stop("guard/wrong_supplier", {{"found", claim.text}, {"duns", expected.duns}}, at(claim.at)));
}

Error rows_dropped(std::string what, std::size_t rows, std::size_t before) {
  return stop("guard/rows_dropped",
              {{"what", std::move(what)}, {"rows", std::to_string(rows)}, {"before", std::to_string(before)}});
}

void judge_rows(const PageEvidence& evidence, const std::vector<store::KeptShape>& last, int from,
                const settings::GuardRules& rules, std::vector<Error>& reasons) {
  for (const auto& part : evidence.parts)
    for (const auto& kept : last)
      if (kept.shape.part == part.part && has_dropped(part.rows, kept.shape.rows, from, rules.rows_drop))
        reasons.push_back(rows_dropped("part " + part.part, part.rows, kept.shape.rows));
}

/// Digits of a header are its content: `03/10` today, `03/11` tomorrow.
std::string form_of(const std::string& header) {
  std::string form;
  for (const char c : formats::normal_header(header)) {
    const bool is_digit = c >= '0' && c <= '9';
    if (is_digit && form.ends_with('#')) continue;
    form += is_digit ? '#' : c;
  }
  return form;
}

std::vector<std::string> forms_of(const std::vector<std::string>& headers) {
  std::vector<std::string> forms;
  for (const auto& header : headers) forms.push_back(form_of(header));
  return forms;
}

/// common[i][j]: longest run of headers that before[i..] and after[j..] share, in order.
std::vector<std::vector<std::size_t>> common_runs(const std::vector<std::string>& before,
                                                  const std::vector<std::string>& after) {
  std::vector<std::vector<std::size_t>> common(before.size() + 1, std::vector<std::size_t>(after.size() + 1));
  for (auto i = before.size(); i-- > 0;)
    for (auto j = after.size(); j-- > 0;)
      common[i][j] = before[i] == after[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
  return common;
}

}  // namespace

GuardExpectations expectations_of(const settings::Feed& feed) { return {feed.guard, feed.plant_spellings, feed.duns}; }

std::vector<Error> judge_page(const PageEvidence& evidence, const std::vector<store::KeptShape>& last, int from,
                              const GuardExpectations& expected) {
  std::vector<Error> reasons;
  judge_claims(evidence, expected, reasons);
  if (expected.rules.cells)
    for (const auto& odd : evidence.odd_rows)
      reasons.push_back(stop("guard/odd_row",
                             {{"cells", std::to_string(odd.cells)}, {"columns", std::to_string(odd.columns)}},
                             at(odd.at)));
  judge_rows(evidence, last, from, expected.rules, reasons);
  if (expected.rules.totals)
    for (const auto& total : evidence.wrong_totals)
      reasons.push_back(
          stop("guard/total_mismatch",
               {{"column", total.column}, {"stated", to_string(total.stated)}, {"sum", to_string(total.sum)}},
               at(total.at)));
  return reasons;
}

std::optional<Error> judge_list(std::size_t documents, std::size_t before, const settings::GuardRules& rules) {
  if (!has_dropped(documents, before, rules.rows_from, rules.rows_drop)) return std::nullopt;
  return rows_dropped("the list", documents, before);
}

bool expects_later_days(const settings::Feed& feed, mapping::RecordKind record, LocalTime now) {
  return feed.guard.old_list && record == mapping::RecordKind::delivery_schedule &&
         now.of_day >= feed.expected.escalate.value_or(kListsAreOutBy) && feed.calendar.is_workday(now.date);
}

std::optional<Error> judge_days(std::optional<LocalDate> newest, const settings::Feed& feed, LocalTime now) {
  if (!newest || *newest > now.date) return std::nullopt;
  const auto by = feed.expected.escalate.value_or(kListsAreOutBy);
  const auto time = to_string(LocalTime{now.date, by});
  return stop(
      "guard/old_list",
      {{"newest", to_string(*newest)}, {"today", to_string(now.date)}, {"by", time.substr(time.find('T') + 1, 5)}});
}

bool is_foreign_page(const Error& reason) {
  return reason.code == "guard/wrong_plant" || reason.code == "guard/wrong_supplier";
}

std::vector<HeaderPair> align_headers(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  const auto old_forms = forms_of(before), new_forms = forms_of(after);
  const auto common = common_runs(old_forms, new_forms);
  std::vector<HeaderPair> pairs;
  std::size_t i = 0, j = 0;
  while (i < before.size() || j < after.size()) {
    if (i < before.size() && j < after.size() && old_forms[i] == new_forms[j])
      pairs.push_back({' ', before[i++], after[j++]});
    else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1]))
      pairs.push_back({'-', before[i++], ""});
    else
      pairs.push_back({'+', "", after[j++]});
  }
  return pairs;
}

std::string change_fingerprint(const std::vector<store::KeptShape>& before,
                               const std::vector<model::PartShape>& after) {
  std::string text;
  for (const auto& kept : before) {
    const auto now = std::ranges::find(after, kept.shape.part, &model::PartShape::part);
    if (now == after.end()) continue;
    const auto old_forms = forms_of(kept.shape.headers), new_forms = forms_of(now->headers);
    if (old_forms == new_forms) continue;
    for (const auto* forms : {&old_forms, &new_forms}) {
      text += kept.shape.part + '\x1e';
      for (const auto& form : *forms) text += form + '\x1f';
    }
  }
  return text.empty() ? text : sha256(text).substr(0, 16);
}

std::string header_changes(const std::vector<store::KeptShape>& before, const std::vector<model::PartShape>& after) {
  std::string changes;
  for (const auto& kept : before) {
    const auto now = std::ranges::find(after, kept.shape.part, &model::PartShape::part);
    if (now == after.end()) continue;
    std::string of_part;
    for (const auto& pair : align_headers(kept.shape.headers, now->headers))
      if (pair.sign != ' ')
        of_part += (of_part.empty() ? " " : ", ") + std::string(1, pair.sign) + " " +
                   (pair.sign == '+' ? pair.after : pair.before);
    if (!of_part.empty()) changes += (changes.empty() ? "" : "; ") + kept.shape.part + ":" + of_part;
  }
  return changes;
}

}  // namespace calloff::inbound
