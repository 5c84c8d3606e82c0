// A file for people, there as a whole or not at all. Threading: any thread; blocks while it writes.
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace calloff::present {

/// errors: ask_person present/workbook (file, detail)
Error not_written(const std::filesystem::path& file, std::string detail);

/// Has a file written beside the one that is meant, and puts it in its place when it is whole. What is there is
/// replaced, if it is a file and no folder or device; after an error it is as it was.
/// write:  gets the path to write to, where an empty file is
/// errors: ask_person present/workbook (file, detail), and those of write
Result<void> replace_whole(const std::filesystem::path& file,
                           const std::function<Result<void>(const std::filesystem::path&)>& write);

/// The same of a text.
Result<void> write_text(const std::filesystem::path& file, std::string_view text);

}  // namespace calloff::present
