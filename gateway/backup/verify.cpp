#include <stdlib.h>

#include <optional>

#include "backup/backup.hpp"
#include "backup/files.hpp"

namespace calloff::backup {
namespace {

namespace fs = std::filesystem;

/// A folder of its own, removed with it.
class Scratch {
 public:
  static Result<std::unique_ptr<Scratch>> make() {
    std::error_code failed;
    auto name = (fs::temp_directory_path(failed) / "calloff-verify-XXXXXX").string();
    if (failed || !::mkdtemp(name.data()))
      return Error{Recovery::ask_person, "store/io", {{"what", "make a folder in " + name}}};
    return std::unique_ptr<Scratch>(new Scratch(name));
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  explicit Scratch(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

/// Opens the store that the backup holds, in a folder of its own, and checks it with the backup's documents. They are
/// only read: a store that opens makes folders in its archive and sweeps it.
Result<store::CheckReport> check_restored(const fs::path& dir, const Manifest& manifest, Clock& clock,
                                          const Progress& progress) {
  const auto scratch = Scratch::make();
  if (!scratch) return scratch.error();
  const auto& place = (*scratch)->path();
  if (auto copied = copy_whole(dir / manifest.database, place / "calloff.db"); !copied) return copied.error();
  auto store = store::Store::open(place, store::Mode::write, clock);
  if (!store) return store.error();
  return store::check_store(**store, store::Archive(dir / "archive"),
                            [&](std::uint64_t done, std::uint64_t all) { progress("documents checked", done, all); });
}

/// A disk that fails here says nothing of the backup.
bool is_of_backup(const Error& error) { return error.code != "store/io" && error.code != "store/disk_full"; }

Result<void> examine(const fs::path& dir, Verified& verified, Clock& clock, const Progress& progress) {
  const auto found = [&](Error error) { verified.findings.push_back(std::move(error)); };
  const auto& manifest = verified.manifest;
  if (auto same = check_database(dir, manifest); !same) {
    found(same.error());
    return {};
  }
  const auto snapshot = store::snapshot_in(dir / manifest.database);
  if (!snapshot) {
    found(snapshot.error());
    return {};
  }
  if (*snapshot != manifest.snapshot) found({Recovery::ask_person, "backup/manifest_disagrees"});
  auto checked = check_restored(dir, manifest, clock, progress);
  if (!checked) {
    if (!is_of_backup(checked.error())) return checked.error();
    found(checked.error());
    return {};
  }
  for (const auto& finding : checked->findings) found(finding);
  verified.checked = std::move(*checked);
  return {};
}

}  // namespace

Result<SignedManifest> manifest_of(const fs::path& dir) {
  const auto path = dir / "manifest.json";
  std::error_code failed;
  if (!fs::exists(path, failed)) return Error{Recovery::fix_config, "backup/not_one", {{"dir", dir.string()}}};
  const auto text = read_whole(path);
  if (!text) return text.error();
  return read_manifest(*text);
}

Result<void> check_signer(const SignedManifest& manifest, const std::string& signer) {
  if (signer.empty() || signer == manifest.signer) return {};
  return Error{Recovery::ask_person, "backup/other_signer", {{"signer", manifest.signer}}};
}

Result<void> check_database(const fs::path& dir, const Manifest& manifest) {
  const auto path = dir / manifest.database;
  std::error_code failed;
  if (!fs::exists(path, failed))
    return Error{Recovery::ask_person, "backup/database_missing", {{"file", manifest.database}}};
  const auto hash = hash_of(path);
  if (!hash) return hash.error();
  if (*hash != manifest.database_sha256)
    return Error{Recovery::ask_person, "backup/database_differs", {{"file", manifest.database}}};
  return {};
}

Result<Verified> verify(const fs::path& dir, const std::string& signer, Clock& clock, const Progress& progress) {
  auto found = manifest_of(dir);
  Verified verified;
  if (!found) {
    const bool is_damage =
        found.error().code == "backup/manifest_edited" || found.error().code == "backup/manifest_unreadable";
    if (!is_damage) return found.error();
    verified.findings.push_back(found.error());
    return verified;
  }
  if (auto ours = check_signer(*found, signer); !ours) verified.findings.push_back(ours.error());
  verified.manifest = std::move(found->manifest);
  verified.signer = std::move(found->signer);
  if (auto examined = examine(dir, verified, clock, progress); !examined) return examined.error();
  return verified;
}

}  // namespace calloff::backup
