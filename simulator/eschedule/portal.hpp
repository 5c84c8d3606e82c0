// eSchedule (电子交货计划) of one plant family: log-in, frameset, list of pick-up sheets, detail.
#pragma once
#include "simulator/call.hpp"
#include "simulator/eschedule/sheets.hpp"
#include "simulator/sessions.hpp"

namespace calloff::simulator {

class EschedulePortal final : public Portal {
 public:
  EschedulePortal(const Site& site, std::uint64_t seed, Instant start, int sheets_a_day, int further_accounts);
  Step step_of(const Call& call) const override;
  Response handle(const Call& call) override;
  Response captcha_page(const Call& call) override;

  const Site& site() const { return site_; }
  SheetBook& sheets() { return sheets_; }
  Account& account() { return accounts_.first(); }
  const Accounts& accounts() const { return accounts_; }

 private:
  Response login_page(const Call& call, std::string_view alert, bool with_captcha);
  Response login(const Call& call);
  Response logout(const Call& call);
  Response signed_in(const Call& call);
  std::string url(std::string_view rest) const;

  const Site& site_;
  Sessions sessions_;
  Accounts accounts_;
  SheetBook sheets_;
};

}  // namespace calloff::simulator
