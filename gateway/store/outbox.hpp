// The outbox: everything that must go out, in the job that decided it. A row leaves only when it is settled.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// kind: asn, alert ...; key: what it is about, unique among a kind's open rows. epoch rises with each claim.
struct OutboxRow {
  std::int64_t id = 0;
  std::string kind, key;
  Instant next_at{};
  std::int64_t attempts = 0, epoch = 0;
  std::string lease_owner;
  std::optional<Instant> lease_until;
  bool is_done = false;
};

/// Opens a row, or moves the timer of the open one.
void put_outbox(Writer& writer, std::string_view kind, std::string_view key, Instant next_at);
/// Claims the row that is longest due and not leased by somebody else: attempts + 1, epoch + 1. None due: none.
std::optional<OutboxRow> claim_outbox(Writer& writer, std::string_view kind, std::string_view owner,
                                      std::chrono::milliseconds lease);
/// Gives a claimed row back, due at `next_at`. errors: fix_code store/epoch_stale (another owner has it)
Result<void> postpone_outbox(Writer& writer, const OutboxRow& claimed, Instant next_at);
/// Settled. errors: fix_code store/epoch_stale
Result<void> finish_outbox(Writer& writer, const OutboxRow& claimed);
/// Settled, whoever holds it (a person decided).
void close_outbox(Writer& writer, std::string_view kind, std::string_view key);

std::optional<OutboxRow> find_outbox(Reader& reader, std::string_view kind, std::string_view key);
/// When the next open row of this kind is due, leased ones at the lease's end.
std::optional<Instant> next_outbox(Reader& reader, std::string_view kind);

}  // namespace calloff::store
