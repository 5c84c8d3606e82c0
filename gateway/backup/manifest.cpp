#include "backup/manifest.hpp"

#include <boost/json.hpp>
#include <stdexcept>

#include "base/dates.hpp"

namespace calloff::backup {
namespace {

namespace json = boost::json;

constexpr std::string_view kFormat = "calloff-backup/1";

json::string text(std::string_view plain) { return json::string(plain.data(), plain.size()); }

json::array to_json(const std::vector<store::RawRef>& files) {
  json::array list;
  list.reserve(files.size());
  for (const auto& file : files) list.push_back(json::object{{"sha256", text(file.sha256)}, {"size", file.size}});
  return list;
}

json::object to_json(const Manifest& manifest) {
  const auto& of = manifest.snapshot;
  return {{"format", text(kFormat)},
          {"created", text(to_string(manifest.created))},
          {"program", text(manifest.program)},
          {"schema", of.schema},
          {"timeline", text(of.timeline)},
          {"event_head", json::object{{"seq", of.event_seq}, {"hash", text(of.event_hash)}}},
          {"database", json::object{{"file", text(manifest.database)},
                                    {"size", manifest.database_size},
                                    {"sha256", text(manifest.database_sha256)}}},
          {"documents", to_json(of.files)}};
}

std::string text_at(const json::object& object, const char* name) { return std::string(object.at(name).as_string()); }

std::uint64_t size_at(const json::object& object) { return object.at("size").to_number<std::uint64_t>(); }

/// throws boost::system::system_error, std::out_of_range where a member is not there or of another kind
Manifest from_json(const json::object& object) {
  Manifest manifest;
  manifest.created = parse_instant(text_at(object, "created")).value();
  manifest.program = text_at(object, "program");
  auto& of = manifest.snapshot;
  of.schema = object.at("schema").to_number<int>();
  of.timeline = text_at(object, "timeline");
  const auto& head = object.at("event_head").as_object();
  of.event_seq = head.at("seq").to_number<std::int64_t>();
  of.event_hash = text_at(head, "hash");
  const auto& database = object.at("database").as_object();
  manifest.database = text_at(database, "file");
  if (!is_database_name(manifest.database))
    throw std::invalid_argument("the database's name");
  manifest.database_size = size_at(database);
  manifest.database_sha256 = text_at(database, "sha256");
  for (const auto& file : object.at("documents").as_array())
    of.files.push_back({text_at(file.as_object(), "sha256"), size_at(file.as_object())});
  return manifest;
}

Error unreadable(std::string what) {
  return {Recovery::ask_person, "backup/manifest_unreadable", {{"what", std::move(what)}}};
}

}  // namespace

bool is_database_name(std::string_view text) {
  return text.starts_with("database-") && text.find('/') == text.npos;
}

std::string write_manifest(const Manifest& manifest, const accounts::Keyring& keyring) {
  auto what = to_json(manifest);
  const auto signature = keyring.sign(json::serialize(what));
  return json::serialize(json::object{
             {"manifest", std::move(what)}, {"signer", text(keyring.public_key())}, {"signature", text(signature)}}) +
         "\n";
}

// What is signed is what is read: the parsed manifest, written again.
Result<SignedManifest> read_manifest(std::string_view bytes) {
  boost::system::error_code failed;
  const auto value = json::parse(json::string_view(bytes.data(), bytes.size()), failed);
  if (failed) return unreadable(failed.message());
  try {
    const auto& object = value.as_object();
    const auto& what = object.at("manifest").as_object();
    if (const auto format = text_at(what, "format"); format != kFormat)
      return Error{Recovery::fix_config, "backup/newer_format", {{"format", format}}};
    SignedManifest found{{}, text_at(object, "signer")};
    if (!accounts::Keyring::is_signed(json::serialize(what), text_at(object, "signature"), found.signer))
      return Error{Recovery::ask_person, "backup/manifest_edited"};
    found.manifest = from_json(what);
    return found;
  } catch (const std::exception& wrong) {  // Boost.JSON's only way to say that a member is missing or another
    return unreadable(wrong.what());
  }
}

}  // namespace calloff::backup
