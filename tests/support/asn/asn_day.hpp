// A day of one supplier and one customer: ASNs made and sent while calls fail and the process dies, people who look
// into the portal and decide, then calm until nothing is due; and the promises that must hold afterwards.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "asn/service.hpp"
#include "support/asn/crashing_store.hpp"
#include "support/asn/fake_customer.hpp"

namespace calloff::test {

struct DayOptions {
  std::uint64_t seed = 1;
  int asns = 4;
  int fault_percent = 30;
  bool has_crashes = true;
  bool has_control = true;  ///< an earlier ASN of ours is in the portal's list
  adapter_api::ResendClass resend = adapter_api::ResendClass::queryable;
};

struct DayResult {
  std::vector<std::string> violations;
  std::vector<std::string> crashes;  ///< where the process died
  std::map<asn::Phase, int> ended;   ///< how many ASNs ended in which state
  int decisions = 0, resends = 0;
};

class AsnDay final : public asn::Channels {
 public:
  /// dir: an empty folder for the store
  AsnDay(DayOptions options, std::filesystem::path dir);
  ~AsnDay() override;
  DayResult live();

  Result<asn::Channel> channel(std::string_view customer) const override;

 private:
  void prepare_orders();
  void send_first_one();
  void send_some();
  void pass_time();
  void act_as_person();
  void decide_as_person(const asn::AsnView& view);
  void start_again();
  /// Runs it; a crash starts the service again. Returns whether it lived.
  bool survive(boost::asio::awaitable<void> coroutine);
  std::vector<asn::AsnView> all();

  DayOptions options_;
  Dice dice_;
  JumpingClock clock_;
  FakeCustomer portal_;
  std::unique_ptr<store::Store> kept_;
  std::unique_ptr<CrashingStore> store_;
  std::unique_ptr<asn::AsnService> service_;
  DayResult result_;
};

/// I1 to I8 over what we kept and what the portal holds.
std::vector<std::string> broken_promises(store::Store& store, std::deque<Held>& truth,
                                         const std::vector<asn::AsnView>& asns);

}  // namespace calloff::test
