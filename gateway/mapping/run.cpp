#include "mapping/run.hpp"

#include <algorithm>

#include "mapping/transform.hpp"

namespace calloff::mapping {
namespace {

/// One run over one document: collects errors and goes on, so that a coordinator sees all of them at once.
class DocumentMapper {
 public:
  DocumentMapper(const Plan& plan, const std::vector<PartPage>& parts, const DocumentContext& context)
      : plan_(plan), parts_(parts), context_(context), reference_(context.received.date) {
    for (const auto& field : plan.fields) {
      (field.shape->is_line() ? line_fields_ : head_fields_).push_back(&field);
      if (field.shape->name == plan.reference_field) reference_field_ = &field;
    }
  }

  MappedDocument run() {
    if (!open_parts()) return std::move(result_);
    map_heads();
    for (std::size_t p = 0; p < plan_.parts.size(); ++p)
      if (plan_.parts[p].gives == Gives::lines) map_lines(p);
    return std::move(result_);
  }

 private:
  struct OpenPart {
    const formats::Page* page = nullptr;
    formats::Cursor* cursor = nullptr;  // the result's
  };

  void fail(Error error, const std::string& part) {
    if (error.where.position.empty()) error.where.position = "part " + part;
    result_.errors.push_back(std::move(error));
  }

  bool open_parts() {
    for (const auto& part : plan_.parts) {
      OpenPart open;
      const auto given = std::ranges::find(parts_, part.name, &PartPage::name);
      if (given == parts_.end()) {
        fail(Error(Recovery::hold_feed, "map/missing_part", {{"part", part.name}, {"mapping", part.place.to_string()}}),
             part.name);
      } else {
        open.page = given->page;
        open_table(part, open);
      }
      open_.push_back(std::move(open));
    }
    return result_.errors.empty();
  }

  void open_table(const PartPlan& part, OpenPart& open) {
    if (!part.table) return;
    auto table = part.table->open(*open.page);
    if (!table) {
      auto error = table.error();
      error.args.emplace_back("mapping", part.place.to_string());
      return fail(std::move(error), part.name);
    }
    open.cursor = table->cursor.get();
    for (const auto& header : table->new_headers) result_.new_columns.push_back(part.name + ": " + header);
    result_.opened.push_back(
        {std::size_t(&part - plan_.parts.data()), std::move(table->view), std::move(table->cursor)});
  }

  /// The records' own fields: one record, or one for each row of a part that gives records.
  void map_heads() {
    const auto rows = std::ranges::find(plan_.parts, Gives::records, &PartPlan::gives);
    if (rows == plan_.parts.end()) return map_document_head();
    auto& cursor = *open_[std::size_t(rows - plan_.parts.begin())].cursor;
    while (cursor.next()) {
      RecordDraft record;
      if (map_fields(record.head, false)) result_.drafts.push_back(std::move(record));
    }
    if (result_.drafts.empty() && !rows->may_be_empty) fail_empty(*rows);
  }

  void map_document_head() {
    for (std::size_t p = 0; p < plan_.parts.size(); ++p)
      if (plan_.parts[p].gives == Gives::document && !open_[p].cursor->next())
        return fail(not_one_row(plan_.parts[p], "none"), plan_.parts[p].name);
    RecordDraft record;
    map_fields(record.head, false);
    result_.drafts.push_back(std::move(record));
    for (std::size_t p = 0; p < plan_.parts.size(); ++p)
      if (plan_.parts[p].gives == Gives::document && open_[p].cursor->next())
        fail(not_one_row(plan_.parts[p], "several"), plan_.parts[p].name);
  }

  void map_lines(std::size_t p) {
    if (result_.drafts.empty()) return;
    auto& lines = result_.drafts.front().lines;
    bool has_rows = false;
    while (open_[p].cursor->next()) {
      has_rows = true;
      Draft line;
      if (map_fields(line, true)) lines.push_back(std::move(line));
    }
    if (!has_rows && !plan_.parts[p].may_be_empty) fail_empty(plan_.parts[p]);
  }

  static Error not_one_row(const PartPlan& part, const char* found) {
    return Error(Recovery::hold_feed, "map/not_one_row", {{"part", part.name}, {"found", found}});
  }
  void fail_empty(const PartPlan& part) {
    fail(Error(Recovery::quarantine, "map/no_rows", {{"part", part.name}, {"mapping", part.place.to_string()}}),
         part.name);
  }

  /// false: the row is no row (a blank where a blank means none).
  bool map_fields(Draft& draft, bool is_line) {
    const auto errors_before = result_.errors.size();
    const auto& fields = is_line ? line_fields_ : head_fields_;
    draft.fields.reserve(fields.size());
    for (const auto* field : fields) {
      const auto errors_before_field = result_.errors.size();
      const auto& drafted = map_field(*field, draft.fields.emplace_back());
      // What can not be read has no value either, and is no blank.
      const bool is_blank =
          std::holds_alternative<std::monostate>(drafted.value) && result_.errors.size() == errors_before_field;
      if (is_blank && field->blank_skips_row) {
        result_.errors.resize(errors_before);
        return false;
      }
      if (field == reference_field_) set_reference(drafted.value);
    }
    return true;
  }

  void set_reference(const Value& value) {
    if (const auto* date = std::get_if<LocalDate>(&value)) reference_ = *date;
    if (const auto* time = std::get_if<LocalTime>(&value)) reference_ = time->date;
  }

  std::string_view context_text(ContextValue value) const {
    switch (value) {
      case ContextValue::entry_id:
        return context_.entry_id;
      case ContextValue::plant:
        return context_.plant;
      case ContextValue::feed:
        return context_.feed;
    }
    return {};
  }

  formats::FieldView view(const FieldPlan& field) const {
    switch (field.from) {
      case From::slot:
        return open_[field.part].cursor->field(field.slot);
      case From::label:
        return formats::find_label(*open_[field.part].page, field.spellings);
      case From::constant:
        return {field.constant, nullptr, true};
      case From::context:
        return {context_text(field.context), nullptr, true};
    }
    return {};
  }

  /// returns: `drafted`
  const DraftField& map_field(const FieldPlan& field, DraftField& drafted) {
    const auto seen = view(field);
    drafted.shape = field.shape;
    drafted.rule = std::size_t(&field - plan_.fields.data());
    drafted.text = seen.text;
    drafted.locator = seen.locator;
    if (!seen.is_present) {
      if (field.from == From::label && !field.is_optional)
        fail(Error(Recovery::hold_feed, "map/missing_label",
                   {{"label", field.spellings.front()}, {"mapping", field.place.to_string()}}),
             plan_.parts[field.part].name);
      return drafted;
    }
    const auto read = transform(plan_, field, seen.text, reference_, drafted.value);
    if (!read)
      fail_cell(read.error(), field, drafted);
    else if (field.is_required && !field.blank_skips_row && std::holds_alternative<std::monostate>(drafted.value))
      fail_cell(Error(Recovery::quarantine, "map/blank_field",
                      {{"field", field.shape->name}, {"mapping", field.place.to_string()}}),
                field, drafted);
    return drafted;
  }

  void fail_cell(Error error, const FieldPlan& field, const DraftField& drafted) {
    auto column = field.from == From::slot    ? open_[field.part].cursor->header(field.slot)
                  : field.from == From::label ? field.spellings.front()
                                              : field.shape->name;
    error.args.emplace_back("column", std::move(column));
    if (const auto* at = drafted.locator) {
      const auto position = at->position.text();
      error.where.position = position;
      if (!at->part().empty())
        error.where.position = "part " + std::string(at->part()) + (position.empty() ? "" : ", " + position);
      // A cell of a workbook has no byte of its own, only a name.
      if (at->offset + at->length > 0) error.where.offset = at->offset;
    }
    fail(std::move(error), field.from == From::slot || field.from == From::label ? plan_.parts[field.part].name : "");
  }

  const Plan& plan_;
  const std::vector<PartPage>& parts_;
  const DocumentContext& context_;
  LocalDate reference_;
  std::vector<const FieldPlan*> head_fields_, line_fields_;  // in the plan's order
  const FieldPlan* reference_field_ = nullptr;
  std::vector<OpenPart> open_;
  MappedDocument result_;
};

}  // namespace

MappedDocument map_document(const Plan& plan, const std::vector<PartPage>& parts, const DocumentContext& context) {
  return DocumentMapper(plan, parts, context).run();
}

}  // namespace calloff::mapping
