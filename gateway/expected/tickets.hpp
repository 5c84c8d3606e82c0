// Which tickets there should be about what is expected, and what is to be done with those that there are.
#pragma once
#include "expected/deadline.hpp"
#include "store/job.hpp"

namespace calloff::expected {

/// reason: none: it is over, because of `why`
struct TicketMove {
  std::string key, run, why;
  std::optional<Error> reason;
};

/// What is to be looked at. silent_before: of what was due before, nothing new is told yet
struct Look {
  const std::vector<Expectation>& expectations;
  Instant now;
  std::optional<Instant> silent_before;
  int days_back = 0;
};

/// So long a poll that runs is waited for before something is told.
inline constexpr std::chrono::minutes kLongestPoll{10};

/// steps empty: everything is as it should be. waits_for_poll: something is late, and a poll that runs may bring it
struct Moves {
  std::vector<TicketMove> steps;
  bool waits_for_poll = false;
};
Moves moves(store::Reader& reader, const Look& look);
void carry_out(store::Writer& writer, const std::vector<TicketMove>& moves);
/// Are there tickets that close when something comes?
bool is_waited_for(store::Reader& reader);

}  // namespace calloff::expected
