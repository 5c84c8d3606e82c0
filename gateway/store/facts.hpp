// Small facts about the store itself, by name; and numbers that are given out once.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "store/job.hpp"

namespace calloff::store {

std::optional<std::string> fact(Reader& reader, std::string_view name);
void put_fact(Writer& writer, std::string_view name, std::string_view value);

/// Kept so that later verbs on a demo's folder live in the demo's time.
void put_clock_offset(Writer& writer, std::chrono::milliseconds offset);

/// The id of this store's history; a restore from a backup begins a new one.
std::string timeline(Reader& reader);

/// The next number of a sequence, from 1. It is used up only if the job commits, so a gap has a reason in the event
/// log.
std::int64_t next_number(Writer& writer, std::string_view sequence);
/// Jumps ahead: the next number given is `next`. Writes the reason to the event log. errors: fix_code
/// store/number_backwards
Result<void> skip_numbers(Writer& writer, std::string_view sequence, std::int64_t next, std::string_view actor,
                          std::string_view why);

}  // namespace calloff::store
