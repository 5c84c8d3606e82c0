// What a gateway's store says of the slots of one feed. Threading: one thread.
#pragma once
#include <optional>
#include <set>
#include <vector>

#include "store/skipped_polls.hpp"
#include "store/states.hpp"
#include "store/store.hpp"

namespace calloff::test {

/// skipped: those that reach to `from` or later; begun: slots with a run; whole: with one that was not cut short by the
/// end of its process
struct SlotNotes {
  std::vector<store::SkippedPolls> skipped;
  std::set<Instant> begun, whole;
  std::optional<store::Again> again;
};

SlotNotes slot_notes(store::Store& store, const store::FeedKey& feed, Instant from);

}  // namespace calloff::test
