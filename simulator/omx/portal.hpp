// OMX, the service-parts (OES) order site: log-in, order query and lines, ASN drafted, saved, submitted, found.
#pragma once
#include "simulator/call.hpp"
#include "simulator/omx/asns.hpp"
#include "simulator/omx/entrance.hpp"
#include "simulator/omx/orders.hpp"

namespace calloff::simulator {

class OmxPortal final : public Portal {
 public:
  OmxPortal(std::uint64_t seed, Instant start);
  Step step_of(const Call& call) const override;
  Response handle(const Call& call) override;
  Response captcha_page(const Call& call) override { return entrance_.captcha_page(call); }

  Account& account() { return entrance_.account(); }
  OrderBook& orders() { return orders_; }
  const AsnBook& asns() const { return asns_; }

  /// What people do at the portal themselves, without a session. `refusal`: the portal's sentence; empty: done.
  struct Outcome {
    const Asn* asn = nullptr;
    std::string_view refusal;
  };
  struct PersonsAsn {
    std::string order_number, supplier_ref, ship_date;  ///< ship_date: as typed; empty: in an hour
    std::map<int, int> quantities;                      ///< by line number; empty: all that is open
    bool submitted = false;                             ///< else it stays a draft
  };
  Outcome enter_asn(const PersonsAsn& wish, Instant now);
  Outcome receive(std::string_view asn_no, const std::map<int, int>& quantities, Instant now);

  /// Lets happen what happens by the clock alone.
  void go_on(Instant now) { asns_.receive_what_came(now); }

 private:
  static bool takes_token(const Call& call, Session& session);
  Response signed_in(const Call& call, Session& session);

  Response query(const Call& call, Session& session);
  Response asn_init(const Call& call, Session& session);
  Response asn_save(const Call& call, Session& session);
  Response asn_submit(const Call& call, Session& session);
  Response asn_cancel(const Call& call, Session& session);
  Response asn_view(const Call& call, Session& session, std::string_view asn_no, std::string_view result);
  Response asn_query(const Call& call, Session& session);
  Response asn_label(const Call& call);
  Order& ordered(const Asn& asn, Instant now);
  Response submit_again(const Call& call, Session& session, const Asn& asn);

  omx::Entrance entrance_;
  OrderBook orders_;
  AsnBook asns_;
};

}  // namespace calloff::simulator
