#include "inbound/decode.hpp"

#include "base/text.hpp"
#include "formats/charset.hpp"
#include "mapping/decode_part.hpp"

namespace calloff::inbound {
DecodedParts decode_parts(const mapping::Plan& plan, const std::vector<PartBytes>& parts) {
  DecodedParts decoded;
  for (const auto& part : parts) {
    formats::PageOptions options;
    options.http_charset = formats::charset_of_content_type(part.content_type);
    options.part = part.name;
    auto page = mapping::decode_part(plan, part.bytes, options);
    if (!page) {
      auto error = page.error();
      if (error.where.document.empty()) error.where.document = part.name;
      decoded.errors.push_back(std::move(error));
      continue;
    }
    decoded.pages.push_back(std::make_unique<formats::Page>(std::move(*page)));
    decoded.views.push_back({part.name, decoded.pages.back().get()});
  }
  return decoded;
}

Understood understand(const mapping::Plan& plan, const std::vector<PartBytes>& parts,
                      const mapping::DocumentContext& context, const model::Source& source,
                      const NormaliseRules& rules) {
  Understood result;
  auto decoded = decode_parts(plan, parts);
  if (!decoded.errors.empty()) {
    result.errors = std::move(decoded.errors);
    return result;
  }
  auto mapped = mapping::map_document(plan, decoded.views, context);
  result.new_columns = std::move(mapped.new_columns);
  if (!mapped.errors.empty()) {
    result.errors = std::move(mapped.errors);
    return result;
  }
  result.drafts_hash = mapping::drafts_hash(mapped.drafts);
  result.evidence = read_evidence(plan, mapped);
  auto normalised = normalise(plan, std::move(mapped.drafts), source, rules);
  result.errors = std::move(normalised.errors);
  if (result.errors.empty()) result.records = std::move(normalised.records);
  return result;
}

}  // namespace calloff::inbound
