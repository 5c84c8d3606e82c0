// SQLite behind Session.
#pragma once
#include <filesystem>
#include <memory>

#include "store/database.hpp"

namespace calloff::store {

enum class Access { read_write, read_only };

/// WAL, synchronous FULL. One connection of all processes is read_write: SQLite before 3.51.3 can lose what two
/// connections write and checkpoint at once, so readers neither write nor checkpoint.
/// throws DatabaseFailure
std::unique_ptr<Session> open_sqlite(const std::filesystem::path& file, Access access);

}  // namespace calloff::store
