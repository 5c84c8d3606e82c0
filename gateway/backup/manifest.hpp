// What a backup says of itself: one JSON file, signed, written last. A folder without it is no backup.
#pragma once
#include <string>
#include <string_view>

#include "accounts/keyring.hpp"
#include "base/clock.hpp"
#include "store/snapshot.hpp"

namespace calloff::backup {

/// created: the state it holds is of then; program: who wrote it, e.g. `0.1.0`; database: the file's name, in the
/// backup's folder. snapshot.files: documents, by the hash and size of what they are, not of how they are packed
struct Manifest {
  Instant created{};
  std::string program;
  std::string database, database_sha256;
  std::uint64_t database_size = 0;
  store::Snapshot snapshot;
};

/// signer: the public key of who signed it
struct SignedManifest {
  Manifest manifest;
  std::string signer;
};

/// A database's name in a backup, not a way to somebody else's file.
bool is_database_name(std::string_view text);

std::string write_manifest(const Manifest& manifest, const accounts::Keyring& keyring);

/// errors: ask_person backup/manifest_unreadable (what), backup/manifest_edited: the signature is not of these bytes;
///         fix_config backup/newer_format (format)
Result<SignedManifest> read_manifest(std::string_view text);

}  // namespace calloff::backup
