// Mappings as they were: each version that a gateway works with is kept when it starts, so that what was understood
// with it can be understood again when the files say something else.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "inbound/poll.hpp"
#include "store/store.hpp"

namespace calloff::inbound {

/// Keeps the texts of these feeds' mappings that the store does not have yet; writes nothing where it has all.
/// errors: store/...
Result<void> keep_mappings(store::Store& store, const std::vector<PolledFeed>& feeds);

/// Finds plans by version: today's, and kept ones, compiled once. Threading: one thread.
class MappingVersions {
 public:
  explicit MappingVersions(const std::vector<PolledFeed>& feeds);

  /// nullptr: this version is not today's and was not kept, or this program does not compile it any more.
  std::shared_ptr<const mapping::Plan> find(store::Reader& reader, const std::string& version);

 private:
  std::map<std::string, std::shared_ptr<const mapping::Plan>> plans_;
};

}  // namespace calloff::inbound
