// What pruning may never take, asked of what people see and of the rows, not of what judges it. Threading: one thread.
#pragma once
#include <functional>
#include <set>
#include <string>

#include "base/clock.hpp"
#include "store/store.hpp"

namespace calloff::test {

class PruneChecks {
 public:
  using Broken = std::function<void(std::string)>;
  explicit PruneChecks(Broken broken) : broken_(std::move(broken)) {}

  /// Files were given up. Of those since the last call: nothing that stands from now on, is listed, is kept apart or
  /// unread, or proves an ASN.
  void after_write(store::Store& store, Instant now);
  /// Everything that is not given up can be read, and so can all that ASNs were sent with and proved by.
  void in_the_end(store::Store& store);

  std::uint64_t files() const { return known_.size(); }
  std::uint64_t documents() const { return documents_.size(); }

 private:
  void look_at_document(store::Reader& reader, const std::string& name, const std::set<std::string>& standing);

  Broken broken_;
  std::set<std::pair<std::string, std::int64_t>> known_;  ///< files, and when they went
  std::set<std::string> documents_;
};

}  // namespace calloff::test
