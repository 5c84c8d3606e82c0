// Runs a plan over a document's decoded parts. Threading: pure; any thread.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "formats/page.hpp"
#include "mapping/draft.hpp"
#include "mapping/plan.hpp"

namespace calloff::mapping {

/// A decoded part of a document. page: not owned; must outlive the call
struct PartPage {
  std::string name;
  const formats::Page* page = nullptr;
};

/// What is known of a document beside its bytes. received: plant-local; years are guessed from it where a mapping names
/// no field
struct DocumentContext {
  std::string entry_id, plant, feed;
  LocalTime received;
};

/// A part's table as it was read. part: index into the plan's parts; cursor: at its end, kept for what drafts quote of
/// headers
struct OpenedPart {
  std::size_t part = 0;
  formats::TableView view;
  std::unique_ptr<formats::Cursor> cursor;
};

/// As good as the plan, the pages and the context it was made of, which it quotes. drafts are whole only when errors is
/// empty; new_columns: headers the mapping does not know (`part: header`)
struct MappedDocument {
  std::vector<RecordDraft> drafts;
  std::vector<Error> errors;
  std::vector<std::string> new_columns;
  std::vector<OpenedPart> opened;
};

/// errors (all of them are collected, in document order; where.offset and where.position say the cell):
///   hold_feed  map/missing_part map/missing_table map/missing_column map/ambiguous_column map/missing_label
///   map/not_one_row quarantine map/bad_quantity map/bad_date map/unknown_value map/bad_key
///   map/blank_field map/no_rows
MappedDocument map_document(const Plan& plan, const std::vector<PartPage>& parts, const DocumentContext& context);

}  // namespace calloff::mapping
