// An archived document to records: decode, map, normalise. No store, no network: runs on a CPU thread.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "formats/page.hpp"
#include "inbound/evidence.hpp"
#include "inbound/normalise.hpp"
#include "mapping/plan.hpp"
#include "mapping/run.hpp"

namespace calloff::inbound {

/// One part as archived.
struct PartBytes {
  std::string name, content_type, bytes;
};

/// errors empty: records are whole. new_columns: headers the mapping does not know; evidence: for the guard
struct Understood {
  std::vector<model::Record> records;
  std::string drafts_hash;
  std::vector<Error> errors;
  std::vector<std::string> new_columns;
  PageEvidence evidence;
};

/// errors: quarantine decode/..., map/..., normalise/...; hold_feed map/... (the page is not as the mapping says)
Understood understand(const mapping::Plan& plan, const std::vector<PartBytes>& parts,
                      const mapping::DocumentContext& context, const model::Source& source,
                      const NormaliseRules& rules);

/// Every part decoded as the mapping's `format` says. errors: quarantine decode/..., with the part's name in
/// where.document
struct DecodedParts {
  std::vector<std::unique_ptr<formats::Page>> pages;
  std::vector<mapping::PartPage> views;  ///< names and pages, as map_document takes them
  std::vector<Error> errors;
};
DecodedParts decode_parts(const mapping::Plan& plan, const std::vector<PartBytes>& parts);

}  // namespace calloff::inbound
