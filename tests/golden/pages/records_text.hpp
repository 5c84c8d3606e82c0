// Records as JSON that people compare: a head field a line, a record's line a line; with each line's bytes at its
// locator.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "golden_case.hpp"
#include "model/governing_quantity.hpp"

namespace calloff::golden {

using Shown = std::vector<std::pair<std::string, std::string>>;

inline std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

template <class T>
std::string text_or_empty(const std::optional<T>& value) {
  return value ? to_string(*value) : std::string();
}

/// `detail: '120'`: the archived bytes that the locator names. They are digits wherever it is right.
inline std::string bytes_at(const std::vector<CasePart>& parts, const model::Locator& at) {
  for (const auto& part : parts)
    if (part.name == at.part) return part.name + ": '" + part.bytes.substr(at.offset, at.length) + "'";
  return "nowhere";
}

/// Fields that are blank are left out.
inline std::string joined(const Shown& fields, const std::string& separator) {
  std::string text;
  for (const auto& [name, value] : fields)
    if (!value.empty()) text += (text.empty() ? "" : separator) + quoted(name) + ": " + quoted(value);
  return text;
}

inline std::string object(const Shown& head, const std::vector<Shown>& lines) {
  std::string text = "  {\n    " + joined(head, ",\n    ");
  if (!lines.empty()) text += ",\n    \"lines\": [";
  for (std::size_t i = 0; i < lines.size(); ++i)
    text += (i ? ",\n      {" : "\n      {") + joined(lines[i], ", ") + "}";
  return text + (lines.empty() ? "\n  }" : "\n    ]\n  }");
}

struct RecordText {
  const std::vector<CasePart>& parts;

  std::string operator()(const model::DeliverySchedule& r) const {
    std::vector<Shown> lines;
    for (const auto& l : r.lines)
      lines.push_back({{"line_no", l.line_no},
                       {"part_no", l.part_no},
                       {"part_name", l.part_name},
                       {"dock", l.dock},
                       {"required", to_string(l.required)},
                       {"committed", text_or_empty(l.committed)},
                       {"qty_required", to_string(model::required_quantity(r.state, l))},
                       {"uom", l.uom},
                       {"pack_size", text_or_empty(l.pack_size)},
                       {"pack_code", l.pack_code},
                       {"kanban", l.kanban},
                       {"note", l.note},
                       {"bytes", bytes_at(parts, l.locator)}});
    return object({{"pus_no", r.pus_no},
                   {"portal_sid", r.portal_sid},
                   {"plant", r.plant},
                   {"supplier_duns", r.supplier_duns},
                   {"dock", r.dock},
                   {"route", r.route},
                   {"carrier", r.carrier},
                   {"note", r.note},
                   {"state", std::string(to_string(r.state))},
                   {"published", text_or_empty(r.published)},
                   {"pickup", text_or_empty(r.pickup)},
                   {"arrival", text_or_empty(r.arrival)}},
                  lines);
  }

  std::string operator()(const model::ServiceOrder& r) const {
    std::vector<Shown> lines;
    for (const auto& l : r.lines)
      lines.push_back({{"line_no", l.line_no},
                       {"warehouse", l.warehouse},
                       {"part_no", l.part_no},
                       {"part_name", l.part_name},
                       {"ordered", to_string(l.ordered)},
                       {"shipped", to_string(l.shipped)},
                       {"open", to_string(l.open)},
                       {"uom", l.uom},
                       {"min_pack", text_or_empty(l.min_pack)},
                       {"pack_spec", l.pack_spec},
                       {"due", text_or_empty(l.due)},
                       {"state", std::string(to_string(l.state))},
                       {"note", l.note},
                       {"bytes", bytes_at(parts, l.locator)}});
    return object({{"order_no", r.order_no},
                   {"type", std::string(to_string(r.type))},
                   {"warehouse", r.warehouse},
                   {"state", std::string(to_string(r.state))},
                   {"ordered_on", text_or_empty(r.ordered_on)}},
                  lines);
  }

  std::string operator()(const model::ForecastRelease& r) const {
    std::vector<Shown> lines;
    for (const auto& l : r.lines)
      lines.push_back({{"part_no", l.part_no},
                       {"dock", l.dock},
                       {"bucket", std::string(to_string(l.bucket))},
                       {"bucket_start", to_string(l.bucket_start)},
                       {"qty", to_string(l.qty)},
                       {"uom", l.uom},
                       {"pack_size", text_or_empty(l.pack_size)},
                       {"cum_received", text_or_empty(l.cum_received)},
                       {"past_due", text_or_empty(l.past_due)},
                       {"commitment", std::string(to_string(l.commitment))},
                       {"bytes", bytes_at(parts, l.locator)}});
    return object({{"release_no", r.release_no},
                   {"revision", r.revision},
                   {"plant", r.plant},
                   {"supplier_duns", r.supplier_duns},
                   {"planner", r.planner},
                   {"issued", text_or_empty(r.issued)},
                   {"horizon_from", text_or_empty(r.horizon_from)},
                   {"horizon_to", text_or_empty(r.horizon_to)}},
                  lines);
  }

  std::string operator()(const model::AsnStatus& r) const {
    return object({{"remote_id", r.remote_id},
                   {"supplier_ref", r.supplier_ref},
                   {"order_no", r.order_no},
                   {"warehouse", r.warehouse},
                   {"state", r.state},
                   {"shipped_on", text_or_empty(r.shipped_on)},
                   {"total_qty", text_or_empty(r.total_qty)}},
                  {});
  }
};

inline std::string records_text(const CaseOutcome& outcome) {
  std::string text = "[";
  for (const auto& record : outcome.normalised.records)
    text += (text == "[" ? "\n" : ",\n") + std::visit(RecordText{outcome.parts}, record);
  return text + "\n]\n";
}

/// One error a line, as people read it, with its code and recovery; then the columns nobody knew.
inline std::string errors_text(const CaseOutcome& outcome) {
  std::string text;
  for (const auto& error : outcome.errors)
    text += std::string(to_string(error.recovery)) + " " + error.code + "\n  " + sentence(error) + "\n";
  for (const auto& column : outcome.mapped.new_columns) text += "new column " + column + "\n";
  return replace_all(std::move(text), test::source_folder().string() + "/", "");
}

}  // namespace calloff::golden
