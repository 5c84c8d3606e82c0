#include "mapping/decode_part.hpp"

#include "formats/table_document.hpp"

namespace calloff::mapping {

Result<formats::Page> decode_part(const Plan& plan, std::string_view bytes, formats::PageOptions options) {
  if (!plan.charset.empty()) options.default_charset = plan.charset;
  if (plan.format == DocumentFormat::table) return formats::decode_table_document(bytes, options);
  return formats::decode_page(bytes, options);
}

}  // namespace calloff::mapping
