// A part's bytes to a page, as the mapping says they are to be read. Threading: pure.
#pragma once
#include <string_view>

#include "formats/page.hpp"
#include "mapping/plan.hpp"

namespace calloff::mapping {

/// options: default_charset is taken from the plan, if it names one.
/// errors: those of formats::decode_page (`format: html`) or formats::decode_table_document (`format: table`)
Result<formats::Page> decode_part(const Plan& plan, std::string_view bytes, formats::PageOptions options);

}  // namespace calloff::mapping
