// Is everything that the store promises true? Reads the whole archive.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace calloff::store {

/// Findings are errors whose sentences people read; codes `store/...`. Empty: nothing was found.
struct CheckReport {
  std::vector<Error> findings;
  std::int64_t files = 0, documents = 0, events = 0, lines = 0;
  std::int64_t pruned = 0;  ///< files whose bytes were given up
};

/// Database pages and foreign keys, every archived file's hash, documents' files, the event chain, intervals that
/// overlap, open ASNs without an outbox row, proofs that were given up or are not known. errors: ask_person store/io
Result<CheckReport> check_store(Store& store);
/// The same, with the files of another archive. looked_at: called after each of its files
Result<CheckReport> check_store(Store& store, const Archive& archive,
                                const std::function<void(std::uint64_t done, std::uint64_t all)>& looked_at);

}  // namespace calloff::store
