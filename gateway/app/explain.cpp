#include "app/explain.hpp"

#include <algorithm>

#include "app/recording.hpp"
#include "app/verb.hpp"
#include "base/dates.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "formats/charset.hpp"
#include "inbound/import_run.hpp"
#include "mapping/explain.hpp"
#include "store/documents.hpp"
#include "store/explain.hpp"
#include "store/prune.hpp"
#include "store/runs.hpp"

namespace calloff::app {
namespace {

using present::Value;

constexpr std::size_t kMostBytesShown = 400;

std::string hex_of(std::string_view bytes) {
  std::string text;
  for (const char& byte : bytes.substr(0, kMostBytesShown)) text += (text.empty() ? "" : " ") + to_hex({&byte, 1});
  return text;
}

/// The bytes as people read them; empty where they do not decode.
std::string bytes_as_text(std::string_view bytes, std::string_view content_type) {
  const bool is_utf8 = lower(content_type).find("utf-8") != std::string::npos;
  const auto text = formats::decode_bytes(bytes.substr(0, kMostBytesShown), is_utf8 ? "UTF-8" : "GB18030");
  return text ? text->utf8 : std::string();
}

Value locator_value(const model::Locator& locator) {
  auto value = Value::object();
  value.add("part", present::text_or_null(locator.part))
      .add("offset", std::int64_t(locator.offset))
      .add("length", std::int64_t(locator.length))
      .add("position", present::text_or_null(locator.position));
  return value;
}

/// Cells of a workbook have no bytes of their own: only their names tell them apart.
bool is_same_place(const model::Locator& one, const model::Locator& other) {
  const bool has_bytes = one.offset + one.length > 0;
  return one.part == other.part && one.offset == other.offset && one.length == other.length &&
         (has_bytes || one.position == other.position);
}

bool stands_at(const std::vector<mapping::ExplainedField>& fields, const model::Locator& locator) {
  for (const auto& field : fields)
    if (is_same_place(field.locator, locator)) return true;
  return false;
}

/// The document mapped again, as far as the line whose quantity stands at the record's locator.
Result<std::vector<mapping::ExplainedField>> fields_of(const mapping::Plan& plan,
                                                       const std::vector<mapping::PartPage>& pages,
                                                       const mapping::DocumentContext& context,
                                                       const model::Locator& locator) {
  for (std::size_t line = 0;; ++line) {
    auto fields = mapping::explain_line(plan, pages, context, 0, line);
    if (!fields || stands_at(*fields, locator)) return fields;
  }
}

/// mapping: the line that gave the field at the record's own locator
struct Reread {
  Value fields = Value::list();
  std::string mapping, note;
};

/// The mapping that gave the record, as it was; without one, today's, and the note says so.
std::shared_ptr<const mapping::Plan> plan_for(const store::RecordOrigin& origin, const store::DocumentRecord& document,
                                              const present::ViewOf& of, const Prepared& prepared,
                                              const inbound::PolledFeed& feed, std::string& note) {
  auto plan = inbound::plan_of(feed, document.parts);
  if (plan && plan->version == origin.mapping_version) return plan;
  inbound::MappingVersions versions(prepared.feeds);
  if (auto kept = versions.find(of.reader, origin.mapping_version)) {
    note = "the mapping was changed since; its lines are those of then";
    return kept;
  }
  note = plan ? "the mapping was changed since; its lines are those of today"
              : "this feed has no mapping in the configuration any more";
  return plan;
}

Reread map_again(const store::RecordOrigin& origin, const store::DocumentRecord& document, const present::ViewOf& of,
                 const store::Store& store, const Prepared& prepared) {
  Reread reread;
  const auto feed = std::ranges::find(prepared.feeds, origin.feed, &inbound::PolledFeed::key);
  if (feed == prepared.feeds.end()) {
    reread.note = "this feed is not in the configuration any more";
    return reread;
  }
  const auto plan = plan_for(origin, document, of, prepared, *feed, reread.note);
  if (!plan) return reread;
  const auto parts = inbound::bytes_of(store, document);
  if (!parts) {
    reread.note = sentence(parts.error());
    return reread;
  }
  const auto decoded = inbound::decode_parts(*plan, *parts);
  const mapping::DocumentContext context{document.entry, origin.feed.plant, origin.feed.feed,
                                         local_time(document.first_seen, feed->feed.zone)};
  const auto fields = fields_of(*plan, decoded.views, context, origin.locator);
  if (!fields) {
    reread.note = sentence(fields.error());
    return reread;
  }
  for (const auto& field : *fields) {
    auto value = Value::object();
    value.add("field", field.field).add("value", field.value).add("text", field.text).add("mapping", field.rule);
    value.add("part", present::text_or_null(field.locator.part))
        .add("offset", std::int64_t(field.locator.offset))
        .add("length", std::int64_t(field.locator.length));
    reread.fields.items.push_back(std::move(value));
    if (reread.mapping.empty() && is_same_place(field.locator, origin.locator)) reread.mapping = field.rule;
  }
  return reread;
}

Value exchange_value(const store::WireRow& row) {
  return std::move(Value::object()
                       .add("number", row.number)
                       .add("step", row.step)
                       .add("method", row.method)
                       .add("url", row.url)
                       .add("started", to_string(row.started))
                       .add("sha256", row.record.sha256)
                       .add("line", row.line));
}

/// The exchange that brought the archived part, byte for byte, or the file that a person brought; null where the part
/// was cut out of a page, or the exchange is not to be had any more.
Value exchange_of(const store::RecordOrigin& origin, const std::string& raw, const present::ViewOf& of,
                  const store::Store& store) {
  const auto rows = store::wire_rows(of.reader, origin.run);
  for (const auto& row : rows)
    if (row.method == "FILE" && row.record.sha256 == origin.raw.sha256) return exchange_value(row);
  const auto records = recording_of(store, of.reader, origin.run);
  if (!records) return {};
  for (std::size_t i = 0; i < records->size(); ++i)
    if ((*records)[i].body == raw) return exchange_value(rows.at(i));
  return {};
}

/// Of the feed, as far as it is configured still.
std::string feed_zone(const Prepared& prepared, const store::FeedKey& key) {
  for (const auto& feed : prepared.feeds)
    if (feed.key == key) return feed.feed.zone;
  return "UTC";
}

}  // namespace

Exit explain(const Command& command, const present::ViewOf& of, store::Store& store, const Prepared& prepared,
             Output& output) {
  const auto record = command.get("RECORD");
  const auto origin = store::find_record(of.reader, record);
  const auto document = origin ? store::find_document(of.reader, origin->document) : std::nullopt;
  if (!origin || !document || !of.actor.scope.covers(origin->feed.customer, origin->feed.plant)) {
    output.err("calloff: there is no record " + record +
               "; `schedule show`, `release show -o json` and `oes list` name them\n");
    return Exit::failed;
  }
  const auto raw = store.archive().get(origin->raw.sha256);
  if (!raw) {
    const auto gone = store::pruned_at(of.reader, origin->raw.sha256);
    if (!gone) return report(raw.error(), output);
    return report(Error(Recovery::ask_person, "store/pruned",
                        {{"hash", origin->raw.sha256},
                         {"date", to_string(local_date(*gone, feed_zone(prepared, origin->feed)))}}),
                  output);
  }
  auto reread = map_again(*origin, *document, of, store, prepared);
  const auto bytes = raw->substr(std::min<std::size_t>(origin->locator.offset, raw->size()), origin->locator.length);
  auto value = Value::object();
  value.add("record", record).add("kind", store::to_string(origin->kind)).add("label", origin->label);
  value.add("customer", origin->feed.customer)
      .add("plant", present::text_or_null(origin->feed.plant))
      .add("feed", origin->feed.feed);
  value.add("mapping", present::text_or_null(reread.mapping)).add("mapping_version", origin->mapping_version);
  value.add("locator", locator_value(origin->locator))
      .add("document", origin->document)
      .add("sha256", origin->raw.sha256);
  value.add("archived", store.archive().path_of(origin->raw.sha256).string()).add("content_type", origin->content_type);
  value.add("run", origin->run)
      .add("exchange", exchange_of(*origin, *raw, of, store))
      .add("bytes", hex_of(bytes))
      .add("text", bytes_as_text(bytes, origin->content_type));
  if (!reread.note.empty()) value.add("note", reread.note);
  value.add("fields", std::move(reread.fields));
  print(value, command, output);
  return Exit::ok;
}

}  // namespace calloff::app
