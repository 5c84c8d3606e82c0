// Walks a value back: which line of the mapping took which text from where. By mapping the document again.
// Threading: pure.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "mapping/run.hpp"

namespace calloff::mapping {

/// text: as the page spells it; value: as the record holds it; rule: file:line:column of the mapping
/// locator: empty (length 0, no part) for constants and what the context gave
struct ExplainedField {
  std::string field, text, value;
  model::Locator locator;
  std::string rule;
};

/// The fields of one record, and, with `line`, of that line (0-based, in document order) before them.
/// errors: fix_code map/no_such_line (record, line); the first error of mapping the document again
Result<std::vector<ExplainedField>> explain_line(const Plan& plan, const std::vector<PartPage>& parts,
                                                 const DocumentContext& context, std::size_t record,
                                                 std::optional<std::size_t> line);

}  // namespace calloff::mapping
