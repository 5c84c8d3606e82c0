// What may be given up. Private to store/. Threading: as the Reader that is lent.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "store/prune.hpp"

namespace calloff::store {

/// What stands for good: files (hashes) and documents (names) that prove something of an ASN.
struct Proofs {
  std::set<std::string, std::less<>> files, documents;
};

/// What is old enough. exchanges: files of exchanges that only read; documents: by their numbers, nothing stands on
/// them; strays: files that a crash left without a row
struct Candidates {
  Proofs proofs;
  std::vector<std::string> exchanges, strays;
  std::vector<std::int64_t> documents;
};
/// Reads every list of evidence; one that cannot be read protects itself.
Candidates candidates_of(Reader& reader, const Archive& archive, const PruneBefore& before);

/// One file and what goes with it. exchanges: its rows
struct Leaving {
  std::string sha256;
  std::int64_t size = 0, exchanges = 0;
  bool leaves_archive = false;  ///< else only its rows go: a document still needs it
};

/// What of the candidates goes, as things are now. Costs a few look-ups for each.
class Judge {
 public:
  Judge(const Candidates& candidates, const PruneBefore& before);
  std::optional<Leaving> exchange(Reader& reader, const std::string& sha256) const;
  std::optional<Leaving> stray(Reader& reader, const std::string& sha256) const;
  /// The files that only this document and others that leave need; empty also if it is not old any more.
  std::vector<Leaving> document(Reader& reader, std::int64_t id) const;

 private:
  bool is_needed(Session& session, const Value& hash) const;
  bool is_part_of_others(Session& session, const Value& hash) const;

  const Candidates& candidates_;
  PruneBefore before_;
  std::set<std::int64_t> documents_;
};

}  // namespace calloff::store
