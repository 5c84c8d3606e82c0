#include "mapping/explain.hpp"

namespace calloff::mapping {
namespace {

void append(std::vector<ExplainedField>& explained, const Plan& plan, const Draft& draft) {
  for (const auto& field : draft.fields)
    explained.push_back({field.shape->name, std::string(field.text), to_string(field.value),
                         field.locator ? model::Locator(*field.locator) : model::Locator(),
                         plan.fields[field.rule].place.to_string()});
}

}  // namespace

Result<std::vector<ExplainedField>> explain_line(const Plan& plan, const std::vector<PartPage>& parts,
                                                 const DocumentContext& context, std::size_t record,
                                                 std::optional<std::size_t> line) {
  const auto mapped = map_document(plan, parts, context);
  if (!mapped.errors.empty()) return mapped.errors.front();
  if (record >= mapped.drafts.size() || (line && *line >= mapped.drafts[record].lines.size()))
    return Error(Recovery::fix_code, "map/no_such_line",
                 {{"record", std::to_string(record)}, {"line", line ? std::to_string(*line) : "-"}});
  std::vector<ExplainedField> explained;
  if (line) append(explained, plan, mapped.drafts[record].lines[*line]);
  append(explained, plan, mapped.drafts[record].head);
  return explained;
}

}  // namespace calloff::mapping
