// SAFE: a store that came out of a backup does not know what was sent since. No ASN leaves it until a person has
// compared it with the customers' own lists and says so.
#pragma once
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// backed_up: the state that the store was put back to; restored: when
struct Restored {
  Instant backed_up{}, restored{};
};

/// Begins a new timeline, passes over the names of ASNs, runs and tickets that may have been given out since the
/// backup, locks ASNs, and opens the ticket that says so.
void mark_restored(Writer& writer, Instant backed_up, std::string_view actor);

/// The last restore, locked still or not; none if this store was never put back.
std::optional<Restored> last_restore(Reader& reader);
/// Is it locked? errors: ask_person asn/locked_after_restore (backed_up, restored)
Result<void> check_unlocked(Reader& reader);
/// Lets ASNs go out again; false if they were not locked. note: what was compared
/// errors: ask_person store/restore_unsettled
Result<bool> unlock_asns(Writer& writer, std::string_view actor, std::string_view note);

/// Once a restore and sequence: passes `count` numbers over, which may have been given out since the backup.
/// errors: of skip_numbers
Result<void> skip_after_restore(Writer& writer, const std::string& sequence, std::int64_t count);

/// ASNs that were open then are still to be taken for what they may have become; asked when a gateway opens the store.
bool has_unsettled_restore(Reader& reader);
void settle_restore(Writer& writer);

}  // namespace calloff::store
