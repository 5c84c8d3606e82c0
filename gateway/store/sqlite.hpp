// SQLite behind Session.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>

#include "store/database.hpp"

namespace calloff::store {

enum class Access { read_write, read_only };

/// WAL, synchronous FULL. One connection of all processes is read_write: SQLite before 3.51.3 can lose what two
/// connections write and checkpoint at once, so readers neither write nor checkpoint.
/// throws DatabaseFailure
std::unique_ptr<Session> open_sqlite(const std::filesystem::path& file, Access access);

/// Copies the whole database, as the transaction of `source` (of open_sqlite) sees it, into `file`: one file, no log
/// beside it. Nobody who writes meanwhile waits. copied: is told how far it is. throws DatabaseFailure
void copy_sqlite(Session& source, const std::filesystem::path& file,
                 const std::function<void(std::int64_t pages, std::int64_t all)>& copied);

}  // namespace calloff::store
