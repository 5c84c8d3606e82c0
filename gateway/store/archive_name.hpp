// What the files of an archive are called.
#pragma once
#include <string_view>

namespace calloff::store {

/// Is it a file's hash: 64 hexadecimal digits, small?
bool is_archive_name(std::string_view text);

}  // namespace calloff::store
