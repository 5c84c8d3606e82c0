// What must hold of a store at any time, and what must in the end. Threading: one thread.
#pragma once
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "inbound/poll.hpp"
#include "store/store.hpp"
#include "support/weeks/account_world.hpp"

namespace calloff::test {

class StoreChecks {
 public:
  using Broken = std::function<void(std::string)>;
  StoreChecks(const std::vector<inbound::PolledFeed>& feeds, Broken broken)
      : feeds_(feeds), broken_(std::move(broken)) {}

  /// I11 of what was committed since the last call; no record stands twice.
  void after_event(store::Store& store);
  /// Entries that the customer showed to a poll that ended well are archived and understood.
  void after_good_poll(store::Store& store, const inbound::PolledFeed& feed, const std::set<std::string>& shown);
  /// I11 of all documents whose bytes were not given up; every run has ended.
  void in_the_end(store::Store& store, std::size_t runs_open);
  /// Everything that the customer shows now is what we show, and we show nothing else.
  void compare(store::Store& store, const inbound::PolledFeed& feed, AccountWorld& world, Instant at);
  /// I14: every feed polled well, no account is held, no ASN waits for what became of it, none was made twice.
  void all_is_well(store::Store& store, Worlds& worlds);

  std::uint64_t redecoded() const { return redecoded_; }

 private:
  void redecode(store::Store& store, const std::string& document);
  void nothing_twice(store::Store& store, const std::string& customer);
  const inbound::PolledFeed* feed_of(const store::FeedKey& key) const;

  const std::vector<inbound::PolledFeed>& feeds_;
  Broken broken_;
  std::int64_t last_document_ = 0;
  std::set<std::string> unfinished_;
  std::uint64_t redecoded_ = 0;
};

}  // namespace calloff::test
