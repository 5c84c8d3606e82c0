// The texts of mappings by their version: what an archived document was understood with can be had again.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "store/job.hpp"

namespace calloff::store {

/// Kept for ever, once a version; the first text of a version stays. text: as mapping::Plan has it
void put_mapping_text(Writer& writer, std::string_view version, std::string_view text);
/// None if this version was never kept.
std::optional<std::string> mapping_text(Reader& reader, std::string_view version);

}  // namespace calloff::store
