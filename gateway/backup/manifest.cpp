#include "backup/manifest.hpp"

#include <boost/describe/class.hpp>
#include <boost/json.hpp>

#include "base/dates.hpp"

namespace calloff::backup {

// What stands in the file, member by member, in this order.
namespace written {

struct File {
  std::string sha256;
  std::uint64_t size = 0;
};
BOOST_DESCRIBE_STRUCT(File, (), (sha256, size))

struct EventHead {
  std::int64_t seq = 0;
  std::string hash;
};
BOOST_DESCRIBE_STRUCT(EventHead, (), (seq, hash))

struct Database {
  std::string file;
  std::uint64_t size = 0;
  std::string sha256;
};
BOOST_DESCRIBE_STRUCT(Database, (), (file, size, sha256))

struct Backup {
  std::string format, created, program;
  int schema = 0;
  std::string timeline;
  EventHead event_head;
  Database database;
  std::vector<File> documents;
};
BOOST_DESCRIBE_STRUCT(Backup, (), (format, created, program, schema, timeline, event_head, database, documents))

}  // namespace written

namespace {

namespace json = boost::json;

constexpr const char* kFormat = "calloff-backup/1";

written::Backup to_written(const Manifest& manifest) {
  const auto& of = manifest.snapshot;
  written::Backup backup{kFormat,
                         to_string(manifest.created),
                         manifest.program,
                         of.schema,
                         of.timeline,
                         {of.event_seq, of.event_hash},
                         {manifest.database, manifest.database_size, manifest.database_sha256},
                         {}};
  for (const auto& file : of.files) backup.documents.push_back({file.sha256, file.size});
  return backup;
}

Error unreadable(std::string what) {
  return {Recovery::ask_person, "backup/manifest_unreadable", {{"what", std::move(what)}}};
}

Result<Manifest> from_written(const written::Backup& backup) {
  const auto created = parse_instant(backup.created);
  if (!created) return unreadable(sentence(created.error()));
  if (!is_database_name(backup.database.file)) return unreadable("'" + backup.database.file + "' names no database");
  Manifest manifest;
  manifest.created = *created;
  manifest.program = backup.program;
  manifest.database = backup.database.file;
  manifest.database_size = backup.database.size;
  manifest.database_sha256 = backup.database.sha256;
  auto& of = manifest.snapshot;
  of.schema = backup.schema;
  of.timeline = backup.timeline;
  of.event_seq = backup.event_head.seq;
  of.event_hash = backup.event_head.hash;
  for (const auto& file : backup.documents) of.files.push_back({file.sha256, file.size});
  return manifest;
}

std::string text_at(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(json::string_view(name));
  const auto* text = value ? value->if_string() : nullptr;
  return text ? std::string(*text) : std::string();
}

}  // namespace

bool is_database_name(std::string_view text) { return text.starts_with("database-") && text.find('/') == text.npos; }

std::string write_manifest(const Manifest& manifest, const accounts::Keyring& keyring) {
  auto what = json::value_from(to_written(manifest));
  const auto signature = keyring.sign(json::serialize(what));
  return json::serialize(
             json::object{{"manifest", std::move(what)}, {"signer", keyring.public_key()}, {"signature", signature}}) +
         "\n";
}

// What is signed is what is read: the parsed manifest, written again.
Result<SignedManifest> read_manifest(std::string_view bytes) {
  boost::system::error_code failed;
  const auto value = json::parse(json::string_view(bytes.data(), bytes.size()), failed);
  if (failed) return unreadable(failed.message());
  const auto* whole = value.if_object();
  const auto* what = whole ? whole->if_contains("manifest") : nullptr;
  if (!what || !what->is_object()) return unreadable("there is no manifest in it");
  // A newer one may have other members.
  const auto format = text_at(what->get_object(), "format");
  if (format.empty()) return unreadable("there is no format in it");
  if (format != kFormat) return Error{Recovery::fix_config, "backup/newer_format", {{"format", format}}};
  const auto signer = text_at(*whole, "signer"), signature = text_at(*whole, "signature");
  if (signer.empty() || signature.empty()) return unreadable("there is no signature in it");
  if (!accounts::Keyring::is_signed(json::serialize(*what), signature, signer))
    return Error{Recovery::ask_person, "backup/manifest_edited"};
  const auto backup = json::try_value_to<written::Backup>(*what);
  if (!backup) return unreadable(backup.error().message());
  auto manifest = from_written(*backup);
  if (!manifest) return manifest.error();
  return SignedManifest{std::move(*manifest), signer};
}

}  // namespace calloff::backup
