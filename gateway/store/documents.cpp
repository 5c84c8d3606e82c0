#include "store/documents.hpp"

#include <array>
#include <set>

#include "base/hash.hpp"
#include "store/chunks.hpp"
#include "store/columns.hpp"
#include "store/registry.hpp"

namespace calloff::store {
namespace {

constexpr std::array kStates{DocumentState::archived, DocumentState::decoded, DocumentState::quarantined,
                             DocumentState::committed};

DocumentState state_of(std::string_view text) {
  for (const auto state : kStates)
    if (to_string(state) == text) return state;
  throw std::logic_error("store: unknown document state " + std::string(text));
}

constexpr std::string_view kColumns =
    "id, name, customer, plant, feed, entry, run, first_seen, state, drafts_hash, mapping_version, error";

/// Without its parts.
DocumentRecord head_of(const Row& row) {
  DocumentRecord document;
  document.id = row.text(1);
  document.feed = {row.text(2), row.text(3), row.text(4)};
  document.entry = row.text(5);
  document.run = row.text(6);
  document.first_seen = instant_of(row.integer(7));
  document.state = state_of(row.text(8));
  document.drafts_hash = row.text(9);
  document.mapping_version = row.text(10);
  document.error = maybe_error_of(row, 11);
  return document;
}

DocumentRecord document_of(Session& session, const Row& row) {
  auto document = head_of(row);
  for (const auto& part : session.query("select p.name, p.content_type, p.sha256, f.size from document_part p join "
                                        "archive_file f on f.sha256 = p.sha256 "
                                        "where p.document = $1 order by p.number",
                                        {row.integer(0)}))
    document.parts.push_back(
        {part.text(0), part.text(1), {hash_of(part.blob(2)), static_cast<std::uint64_t>(part.integer(3))}});
  return document;
}

SeenEntry seen_of(const Row& row) {
  return {{row.text(0), row.text(1), row.text(2)},
          row.text(3),
          row.text(4),
          row.text(5),
          row.integer(6) != 0,
          instant_of(row.integer(7)),
          instant_of(row.integer(8)),
          row.integer(9),
          maybe_of(row, 10, instant_of),
          maybe_of(row, 11, instant_of),
          row.is_null(12) ? std::nullopt : std::optional(state_of(row.text(12)))};
}

constexpr std::string_view kSeenOfFeed =
    "select e.customer, e.plant, e.feed, e.entry, e.mark, e.document, e.is_open, e.first_seen, e.last_seen, e.fetches, "
    "e.last_fetched, e.missing_since, d.state from seen_entry e left join document d on d.name = e.document "
    "where e.customer = $1 and e.plant = $2 and e.feed = $3 and ";

void put_parts(Writer& writer, std::int64_t document, const std::vector<DocumentPart>& parts) {
  std::int64_t number = 0;
  for (const auto& part : parts) {
    register_file(writer, part.raw);
    writer.session().execute(
        "insert into document_part (document, number, name, content_type, sha256) values ($1, $2, $3, $4, $5)",
        {document, ++number, part.name, part.content_type, hash_column(part.raw.sha256)});
  }
}

void mark_seen(Writer& writer, const FeedKey& feed, std::string_view entry, std::string_view mark,
               const std::string& document) {
  writer.session().execute(
      "insert into seen_entry (customer, plant, feed, entry, mark, document, is_open, first_seen, last_seen, fetches, "
      "drafts_hash, last_fetched) "
      "values ($1, $2, $3, $4, $5, $6, 0, $7, $7, 1, '', $7) on conflict (customer, plant, feed, entry) do update set "
      "mark = excluded.mark, document = excluded.document, last_seen = excluded.last_seen, fetches = "
      "seen_entry.fetches + 1, last_fetched = excluded.last_fetched, missing_since = null",
      {feed.customer, feed.plant, feed.feed, std::string(entry), std::string(mark), document, column_of(writer.now())});
}

/// The entry says again what it said before its last document: that is news, to be decoded and committed again.
void reopen(Writer& writer, const std::string& document, std::string_view run) {
  writer.session().execute(
      "update document set state = 'archived', published = null, run = $2, error = null where name = $1",
      {document, std::string(run)});
}

}  // namespace

std::string to_string(const FeedKey& feed) {
  std::string text;
  for (const auto* part : {&feed.customer, &feed.plant, &feed.feed})
    if (!part->empty()) text += (text.empty() ? "" : " ") + *part;
  return text;
}

std::string_view to_string(DocumentState state) {
  switch (state) {
    case DocumentState::archived:
      return "archived";
    case DocumentState::decoded:
      return "decoded";
    case DocumentState::quarantined:
      return "quarantined";
    case DocumentState::committed:
      return "committed";
  }
  return "archived";
}

std::string document_id(const FeedKey& feed, std::string_view entry, const std::vector<DocumentPart>& parts) {
  std::string hashes;
  for (const auto& part : parts) hashes += part.name + "\x1e" + part.raw.sha256 + "\x1e";
  return content_id("D-", {feed.customer, feed.plant, feed.feed, entry, hashes});
}

Result<ArchivedDocument> put_document(Writer& writer, const Archive& archive, const FeedKey& feed,
                                      std::string_view entry, std::string_view mark, std::string_view run,
                                      std::vector<DocumentPart> parts) {
  for (const auto& part : parts)
    if (!archive.contains(part.raw.sha256))
      return Error{Recovery::fix_code, "store/archive_missing", {{"hash", part.raw.sha256}}};
  auto id = document_id(feed, entry, parts);
  const auto rows = writer.session().query(
      "insert into document (name, customer, plant, feed, entry, run, first_seen, state, drafts_hash, mapping_version) "
      "values ($1, $2, $3, $4, $5, $6, $7, 'archived', '', '') on conflict (name) do nothing returning id",
      {id, feed.customer, feed.plant, feed.feed, std::string(entry), std::string(run), column_of(writer.now())});
  const auto last = find_seen(writer, feed, entry);
  const bool is_repeat = last && last->document == id;
  if (!rows.empty()) {
    put_parts(writer, rows[0].integer(0), parts);
  } else {
    for (const auto& part : parts) register_file(writer, part.raw);  // they may have been given up since
    if (!is_repeat) reopen(writer, id, run);
  }
  mark_seen(writer, feed, entry, mark, id);
  return ArchivedDocument{std::move(id), is_repeat};
}

Result<void> put_document_state(Writer& writer, std::string_view document, DocumentState state,
                                std::string_view drafts_hash, std::string_view mapping_version,
                                const std::optional<Error>& error) {
  const auto changed = writer.session().execute(
      "update document set published = case when $2 = 'committed' then coalesce(published, $6) else published "
      "end, state = $2, drafts_hash = $3, mapping_version = $4, error = $5 "
      "where name = $1",
      {std::string(document), std::string(to_string(state)), std::string(drafts_hash), std::string(mapping_version),
       maybe_error(error), column_of(writer.now())});
  if (changed == 0) return Error{Recovery::fix_code, "store/document_unknown", {{"document", std::string(document)}}};
  if (state == DocumentState::committed)
    writer.session().execute("update seen_entry set drafts_hash = $2 where document = $1",
                             {std::string(document), std::string(drafts_hash)});
  return {};
}

std::optional<DocumentRecord> find_document(Reader& reader, std::string_view id) {
  static const auto sql = "select " + std::string(kColumns) + " from document where name = $1";
  const auto rows = reader.session().query(sql, {std::string(id)});
  if (rows.empty()) return std::nullopt;
  return document_of(reader.session(), rows[0]);
}

std::vector<DocumentRecord> unfinished_documents(Reader& reader) {
  static const auto sql =
      "select " + std::string(kColumns) + " from document where state = 'archived' or state = 'decoded' order by id";
  std::vector<DocumentRecord> documents;
  for (const auto& row : reader.session().query(sql)) documents.push_back(document_of(reader.session(), row));
  return documents;
}

std::vector<DocumentRecord> documents_apart(Reader& reader, const FeedKey* feed) {
  static const auto sql = "select " + std::string(kColumns) +
                          " from document where state = 'quarantined' and exists (select 1 from seen_entry e where "
                          "e.document = document.name)";
  static const auto of_feed = sql + " and customer = $1 and plant = $2 and feed = $3 order by id";
  const auto rows = feed ? reader.session().query(of_feed, {feed->customer, feed->plant, feed->feed})
                         : reader.session().query(sql + " order by id");
  std::vector<DocumentRecord> documents;
  for (const auto& row : rows) documents.push_back(head_of(row));
  return documents;
}

std::string last_drafts_hash(Reader& reader, const FeedKey& feed, std::string_view entry) {
  const auto rows = reader.session().query(
      "select drafts_hash from seen_entry where customer = $1 and plant = $2 and feed = $3 and entry = $4",
      {feed.customer, feed.plant, feed.feed, std::string(entry)});
  return rows.empty() ? std::string() : rows[0].text(0);
}

std::optional<SeenEntry> find_seen(Reader& reader, const FeedKey& feed, std::string_view entry) {
  static const auto sql = std::string(kSeenOfFeed) + "e.entry = $4";
  const auto rows = reader.session().query(sql, {feed.customer, feed.plant, feed.feed, std::string(entry)});
  if (rows.empty()) return std::nullopt;
  return seen_of(rows[0]);
}

std::vector<SeenEntry> seen_entries(Reader& reader, const FeedKey& feed, const std::vector<std::string>& listed) {
  static const auto sql = std::string(kSeenOfFeed) + "e.entry " + in_chunk(4);
  const std::vector<Value> key{feed.customer, feed.plant, feed.feed};
  std::set<std::string> ids(listed.begin(), listed.end());
  // The ids alone are read off an index that knows what is missing; whole rows would be sought through all history.
  for (const auto& row : reader.session().query(
           "select entry from seen_entry where customer = $1 and plant = $2 and feed = $3 and missing_since is null",
           key))
    ids.insert(row.text(0));
  std::vector<SeenEntry> entries;
  each_chunk(key, {ids.begin(), ids.end()}, [&](const std::vector<Value>& values) {
    for (const auto& row : reader.session().query(sql, values)) entries.push_back(seen_of(row));
  });
  return entries;
}

void mark_missing(Writer& writer, const FeedKey& feed, const std::vector<std::string>& entries) {
  static const auto sql =
      "update seen_entry set missing_since = $4 where customer = $1 and plant = $2 and feed = $3 and missing_since is "
      "null and entry " +
      in_chunk(5);
  each_chunk({feed.customer, feed.plant, feed.feed, column_of(writer.now())}, entries,
             [&](const std::vector<Value>& values) { writer.session().execute(sql, values); });
}

void touch_seen(Writer& writer, const FeedKey& feed, const std::vector<std::string>& entries, bool is_open) {
  static const auto sql =
      "update seen_entry set last_seen = $4, is_open = $5, missing_since = null where customer = $1 and plant = $2 and "
      "feed = $3 and entry " +
      in_chunk(6);
  each_chunk({feed.customer, feed.plant, feed.feed, column_of(writer.now()), std::int64_t{is_open}}, entries,
             [&](const std::vector<Value>& values) { writer.session().execute(sql, values); });
}

}  // namespace calloff::store
