// A Wire that answers from a recording: tests and `replay` run adapters without a network.
// Threading: as any Wire, one exchange at a time.
#pragma once
#include <cstddef>
#include <vector>

#include "transport/wire.hpp"

namespace calloff::transport {

/// Answers the recording's exchanges in their order. A request must have the next record's step, method and, both
/// masked, url and body; then it gets the recorded answer or error, with the recorded proof of departure.
/// errors: fix_code wire/not_recorded (step, url, expected): anything else was asked; the record stays the next one
class ReplayWire final : public Wire {
 public:
  explicit ReplayWire(std::vector<WireRecord> records);

  boost::asio::awaitable<Exchange> exchange(Request request) override;

  /// Records that were not asked for yet.
  std::size_t left() const { return records_.size() - next_; }

 private:
  std::vector<WireRecord> records_;
  std::size_t next_ = 0;
};

}  // namespace calloff::transport
