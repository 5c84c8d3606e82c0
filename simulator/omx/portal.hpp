// OMX, the service-parts (OES) order site: log-in, order query and lines, ASN drafted, saved, submitted, found.
#pragma once
#include "simulator/call.hpp"
#include "simulator/omx/asns.hpp"
#include "simulator/omx/orders.hpp"
#include "simulator/sessions.hpp"

namespace calloff::simulator {

class OmxPortal final : public Portal {
 public:
  OmxPortal(std::uint64_t seed, Instant start);
  Step step_of(const Call& call) const override;
  Response handle(const Call& call) override;
  Response captcha_page(const Call& call) override;

  Account& account() { return account_; }
  OrderBook& orders() { return orders_; }
  const AsnBook& asns() const { return asns_; }

 private:
  Response login_page(const Call& call, std::string_view message, bool with_captcha);
  Response login(const Call& call);
  Response verify_code(const Call& call);
  Session* session_of(const Call& call);
  Response signed_in(const Call& call, Session& session);

  Response query(const Call& call, Session& session);
  Response asn_init(const Call& call, Session& session);
  Response asn_save(const Call& call, Session& session);
  Response asn_submit(const Call& call, Session& session);
  Response asn_cancel(const Call& call, Session& session);
  Response asn_view(const Call& call, Session& session, std::string_view asn_no, std::string_view result);
  Response asn_query(const Call& call, Session& session);

  Sessions sessions_;
  Account account_;
  OrderBook orders_;
  AsnBook asns_;
};

}  // namespace calloff::simulator
