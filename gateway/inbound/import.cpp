#include "inbound/import.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "adapter_api/portal_page.hpp"
#include "base/text.hpp"
#include "mapping/transform.hpp"
#include "store/release_order.hpp"

namespace calloff::inbound {
namespace {

using mapping::Gives;
using mapping::PartPlan;
using mapping::Plan;

/// A file as read.
struct ReadFile {
  const ImportFile* file = nullptr;
  DecodedParts decoded;
  const formats::Page& page() const { return *decoded.pages.front(); }
  bool may_be(const PartPlan& part) const { return file->part.empty() || file->part == part.name; }
};

/// One row of a list, cut out as a poll cuts it, with the number by which its sheet is known.
struct ListRow {
  std::string key, file;
  PartBytes part;
};

/// What keeps the page from being this part; none if it is one.
std::optional<Error> misfit(const Plan& plan, std::size_t part, const formats::Page& page) {
  const auto& planned = plan.parts[part];
  if (planned.table)
    if (auto opened = planned.table->open(page); !opened) {
      auto error = opened.error();
      error.args.emplace_back("mapping", planned.place.to_string());
      return error;
    }
  for (const auto& field : plan.fields)
    if (field.from == mapping::From::label && field.part == part && !field.is_optional &&
        !formats::find_label(page, field.spellings).is_present)
      return Error(Recovery::hold_feed, "map/missing_label",
                   {{"label", field.spellings.front()}, {"mapping", field.place.to_string()}});
  return std::nullopt;
}

/// It is what the plan reads, twice over: that is what a person is told, whatever else it is not.
bool is_ambiguous(const Error& misfit) { return misfit.code == "map/ambiguous_table"; }

std::string escaped(std::string text) {
  for (const auto& [from, to] : {std::pair("&", "&amp;"), std::pair("<", "&lt;"), std::pair(">", "&gt;")})
    text = replace_all(std::move(text), from, to);
  return text;
}

/// A row that was not HTML, written as a table of its own.
std::string written_row(const formats::TableView& view, const formats::Row& row, const std::string& id) {
  std::string html = "<table id=\"" + id + "\"><tr>";
  for (const auto& header : view.headers) html += "<th>" + escaped(header) + "</th>";
  html += "</tr><tr>";
  for (const auto& cell : row.cells) html += "<td>" + escaped(std::string(cell.text)) + "</td>";
  return html + "</tr></table>";
}

const std::vector<std::string_view>& key_fields(mapping::RecordKind kind) {
  static const std::vector<std::string_view> sheet{"pus_no"}, order{"order_no"}, release{"release_no", "revision"},
      status{"remote_id"};
  switch (kind) {
    case mapping::RecordKind::service_order:
      return order;
    case mapping::RecordKind::forecast_release:
      return release;
    case mapping::RecordKind::asn_status:
      return status;
    default:
      return sheet;
  }
}

/// The row's number as its record will have it.
std::string key_of(const Plan& plan, std::size_t part, const formats::TableView& view, const formats::Row& row,
                   LocalDate reference) {
  mapping::Draft head;
  for (const auto& field : plan.fields) {
    const bool is_here = field.from == mapping::From::slot && field.part == part && field.slot < view.slots.size();
    if (!is_here || !view.slots[field.slot] || *view.slots[field.slot] >= row.cells.size()) continue;
    const auto text = row.cells[*view.slots[field.slot]].text;
    mapping::DraftField drafted{field.shape, 0, {}, text, nullptr};
    if (mapping::transform(plan, field, text, reference, drafted.value)) head.fields.push_back(std::move(drafted));
  }
  return entry_of(plan.record, head);
}

std::vector<ListRow> rows_of(const Plan& plan, std::size_t part, const ReadFile& read, LocalDate reference) {
  const auto& planned = plan.parts[part];
  const auto opened = planned.table->open(read.page());
  std::vector<ListRow> rows;
  if (!opened) return rows;
  const auto& view = opened->view;
  for (std::size_t r = view.first_row; r < view.table->rows.size(); ++r) {
    const auto& row = view.table->rows[r];
    if (formats::is_passed_over(row)) continue;
    const bool is_cut = view.first_row == 0 && !view.table->header.empty() && row.locator.length > 0;
    const auto& id = planned.table->selector().table;
    rows.push_back({key_of(plan, part, view, row, reference), read.file->name,
                    is_cut ? PartBytes{planned.name, "text/html; charset=" + read.page().charset,
                                       adapter_api::row_snippet(*view.table, row, read.file->bytes)}
                           : PartBytes{planned.name, "text/html; charset=UTF-8", written_row(view, row, id)}});
  }
  return rows;
}

bool has_label(const ReadFile& body, std::string_view text) {
  return std::ranges::any_of(body.page().labels, [&](const auto& label) {
    return formats::normal_header(label.value.text) == formats::normal_header(text);
  });
}

/// The name has the number as a word of its own: of 12 and 123, "sheet 123.html" names the second.
bool has_word(const std::string& name, const std::string& number) {
  const auto is_inside = [&](std::size_t at) {
    return at < name.size() && std::isalnum(static_cast<unsigned char>(name[at])) != 0;
  };
  for (auto at = name.find(number); at != std::string::npos; at = name.find(number, at + 1))
    if ((at == 0 || !is_inside(at - 1)) && !is_inside(at + number.size())) return true;
  return false;
}

/// A key is a number, and for releases its revision after a slash.
std::string number_of(const std::string& key) { return key.substr(0, key.find('/')); }
std::string revision_of(const std::string& key) {
  const auto at = key.find('/');
  return at == std::string::npos ? "" : key.substr(at + 1);
}

class Assembler {
 public:
  Assembler(const ImportPlans& plans, const mapping::DocumentContext& context)
      : plans_(plans), plan_(*plans.plan), context_(context) {
    for (std::size_t p = 0; p < plan_.parts.size(); ++p) {
      const auto gives = plan_.parts[p].gives;
      const bool is_list = gives == Gives::records || (gives == Gives::document && plan_.parts.size() > 1);
      if (is_list && !list_)
        list_ = p;
      else
        bodies_.push_back(p);
    }
  }

  Assembled assemble(const std::vector<ImportFile>& files) {
    for (const auto& file : files) read(file);
    for (const auto& file : read_)
      if (is_list(file)) add_rows(file);
    if (bodies_.empty())
      take_rows();
    else
      for (const auto& file : read_) take(file);
    return std::move(done_);
  }

 private:
  void read(const ImportFile& file) {
    ReadFile read{&file, decode_parts(plan_, {{file.part.empty() ? "file" : file.part, "", file.bytes}})};
    if (read.decoded.errors.empty()) {
      read_.push_back(std::move(read));
      return;
    }
    const auto error = read.decoded.errors.front();
    // A workbook is nothing to a mapping of pages; the mapping of whole files may know it.
    if (plans_.sheet_plan) read.decoded = decode_parts(*plans_.sheet_plan, {{"file", "", file.bytes}});
    if (!read.decoded.errors.empty() || !may_be_sheet(read)) return refuse(file.name, error);
    const auto why_not = misfit_of_sheet(read);
    if (!why_not) return take_whole(read, plans_.sheet_plan);
    refuse(file.name, is_ambiguous(*why_not) ? *why_not : error);
  }

  void refuse(const std::string& file, Error error) {
    error.where.document = file;
    done_.refused.push_back({file, std::move(error)});
  }

  bool is_list(const ReadFile& file) const {
    return list_ && file.may_be(plan_.parts[*list_]) && !misfit(plan_, *list_, file.page());
  }

  void add_rows(const ReadFile& file) {
    for (auto& row : rows_of(plan_, *list_, file, context_.received.date)) rows_.push_back(std::move(row));
    lists_.push_back(file.file->name);
  }

  /// What keeps the file from being all of these parts: the nearest miss, a column or label rather than a table.
  std::optional<Error> misfit_of_all(const Plan& plan, const std::vector<std::size_t>& parts,
                                     const ReadFile& file) const {
    for (const auto part : parts) {
      if (!file.may_be(plan.parts[part]) && &plan == &plan_)
        return Error(Recovery::quarantine, "import/no_table", {{"part", plan.parts[part].name}});
      if (auto error = misfit(plan, part, file.page())) return error;
    }
    return std::nullopt;
  }

  void take_rows() {
    for (const auto& file : read_)
      if (const auto why_not = misfit_of_all(plan_, {*list_}, file)) refuse(file.file->name, *why_not);
    for (auto& row : rows_) add(std::move(row.key), {row.file}, {std::move(row.part)}, plans_.plan);
  }

  void take(const ReadFile& file) {
    const auto why_not = misfit_of_all(plan_, bodies_, file);
    if (!why_not && !list_) return take_whole(file, plans_.plan);
    const auto rows = why_not ? std::vector<const ListRow*>() : rows_for(file);
    if (rows.size() == 1) return take_with_row(file, *rows.front());
    if (rows.size() > 1)
      return refuse(file.file->name, Error(Recovery::quarantine, "import/several_rows",
                                           {{"first", rows[0]->key}, {"second", rows[1]->key}}));
    if (may_be_sheet(file)) {
      const auto no_sheet = misfit_of_sheet(file);
      if (!no_sheet) return take_whole(file, plans_.sheet_plan);
      // Its table fits, and only a value beside the table is missing: the nearest that it comes to anything.
      const bool is_near = no_sheet->code == "map/missing_label" && rows_.empty();
      if (is_near || is_ambiguous(*no_sheet)) return refuse(file.file->name, *no_sheet);
    }
    if (list_ && file.may_be(plan_.parts[*list_]))
      if (const auto no_list = misfit(plan_, *list_, file.page()); no_list && is_ambiguous(*no_list))
        return refuse(file.file->name, *no_list);
    const bool is_list_file = std::ranges::find(lists_, file.file->name) != lists_.end();
    if (is_list_file && why_not && !is_ambiguous(*why_not)) {
      if (lists_.size() == read_.size()) refuse(file.file->name, missing(plan_.parts[bodies_.front()]));
      return;
    }
    if (why_not) return refuse(file.file->name, *why_not);
    if (rows_.empty()) return refuse(file.file->name, missing(plan_.parts[*list_]));
    refuse(file.file->name, Error(Recovery::quarantine, "import/no_row", {{"rows", std::to_string(rows_.size())}}));
  }

  static Error missing(const PartPlan& part) {
    const auto table = part.table ? part.table->selector().table : std::string();
    return Error(Recovery::quarantine, "import/missing_part",
                 {{"part", part.name}, {"table", table.empty() ? "the columns of " + part.place.to_string() : table}});
  }

  bool may_be_sheet(const ReadFile& file) const { return plans_.sheet_plan && file.file->part.empty(); }

  std::optional<Error> misfit_of_sheet(const ReadFile& file) const {
    std::vector<std::size_t> all;
    for (std::size_t p = 0; p < plans_.sheet_plan->parts.size(); ++p) all.push_back(p);
    return misfit_of_all(*plans_.sheet_plan, all, file);
  }

  /// The rows whose number the page shows, else those that its file's name has, else the only one there is when a
  /// person named the parts. Rows of another revision than the page shows are none of them.
  std::vector<const ListRow*> rows_for(const ReadFile& body) const {
    auto found = rows_where([&](const ListRow& row) { return has_label(body, number_of(row.key)); });
    const auto name = std::filesystem::path(body.file->name).stem().string();
    if (found.empty()) found = rows_where([&](const ListRow& row) { return has_word(name, number_of(row.key)); });
    // A list that was saved before the page was published anew knows the revision before.
    if (const auto shown = shown_revision(body); !shown.empty())
      std::erase_if(found, [&](const ListRow* row) {
        return !revision_of(row->key).empty() && !store::is_same_revision(revision_of(row->key), shown);
      });
    if (found.empty() && rows_.size() == 1 && !body.file->part.empty()) found.push_back(&rows_.front());
    return found;
  }

  /// The revision beside the page's table, under the name that the list has for it; empty where it has none.
  std::string shown_revision(const ReadFile& body) const {
    for (const auto& field : plan_.fields)
      if (field.shape->name == "revision")
        if (const auto label = formats::find_label(body.page(), field.spellings); label.is_present)
          return std::string(trim(label.text));
    return {};
  }

  /// A list that was saved twice names each row twice: the same row counts once.
  template <class Fits>
  std::vector<const ListRow*> rows_where(Fits fits) const {
    std::vector<const ListRow*> found;
    for (const auto& row : rows_)
      if (!row.key.empty() && fits(row) && std::ranges::none_of(found, [&](const auto* other) {
            return other->key == row.key && other->part.bytes == row.part.bytes;
          }))
        found.push_back(&row);
    return found;
  }

  void take_with_row(const ReadFile& file, const ListRow& row) {
    std::vector<PartBytes> parts{row.part};
    for (const auto part : bodies_) parts.push_back({plan_.parts[part].name, "", file.file->bytes});
    std::vector<std::string> files{row.file};
    if (row.file != file.file->name) files.push_back(file.file->name);
    add(row.key, std::move(files), std::move(parts), plans_.plan);
  }

  void take_whole(const ReadFile& file, std::shared_ptr<const Plan> plan) {
    std::vector<PartBytes> parts;
    for (const auto& part : plan->parts) parts.push_back({part.name, "", file.file->bytes});
    add(entry_in(*plan, parts), {file.file->name}, std::move(parts), plan);
  }

  std::string entry_in(const Plan& plan, const std::vector<PartBytes>& parts) const {
    const auto decoded = decode_parts(plan, parts);
    const auto mapped = mapping::map_document(plan, decoded.views, context_);
    return mapped.drafts.empty() ? std::string() : entry_of(plan.record, mapped.drafts.front().head);
  }

  void add(std::string entry, std::vector<std::string> files, std::vector<PartBytes> parts,
           std::shared_ptr<const Plan> plan) {
    if (entry.empty()) entry = std::filesystem::path(files.back()).stem().string();
    done_.documents.push_back({std::move(entry), std::move(files), std::move(parts), std::move(plan)});
  }

  const ImportPlans& plans_;
  const Plan& plan_;
  const mapping::DocumentContext& context_;
  std::optional<std::size_t> list_;  // the part whose rows are one a document
  std::vector<std::size_t> bodies_;  // the others
  std::vector<ReadFile> read_;
  std::vector<ListRow> rows_;
  std::vector<std::string> lists_;  // files that are lists
  Assembled done_;
};

}  // namespace

std::string entry_of(mapping::RecordKind kind, const mapping::Draft& head) {
  std::string entry;
  for (const auto field : key_fields(kind))
    if (const auto text = head.text(field); !text.empty()) entry += (entry.empty() ? "" : "/") + text;
  return entry;
}

Assembled assemble(const ImportPlans& plans, const std::vector<ImportFile>& files,
                   const mapping::DocumentContext& context) {
  return Assembler(plans, context).assemble(files);
}

}  // namespace calloff::inbound
