// Statements over many ids at once: as many as there are, and one prepared text. Pure.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace calloff::store {

/// `in ($first, ...)`, with room for one chunk of ids.
std::string in_chunk(std::size_t first);

/// Calls `run` with `key` and a chunk of ids behind it, until every id was there once; what is left of the last chunk's
/// room holds its last id again. Without ids: not at all.
void each_chunk(const std::vector<Value>& key, const std::vector<std::string>& ids,
                const std::function<void(const std::vector<Value>&)>& run);

}  // namespace calloff::store
