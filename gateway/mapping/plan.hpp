// A compiled mapping. Everything that could be wrong with the file was found when it was compiled.
// Threading: immutable after compiling; shared freely.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "formats/cursor.hpp"
#include "mapping/record_shape.hpp"
#include "mapping/spelling.hpp"
#include "mapping/text_pattern.hpp"
#include "settings/document.hpp"

namespace calloff::mapping {

/// What the rows of a part's table are.
enum class Gives {
  document,  ///< exactly one row: fields of the record itself
  lines,     ///< each row one line of the record
  records,   ///< each row one record
  nothing    ///< no table: labels only
};

struct PartPlan {
  std::string name;
  Gives gives = Gives::nothing;
  bool may_be_empty = false;
  std::optional<formats::TableReader> table;
  settings::Place place;
};

/// How the parts of a document are read. table: a file that a portal calls a table, of whatever syntax its bytes show
enum class DocumentFormat { html, table, form };

/// What the caller knows of a document beside its bytes.
enum class ContextValue { entry_id, plant, feed };

enum class From { slot, label, constant, context };

/// The customer's words and ours. Compared after narrowing and trimming.
using WordTable = std::map<std::string, std::string>;

/// One field: where its text comes from and how it becomes a value.
struct FieldPlan {
  const ShapeField* shape = nullptr;
  From from = From::constant;
  std::size_t part = 0;                ///< slot, label
  std::size_t slot = 0;                ///< of the part's table
  std::vector<std::string> spellings;  ///< label
  std::string constant;
  ContextValue context = ContextValue::entry_id;
  bool is_optional = false;            ///< the label may be missing from the page
  bool is_required = false;            ///< a blank is an error
  bool blank_skips_row = false;        ///< a blank makes the row no row
  bool is_narrowed = false;            ///< full-width characters become half-width
  std::vector<std::string> removed;    ///< texts taken out, e.g. blanks within part numbers
  std::optional<TextPattern> pattern;  ///< what the text must match, whole; blanks need not
  std::vector<DateFormat> formats;
  std::shared_ptr<const WordTable> words;
  std::int64_t scale = 1;
  settings::Place place;
};

/// One value of a form from a ship notice; keys that end in [] repeat line by line.
struct FormFieldPlan {
  std::string key;
  const ShapeField* shape = nullptr;  ///< nullptr: a constant
  std::string constant;
  bool is_line = false, is_required = false;
  std::size_t max_characters = 0;  ///< 0: no limit
  std::optional<DateFormat> format;
  std::map<std::string, std::string> words;  ///< ours -> the customer's
  settings::Place place;
};

/// version: hash of what the mapping says, overlays and code lists included; comments and file names do not count.
/// text: the files that it was compiled from, as load_kept_mapping takes them; empty if it is not from a folder
struct Plan {
  std::string name, version, text;
  RecordKind record = RecordKind::delivery_schedule;
  DocumentFormat format = DocumentFormat::html;
  std::string charset;  ///< when neither header nor page say
  std::vector<std::string> blanks;
  NumberSpelling numbers;
  std::string
      reference_field;  ///< the field of the record whose date years are guessed from; empty: when it was received
  std::vector<PartPlan> parts;
  std::vector<FieldPlan> fields;    ///< in the order they are run: the reference field first
  std::vector<FormFieldPlan> form;  ///< the writer direction
  bool is_writer() const { return record == RecordKind::ship_notice; }
};

}  // namespace calloff::mapping
