// From a record id back to where its facts stand.
#pragma once
#include <optional>
#include <string>

#include "model/locator.hpp"
#include "store/documents.hpp"
#include "store/job.hpp"

namespace calloff::store {

enum class RecordKind { delivery_line, order_line, forecast_line };
std::string_view to_string(RecordKind kind);

/// label: for people, e.g. `PUS 4711, line 3, part 0092`; raw: the archived part that the locator points into
struct RecordOrigin {
  std::string record;
  RecordKind kind = RecordKind::delivery_line;
  FeedKey feed;
  std::string label, document, run, mapping_version;
  model::Locator locator;
  RawRef raw;
  std::string content_type;
};

/// The newest version with this id.
std::optional<RecordOrigin> find_record(Reader& reader, std::string_view record);

}  // namespace calloff::store
