#include "mapping/record_shape.hpp"

#include <algorithm>

#include "model/records.hpp"

namespace calloff::mapping {
namespace {

using enum FieldType;

/// The words of an enumeration whose last value is `last`.
template <class Enum>
std::vector<std::string> words_up_to(Enum last) {
  std::vector<std::string> words;
  for (int value = 0; value <= int(last); ++value) words.emplace_back(model::to_string(Enum(value)));
  return words;
}

ShapeField text_field(std::string name) { return {std::move(name), text, false, {}}; }
ShapeField required(std::string name, FieldType type = text) { return {std::move(name), type, true, {}}; }
ShapeField optional(std::string name, FieldType type) { return {std::move(name), type, false, {}}; }

RecordShape delivery_schedule() {
  return {RecordKind::delivery_schedule,
          "delivery_schedule",
          {required("pus_no"),
           text_field("portal_sid"),
           text_field("plant"),
           text_field("supplier_duns"),
           text_field("dock"),
           text_field("route"),
           text_field("carrier"),
           text_field("note"),
           ShapeField{"state", choice, true, words_up_to(model::SheetState::changed)},
           optional("published", local_time),
           optional("pickup", local_time),
           optional("arrival", local_time),
           text_field("line.line_no"),
           required("line.part_no"),
           text_field("line.part_name"),
           text_field("line.dock"),
           required("line.required", quantity),
           optional("line.committed", quantity),
           optional("line.shipped", quantity),
           text_field("line.uom"),
           optional("line.pack_size", quantity),
           text_field("line.pack_code"),
           text_field("line.kanban"),
           text_field("line.note")}};
}

RecordShape service_order() {
  const auto states = words_up_to(model::OrderState::cancelled);
  return {RecordKind::service_order,
          "service_order",
          {required("order_no"), text_field("warehouse"),
           ShapeField{"type", choice, false, words_up_to(model::OrderType::vor)},
           ShapeField{"state", choice, false, states}, optional("ordered_on", date), required("line.line_no"),
           text_field("line.warehouse"), required("line.part_no"), text_field("line.part_name"), text_field("line.uom"),
           required("line.ordered", quantity), optional("line.shipped", quantity), optional("line.open", quantity),
           optional("line.min_pack", quantity), text_field("line.pack_spec"), text_field("line.note"),
           optional("line.due", date), ShapeField{"line.state", choice, false, states}}};
}

RecordShape forecast_release() {
  return {RecordKind::forecast_release,
          "forecast_release",
          {required("release_no"),
           text_field("revision"),
           text_field("plant"),
           text_field("supplier_duns"),
           text_field("planner"),
           optional("issued", local_time),
           optional("horizon_from", date),
           optional("horizon_to", date),
           ShapeField{"scope", choice, false, {"full", "partial"}},
           required("line.part_no"),
           text_field("line.part_name"),
           text_field("line.dock"),
           text_field("line.uom"),
           required("line.bucket_start", date),
           ShapeField{"line.bucket", choice, true, words_up_to(model::Bucket::month)},
           ShapeField{"line.commitment", choice, false, words_up_to(model::Commitment::forecast)},
           required("line.qty", quantity),
           optional("line.pack_size", quantity),
           optional("line.cum_required", quantity),
           optional("line.cum_received", quantity),
           optional("line.past_due", quantity)}};
}

RecordShape asn_status() {
  return {RecordKind::asn_status,
          "asn_status",
          {required("remote_id"), text_field("supplier_ref"), text_field("order_no"), text_field("warehouse"),
           required("state"), optional("shipped_on", date), optional("total_qty", quantity)}};
}

/// What the writer direction may take from.
RecordShape ship_notice() {
  return {RecordKind::ship_notice,
          "ship_notice",
          {required("shipment_id"), text_field("ship_to"), optional("shipped", local_time), optional("eta", local_time),
           text_field("carrier"), text_field("plate"), text_field("waybill"), text_field("line.order_no"),
           text_field("line.line_no"), text_field("line.part_no"), required("line.qty", quantity),
           text_field("line.uom"), text_field("line.lot"), optional("line.boxes", quantity)}};
}

const std::vector<RecordShape>& shapes() {
  static const std::vector<RecordShape> all{delivery_schedule(), service_order(), forecast_release(), asn_status(),
                                            ship_notice()};
  return all;
}

}  // namespace

const ShapeField* RecordShape::find(std::string_view field) const {
  const auto found = std::ranges::find(fields, field, &ShapeField::name);
  return found == fields.end() ? nullptr : &*found;
}

std::vector<std::string> RecordShape::field_names() const {
  std::vector<std::string> names;
  for (const auto& field : fields) names.push_back(field.name);
  return names;
}

bool RecordShape::has_lines() const { return std::ranges::any_of(fields, &ShapeField::is_line); }

const RecordShape& shape_of(RecordKind kind) { return shapes()[std::size_t(kind)]; }

const RecordShape* find_shape(std::string_view name) {
  const auto found = std::ranges::find(shapes(), name, &RecordShape::name);
  return found == shapes().end() ? nullptr : &*found;
}

std::vector<std::string> shape_names() {
  std::vector<std::string> names;
  for (const auto& shape : shapes()) names.push_back(shape.name);
  return names;
}

std::string_view to_string(FieldType type) {
  switch (type) {
    case text:
      return "text";
    case quantity:
      return "quantity";
    case date:
      return "date";
    case local_time:
      return "local_time";
    case choice:
      return "choice";
  }
  return "text";
}

}  // namespace calloff::mapping
