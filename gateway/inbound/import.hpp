// Files that people bring: told apart by what is in them and put together to the documents that a poll would have
// fetched. Threading: pure.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "inbound/decode.hpp"

namespace calloff::inbound {

/// part: which part of the mapping it is; empty: told by its tables
struct ImportFile {
  std::string name, part, bytes;
};

/// How files of a feed are read. sheet_plan: for a file that holds a whole document by itself; may be nullptr
struct ImportPlans {
  std::shared_ptr<const mapping::Plan> plan, sheet_plan;
};

/// One document made of files. entry: its name in the customer's list, as a poll gives it
struct ImportDocument {
  std::string entry;
  std::vector<std::string> files;  ///< names, in the order of their parts
  std::vector<PartBytes> parts;
  std::shared_ptr<const mapping::Plan> plan;
};

/// A file from which no document could be made.
struct RefusedFile {
  std::string file;
  Error error;
};

struct Assembled {
  std::vector<ImportDocument> documents;
  std::vector<RefusedFile> refused;
};

/// A list gives the row of each sheet that is brought with it; rows of no other file's sheet are passed over.
/// received: plant-local; years that a page leaves out are guessed from it
/// errors: quarantine decode/..., import/no_table (part, reason), import/missing_part (part, table), import/no_key
///         (field), import/no_row (rows), import/several_rows (first, second)
Assembled assemble(const ImportPlans& plans, const std::vector<ImportFile>& files,
                   const mapping::DocumentContext& context);

/// The entry's name that a record of this kind has in the customer's list; empty where the draft lacks it.
std::string entry_of(mapping::RecordKind kind, const mapping::Draft& head);

}  // namespace calloff::inbound
