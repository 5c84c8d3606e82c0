// The way into an eSchedule site: log-in page, log-in, what stands before the first page, log-out.
#pragma once
#include "simulator/call.hpp"
#include "simulator/sessions.hpp"
#include "simulator/sites.hpp"

namespace calloff::simulator::eschedule {

class Entrance {
 public:
  Entrance(const Site& site, std::uint64_t seed, int further_accounts);

  /// The log-in page, and the captcha's picture, which is asked for at the same step.
  Response page(const Call& call);
  Response captcha_page(const Call& call) { return page(call, {}, true); }
  Response sign_in(const Call& call);
  Response sign_out(const Call& call);

  /// Looks for a live session, and does to it what a fault asks for.
  Admission admit(const Call& call);
  /// The notice was read: on to the first page.
  Response notice_read(Session& session);

  Accounts& accounts() { return accounts_; }
  Sessions& sessions() { return sessions_; }

 private:
  Response page(const Call& call, std::string_view alert, bool with_captcha);
  Response picture(const Call& call);
  Response password_form() const;
  Response notice_page() const;
  Response lost(const Call& call, const std::string& id);
  std::string url(std::string_view rest) const;
  std::string cookie(const Session& session) const;

  const Site& site_;
  Sessions sessions_;
  Accounts accounts_;
};

}  // namespace calloff::simulator::eschedule
