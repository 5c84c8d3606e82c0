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

  omx::Entrance entrance_;
  OrderBook orders_;
  AsnBook asns_;
};

}  // namespace calloff::simulator
