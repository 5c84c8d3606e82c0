// Whole files: copied, hashed, made durable. Everything here blocks on the disk.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace calloff::backup {

/// Every function's errors: retry store/disk_full; ask_person store/io (what)

/// Under another name first, so that `to` is whole or not there; its owner's alone, who may write it even where nobody
/// may write `from`. Not durable before store::sync_filesystem.
Result<void> copy_whole(const std::filesystem::path& from, const std::filesystem::path& to);
/// Durable when it returns: the new text is there, or the old one; its owner's alone.
Result<void> replace_durably(const std::filesystem::path& path, std::string_view text);
Result<void> rename_durably(const std::filesystem::path& from, const std::filesystem::path& to);
Result<std::string> read_whole(const std::filesystem::path& path);
/// SHA-256 in hexadecimal. source: FIPS 180-4
Result<std::string> hash_of(const std::filesystem::path& path);

}  // namespace calloff::backup
