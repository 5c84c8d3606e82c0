// Is there space left on the store's disk? Below a threshold nothing routine is polled, so that what must be kept, such
// as the proof of an ASN, still finds room. Threading: as the gateway.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/task.hpp"
#include "store/store.hpp"

namespace calloff::app {

/// Bytes free for us on the disk of `folder`; none if nobody can say.
std::optional<std::uint64_t> free_at(const std::filesystem::path& folder);

class DiskWatch {
 public:
  using Free = std::function<std::optional<std::uint64_t>()>;
  /// low: bytes; 0: nothing is watched. It is over once a tenth more is free than that.
  DiskWatch(store::Store& store, Clock& clock, LogSink log, std::uint64_t low, Free free);

  /// Looks now. retry disk/low (free_mib, low_mib) while there is too little; none if there is enough.
  std::optional<Error> low();
  /// Looks, and opens or closes the ticket when that has changed. errors: store/...: it is tried again at the next call
  Task<void> tell();
  /// tell() every half minute, until cancelled.
  boost::asio::awaitable<void> run();

 private:
  store::Store& store_;
  Clock& clock_;
  LogSink log_;
  std::uint64_t low_;
  Free free_;
  bool is_low_ = false;
  std::optional<bool> told_;  // what the ticket says; none: of an earlier gateway's nobody knows
};

}  // namespace calloff::app
