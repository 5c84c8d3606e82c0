// eSchedule (电子交货计划) of one plant family: log-in, frameset, pick-up sheets, weekly releases.
#pragma once
#include "simulator/call.hpp"
#include "simulator/eschedule/entrance.hpp"
#include "simulator/eschedule/releases.hpp"
#include "simulator/eschedule/sheets.hpp"

namespace calloff::simulator {

class EschedulePortal final : public Portal {
 public:
  EschedulePortal(const Site& site, std::uint64_t seed, Instant start, int sheets_a_day, int further_accounts);
  Charset charset() const override { return site_.words->charset; }
  Step step_of(const Call& call) const override;
  Response handle(const Call& call) override;
  Response captcha_page(const Call& call) override { return entrance_.captcha_page(call); }

  const Site& site() const { return site_; }
  SheetBook& sheets() { return sheets_; }
  Account& account() { return entrance_.accounts().first(); }
  const Accounts& accounts() { return entrance_.accounts(); }
  ReleaseBook& releases() { return releases_; }

 private:
  Response signed_in(const Call& call, Session& session);
  Response frame(const Call& call);
  Response sheet_list(const Call& call);
  Response sheet(const Call& call);
  Response release(const Call& call);
  std::string url(std::string_view rest) const;

  const Site& site_;
  eschedule::Entrance entrance_;
  SheetBook sheets_;
  ReleaseBook releases_;
};

}  // namespace calloff::simulator
