// The fields a mapping may fill, record by record: one table gives the load-time checks, the types and the reference
// page. Threading: static, immutable.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace calloff::mapping {

enum class RecordKind { delivery_schedule, service_order, forecast_release, asn_status, ship_notice };

/// What a field holds: the transforms that may be named for it follow from this.
enum class FieldType {
  text,
  quantity,    ///< a decimal with three places
  date,        ///< plant-local
  local_time,  ///< a plant's wall clock
  choice       ///< one of `words`
};

/// is_required: must be mapped, and never blank. A name that begins with `line.` belongs to the record's lines.
struct ShapeField {
  std::string name;
  FieldType type = FieldType::text;
  bool is_required = false;
  std::vector<std::string> words;
  bool is_line() const { return name.starts_with("line."); }
};

struct RecordShape {
  RecordKind kind;
  std::string name;
  std::vector<ShapeField> fields;
  const ShapeField* find(std::string_view field) const;
  std::vector<std::string> field_names() const;
  bool has_lines() const;
};

const RecordShape& shape_of(RecordKind kind);
/// nullptr if there is no such record.
const RecordShape* find_shape(std::string_view name);
std::vector<std::string> shape_names();
std::string_view to_string(FieldType type);

}  // namespace calloff::mapping
