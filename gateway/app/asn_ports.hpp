// What the ASN side asks of the rest: how a customer's ASNs go out, and its signed-in session.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "accounts/accounts.hpp"
#include "asn/ports.hpp"
#include "mapping/plan.hpp"
#include "settings/configuration.hpp"

namespace calloff::app {

using Writers = std::map<std::string, std::shared_ptr<const mapping::Plan>>;

/// How the ASNs of every customer of the configuration go out.
class ConfiguredChannels final : public asn::Channels {
 public:
  /// everything lent outlives this
  ConfiguredChannels(const settings::Configuration& configuration, const accounts::LoadedAdapters& adapters,
                     const Writers& writers)
      : configuration_(configuration), adapters_(adapters), writers_(writers) {}
  Result<asn::Channel> channel(std::string_view customer) const override;

 private:
  const settings::Configuration& configuration_;
  const accounts::LoadedAdapters& adapters_;
  const Writers& writers_;
};

/// Every submission and look-up is a run of its own, so that its exchanges can be read like those of a poll.
class SessionGate final : public asn::AccountGate {
 public:
  SessionGate(const settings::Configuration& configuration, accounts::Accounts& accounts, store::Store& store,
              Clock& clock)
      : configuration_(configuration), accounts_(accounts), store_(store), clock_(clock) {}
  Task<void> with_session(std::string customer, asn::Purpose purpose, asn::SessionWork work) override;

 private:
  const settings::Configuration& configuration_;
  accounts::Accounts& accounts_;
  store::Store& store_;
  Clock& clock_;
};

}  // namespace calloff::app
