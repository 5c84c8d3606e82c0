// import: files that somebody saved or was sent.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/socket.hpp"
#include "app/verb.hpp"
#include "base/text.hpp"
#include "inbound/import_run.hpp"
#include "mapping/run.hpp"

namespace calloff::app {
namespace {

namespace fs = std::filesystem;
using inbound::Imported;
using present::Value;

/// `NAME=FILE`; empty name: not written so.
std::pair<std::string, std::string> split_part(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == text.npos) return {};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

/// The files of a folder, by name; hidden ones and folders within apart.
std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed))
    if (entry.is_regular_file(failed) && !entry.path().filename().string().starts_with("."))
      files.push_back(entry.path().string());
  std::ranges::sort(files);
  return files;
}

std::vector<std::string> named_files(const Command& command) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  };
  for (const auto& given : command.all("FILE")) {
    std::error_code failed;
    if (!fs::is_directory(given, failed)) {
      add(given);
      continue;
    }
    for (const auto& file : files_in(given)) add(file);
  }
  for (const auto& part : command.all("part"))
    if (const auto [name, file] = split_part(part); !name.empty()) add(file);
  return names;
}

std::uintmax_t size_of_all(const std::vector<std::string>& names) {
  std::uintmax_t all = 0;
  for (const auto& name : names) {
    std::error_code failed;
    const auto size = fs::file_size(name, failed);
    if (!failed) all += size;
  }
  return all;
}

std::optional<std::string> read_file(const std::string& path, Output& output) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream bytes;
  std::error_code failed;
  const bool is_file = fs::is_regular_file(path, failed);
  if (is_file) bytes << stream.rdbuf();
  if (is_file && stream) return bytes.str();
  const auto why = failed ? failed.message() : is_file ? std::generic_category().message(errno) : "it is no file";
  report(Error(Recovery::quarantine, "import/unreadable", {{"path", path}, {"detail", why}}), output);
  return std::nullopt;
}

/// The one feed that is meant; none, with the reason told.
const inbound::PolledFeed* find_feed(const Command& command, const std::vector<inbound::PolledFeed>& feeds,
                                     Output& output) {
  std::vector<const inbound::PolledFeed*> found;
  std::string known;
  for (const auto& feed : feeds) {
    if (!feed.plan) continue;
    known += (known.empty() ? "" : ", ") + std::string("--customer ") + feed.key.customer +
             (feed.key.plant.empty() ? "" : " --plant " + feed.key.plant) + " --feed " + feed.key.feed;
    if (feed.key.customer == command.get("customer") && feed.key.feed == command.get("feed") &&
        (!command.has("plant") || feed.key.plant == command.get("plant")))
      found.push_back(&feed);
  }
  if (found.size() == 1) return found.front();
  output.err(found.empty() ? "calloff: no feed with a mapping matches; there are: " + known + "\n"
                           : "calloff: several plants have this feed; say which with --plant\n");
  return nullptr;
}

/// The files with their parts; none, with the mistake told, if a part is not one of the mapping's.
std::optional<std::vector<inbound::ImportFile>> import_files_of(const Command& command, const inbound::PolledFeed& feed,
                                                                Output& output) {
  std::vector<inbound::ImportFile> files;
  for (const auto& file : command.files) files.push_back({file.name, "", file.bytes});
  for (const auto& given : command.all("part")) {
    const auto [name, path] = split_part(given);
    const bool is_known = std::ranges::find(feed.plan->parts, name, &mapping::PartPlan::name) != feed.plan->parts.end();
    if (!is_known) {
      std::string known;
      for (const auto& part : feed.plan->parts) known += (known.empty() ? "" : ", ") + part.name;
      output.err("calloff: --part takes NAME=FILE, where NAME is a part of mapping " + feed.plan->name + " (" + known +
                 "), not '" + given + "'\n");
      return std::nullopt;
    }
    const auto file = std::ranges::find(files, path, &inbound::ImportFile::name);
    if (file != files.end()) file->part = name;
  }
  return files;
}

Value error_value(const Error& error) {
  auto value = Value::object();
  value.add("code", error.code)
      .add("what", sentence(error))
      .add("file", present::text_or_null(error.where.document))
      .add("position", present::text_or_null(error.where.position))
      .add("offset", error.where.offset ? Value(std::int64_t(*error.where.offset)) : Value())
      .add("mapping", present::text_or_null(error.arg("mapping")));
  return value;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

Value row_of(const Imported& imported) {
  auto row = Value::object();
  auto errors = Value::list();
  for (const auto& error : imported.errors) errors.items.push_back(error_value(error));
  row.add("files", joined(imported.files))
      .add("entry", present::text_or_null(imported.entry))
      .add("document", present::text_or_null(imported.document))
      .add("outcome", imported.outcome)
      .add("records", imported.records)
      .add("errors", std::move(errors));
  return row;
}

const std::vector<present::Column> kColumns{{"files", "FILES"},           {"entry", "ENTRY"},
                                            {"document", "DOCUMENT"},     {"outcome", "OUTCOME"},
                                            {"records", "RECORDS", true}, {"errors", "", false, true}};

/// Every mistake on stderr: which file, where in it, what.
void tell(const Imported& imported, Output& output) {
  for (auto error : imported.errors) {
    error.where.document = joined(imported.files);
    output.err("calloff: " + printable(sentence(error)) + "\n");
  }
}

Exit exit_of(const std::vector<Imported>& all) {
  const auto bad = std::ranges::count_if(all, [](const Imported& one) { return !one.errors.empty(); });
  if (bad == 0) return all.empty() ? Exit::failed : Exit::ok;
  return bad == std::ssize(all) ? Exit::failed : Exit::partly;
}

Value draft_value(const mapping::Draft& draft) {
  auto value = Value::object();
  for (const auto& field : draft.fields) {
    const auto& name = field.shape->name;
    value.add(field.shape->is_line() ? name.substr(5) : name, present::text_or_null(mapping::to_string(field.value)));
  }
  return value;
}

Value record_value(const mapping::RecordDraft& draft) {
  auto value = draft_value(draft.head);
  auto lines = Value::list();
  for (const auto& line : draft.lines) lines.items.push_back(draft_value(line));
  if (!draft.lines.empty()) value.add("lines", std::move(lines));
  return value;
}

/// What one document would become.
struct Tried {
  Imported imported;
  Value records = Value::list();
};

Tried try_document(const inbound::ImportDocument& document, const inbound::PolledFeed& feed,
                   mapping::DocumentContext context) {
  context.entry_id = document.entry;
  Tried tried{{document.entry, "", "would be published", document.files, 0, {}}};
  const auto understood =
      inbound::understand(*document.plan, document.parts, context,
                          {feed.key.customer, feed.key.plant, feed.key.feed, "", document.plan->version}, {});
  const auto decoded = inbound::decode_parts(*document.plan, document.parts);
  const auto mapped = mapping::map_document(*document.plan, decoded.views, context);
  for (const auto& draft : mapped.drafts) {
    tried.records.items.push_back(record_value(draft));
    tried.imported.records += std::max<std::int64_t>(1, std::ssize(draft.lines));
  }
  tried.imported.errors = understood.errors;
  tried.imported.outcome = understood.errors.empty() ? tried.imported.outcome : "would be refused";
  if (!understood.errors.empty()) return tried;
  tried.imported.errors = inbound::judge_page(understood.evidence, {}, 0, inbound::expectations_of(feed.feed));
  if (!tried.imported.errors.empty()) tried.imported.outcome = "would be stopped";
  return tried;
}

void print_tried(const std::vector<Tried>& all, const Command& command, Output& output) {
  present::Listing listing{kColumns, {}};
  for (const auto& tried : all) {
    auto row = row_of(tried.imported);
    row.add("found", tried.records);
    if (command.globals.format == present::Format::table) {
      output.out(joined(tried.imported.files) + ": " + tried.imported.entry + " " + tried.imported.outcome + "\n");
      for (const auto& record : tried.records.items) output.out(present::to_text(record));
    }
    listing.rows.push_back(std::move(row));
  }
  listing.columns.push_back({"found", "", false, true});
  if (command.globals.format != present::Format::table) print(listing, command, output);
}

}  // namespace

int read_files(Command& command, Output& output) {
  const auto names = named_files(command);
  if (names.empty()) output.err("calloff: there is no file to import; name files, or a folder that has some\n");
  // Asked before reading: a wrong file may be larger than the memory.
  if (const auto all = size_of_all(names); all > kMostFileBytes) {
    report(Error(Recovery::quarantine, "import/too_large",
                 {{"size", std::to_string(all >> 20)}, {"limit", std::to_string(kMostFileBytes >> 20)}}),
           output);
    return int(names.size());
  }
  int unread = 0;
  for (const auto& name : names) {
    auto bytes = read_file(name, output);
    if (bytes)
      command.files.push_back({name, std::move(*bytes)});
    else
      ++unread;
  }
  return unread;
}

Exit run_dry_import(const Command& command, const Prepared& prepared, Clock& clock, Output& output) {
  const auto* feed = find_feed(command, prepared.feeds, output);
  const auto files = feed ? import_files_of(command, *feed, output) : std::nullopt;
  if (!files) return Exit::usage;
  const mapping::DocumentContext context{"", feed->key.plant, feed->key.feed, local_time(clock.now(), feed->feed.zone)};
  const auto assembled = inbound::assemble(inbound::import_plans(*feed), *files, context);
  std::vector<Tried> all;
  for (const auto& refused : assembled.refused)
    all.push_back({{"", "", "would be refused", {refused.file}, 0, {refused.error}}});
  for (const auto& document : assembled.documents) all.push_back(try_document(document, *feed, context));
  print_tried(all, command, output);
  std::vector<Imported> imported;
  for (const auto& tried : all) {
    tell(tried.imported, output);
    imported.push_back(tried.imported);
  }
  return exit_of(imported);
}

boost::asio::awaitable<Exit> run_import(Command command, Gateway& gateway, model::Actor actor, Output& output) {
  const auto* feed = find_feed(command, gateway.prepared().feeds, output);
  auto files = feed ? import_files_of(command, *feed, output) : std::nullopt;
  if (!files) co_return Exit::usage;
  auto done = co_await gateway.import_files(*feed, std::move(*files), std::move(actor));
  if (!done) co_return report(done.error(), output);
  present::Listing listing{kColumns, {}};
  for (const auto& imported : done->imported) listing.rows.push_back(row_of(imported));
  print(listing, command, output);
  for (const auto& imported : done->imported) tell(imported, output);
  output.err("run " + done->run + "\n");
  co_return exit_of(done->imported);
}

}  // namespace calloff::app
