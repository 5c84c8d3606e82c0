// eSchedule (电子交货计划) of one plant family: log-in, frameset, pick-up sheets, weekly releases.
#pragma once
#include <optional>

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
  SheetBook& sheets() { return own_.sheets; }
  Account& account() { return entrance_.accounts().first(); }
  const Accounts& accounts() { return entrance_.accounts(); }
  ReleaseBook& releases() { return own_.releases; }

 private:
  Response signed_in(const Call& call, Session& session);
  Response frame(const Call& call);
  Response sheet_list(const Call& call);
  Response sheet(const Call& call, Session& session);
  Response accept(const Call& call, Session& session);
  Response release_list(const Call& call);
  Response release(const Call& call);
  Response as_file(const Call& call, Response file);
  std::string url(std::string_view rest) const;

  /// What one plant publishes.
  struct Books {
    const Site& site;
    SheetBook sheets;
    ReleaseBook releases;
  };
  Books& books(const Call& call);

  const Site& site_;
  eschedule::Entrance entrance_;
  std::uint64_t seed_;
  Instant start_;
  int sheets_a_day_;
  Books own_;
  std::optional<Books> another_;  // another plant's, once a fault has shown them here
};

}  // namespace calloff::simulator
