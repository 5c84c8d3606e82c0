// A customer's portal in memory, with faults thrown by a seed; and the sessions that reach it. It keeps the truth:
// every ASN it was made to hold, when, and from which bytes.
#pragma once
#include <deque>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "asn/ports.hpp"
#include "support/asn/jumping_clock.hpp"

namespace calloff::test {

/// Seeded; the same calls give the same numbers.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// One of 0 .. sides-1.
  int roll(int sides) { return int(engine_() % std::uint64_t(sides)); }
  bool percent(int chance) { return roll(100) < chance; }

 private:
  std::mt19937_64 engine_;
};

/// One ASN that the portal holds.
struct Held {
  std::string number, sid, body_sha256, state;
  std::vector<adapter_api::SeenLine> lines;
  Instant created, visible_from;
  bool by_hand = false;  ///< a person finished it in the portal
};

class FakeCustomer final : public adapter_api::Adapter, public asn::AccountGate {
 public:
  FakeCustomer(JumpingClock& clock, Dice& dice) : clock_(clock), dice_(dice) {}

  int fault_percent = 0;     ///< of calls that go wrong
  bool is_crashing = false;  ///< the process dies around the submission's effect now and then
  bool shows_control = true;
  bool counts_at_once = true;  ///< shipped quantities rise with the submission, not when it becomes visible

  std::deque<Held>& truth();                    ///< with everything that has arrived by now
  int breaches = 0;                             ///< submissions while the wire was not opened for them
  std::map<std::string, std::int64_t> ordered;  ///< what may still be shipped, by line key

  Task<void> with_session(std::string customer, asn::Purpose purpose, asn::SessionWork work) override;

  Task<void> open(adapter_api::Run& run) override;
  Task<adapter_api::Listing> list(adapter_api::Run& run, std::string feed, adapter_api::DateWindow window) override;
  Task<adapter_api::FetchedDocument> fetch(adapter_api::Run& run, std::string feed, adapter_api::Entry entry) override;
  Task<adapter_api::Prepared> prepare(adapter_api::Run& run, adapter_api::Submission submission) override;
  boost::asio::awaitable<adapter_api::Outcome> submit(adapter_api::Run& run, adapter_api::Prepared prepared) override;
  Task<adapter_api::Sighting> look_up(adapter_api::Run& run, adapter_api::Submission submission,
                                      std::vector<adapter_api::Known> controls) override;
  Task<void> close(adapter_api::Run& run) override;

 private:
  Held& create(const adapter_api::Submission& submission, const char* state, std::chrono::seconds hidden);
  std::string refusal(const adapter_api::Submission& submission) const;
  adapter_api::Standing standing(const std::string& bytes);
  void settle_late();
  bool goes_wrong() { return dice_.percent(fault_percent); }

  JumpingClock& clock_;
  Dice& dice_;
  std::deque<Held> held_;
  struct Late {
    adapter_api::Submission submission;
    Instant at;
  };
  std::vector<Late> late_;
  bool is_writing_allowed_ = false;
  friend class FakeSession;
};

/// What a notice is encoded to here, and back: `sid=...` and a line `order/line part qty` each.
Result<asn::Encoded> encode_plain(const model::ShipNotice& notice);
std::vector<adapter_api::SeenLine> decode_plain(const std::string& bytes);

}  // namespace calloff::test
