// What may be given up. Private to store/. Threading: as the Reader that is lent.
#pragma once
#include <string>
#include <unordered_set>
#include <vector>

#include "store/prune.hpp"

namespace calloff::store {

/// What old documents were judged by: as long as it is the same, nothing that did not stand begins to; what begins to
/// is found by what is new. commit: the newest; open_asns: each with its revision
struct StandingMark {
  std::int64_t commit = 0;
  std::string open_asns;
  bool operator==(const StandingMark&) const = default;
};
StandingMark standing_mark(Reader& reader);

/// What is old enough. exchanges: files of exchanges that only read; strays: files that nothing refers to; documents:
/// by their numbers, nothing stands on them as of `mark`
struct Candidates {
  std::vector<std::string> exchanges, strays;
  std::vector<std::int64_t> documents;
  StandingMark mark;
};
Candidates candidates_of(Reader& reader, const PruneBefore& before);

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
  /// The documents that something stands on since they were judged stay. Costs little, once for many documents.
  void follow(Reader& reader);
  /// The files that only this document and others that leave need; empty also if it is not to leave any more.
  /// follow() comes before, in the same job.
  std::vector<Leaving> document(Reader& reader, std::int64_t id) const;

 private:
  bool is_needed(Session& session, const Value& hash) const;
  bool is_part_of_others(Session& session, const Value& hash) const;
  bool may_leave(Session& session, std::int64_t document) const;

  PruneBefore before_;
  std::unordered_set<std::int64_t> documents_;
  StandingMark mark_;
};

}  // namespace calloff::store
