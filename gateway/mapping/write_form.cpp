#include "mapping/write_form.hpp"

#include <algorithm>

namespace calloff::mapping {
namespace {

using model::ShipNotice;
using model::ShipNoticeLine;

/// A value as text, times by the field's format.
std::string written(const FormFieldPlan& field, const std::optional<LocalTime>& time) {
  return time ? field.format->write(*time) : std::string();
}

std::string head_text(const FormFieldPlan& field, const ShipNotice& notice) {
  const auto& name = field.shape->name;
  if (name == "shipment_id") return notice.shipment_id;
  if (name == "ship_to") return notice.ship_to;
  if (name == "shipped") return written(field, notice.shipped);
  if (name == "eta") return written(field, notice.eta);
  if (name == "carrier") return notice.carrier;
  if (name == "plate") return notice.plate;
  return notice.waybill;
}

std::string line_text(const FormFieldPlan& field, const ShipNoticeLine& line) {
  const auto& name = field.shape->name;
  if (name == "line.order_no") return line.order_no;
  if (name == "line.line_no") return line.line_no;
  if (name == "line.part_no") return line.part_no;
  if (name == "line.qty") return to_string(line.qty);
  if (name == "line.uom") return line.uom;
  if (name == "line.lot") return line.lot;
  return line.boxes ? to_string(*line.boxes) : std::string();
}

std::size_t characters(std::string_view utf8) {
  return std::size_t(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

Error refused(const char* code, const FormFieldPlan& field,
              std::vector<std::pair<std::string, std::string>> more = {}) {
  more.emplace_back("key", field.key);
  more.emplace_back("field", field.shape ? field.shape->name : field.key);
  more.emplace_back("mapping", field.place.to_string());
  return Error(Recovery::ask_person, code, std::move(more));
}

/// The customer's word for the value, checked for presence and length.
Result<std::string> finished(const FormFieldPlan& field, std::string value) {
  if (const auto word = field.words.find(value); word != field.words.end()) value = word->second;
  if (value.empty() && field.is_required) return refused("map/form_blank", field);
  if (field.max_characters > 0 && characters(value) > field.max_characters)
    return refused("map/form_too_long", field, {{"value", value}, {"limit", std::to_string(field.max_characters)}});
  return value;
}

/// A line's field where the form has one place for it: all lines must agree.
Result<std::string> common_line_text(const FormFieldPlan& field, const ShipNotice& notice) {
  const auto first = line_text(field, notice.lines.front());
  for (const auto& line : notice.lines)
    if (line_text(field, line) != first)
      return refused("map/form_lines_differ", field, {{"first", first}, {"second", line_text(field, line)}});
  return first;
}

Result<std::string> single_text(const FormFieldPlan& field, const ShipNotice& notice) {
  if (!field.shape) return field.constant;
  return field.shape->is_line() ? common_line_text(field, notice) : Result<std::string>(head_text(field, notice));
}

Result<void> append(FormPairs& pairs, const FormFieldPlan& field, Result<std::string> text) {
  if (!text) return text.error();
  auto value = finished(field, std::move(*text));
  if (!value) return value.error();
  pairs.emplace_back(field.key, std::move(*value));
  return {};
}

}  // namespace

Result<FormPairs> write_form(const Plan& plan, const ShipNotice& notice) {
  if (notice.lines.empty())
    return Error(Recovery::ask_person, "map/form_no_lines", {{"shipment_id", notice.shipment_id}});
  FormPairs pairs;
  for (const auto& field : plan.form)
    if (!field.is_line)
      if (auto done = append(pairs, field, single_text(field, notice)); !done) return done.error();
  for (const auto& line : notice.lines)
    for (const auto& field : plan.form) {
      if (!field.is_line) continue;
      if (auto done = append(pairs, field, field.shape ? line_text(field, line) : field.constant); !done)
        return done.error();
    }
  return pairs;
}

}  // namespace calloff::mapping
