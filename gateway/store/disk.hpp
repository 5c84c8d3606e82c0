// What the data folder and its backups ask of a disk. Everything here blocks on it.
#pragma once
#include <filesystem>
#include <string>
#include <system_error>

#include "base/result.hpp"

namespace calloff::store {

/// Is `code` an errno by which a disk, a quota or a limit says that there is no space?
bool is_disk_full(int code);
/// errors: retry store/disk_full; ask_person store/io (what: `doing`, then the system's words for `code`)
Error disk_failure(const std::string& doing, int code);
/// The same of std::filesystem; well where nothing failed.
Result<void> disk_result(const std::error_code& failed, const std::string& doing);

/// Makes the folder, its owner's alone. One that is there stays as it is. errors: as disk_failure
Result<void> make_private_folder(const std::filesystem::path& path);
/// Waits until a file's bytes, or a folder's names, are durable. errors: as disk_failure
Result<void> sync(const std::filesystem::path& path);
/// Waits until everything written to the disk that holds `path` is durable. errors: as disk_failure
Result<void> sync_filesystem(const std::filesystem::path& path);

}  // namespace calloff::store
