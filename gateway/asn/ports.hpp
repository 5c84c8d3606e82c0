// What the ASN side needs from others: how a customer's ASNs go out, and a signed-in session of its account.
#pragma once
#include <functional>
#include <string>

#include "adapter_api/adapter.hpp"
#include "adapter_api/manifest.hpp"
#include "asn/customer_rules.hpp"
#include "model/ship_notice.hpp"
#include "transport/wire.hpp"

namespace calloff::asn {

/// What every attempt of a version sends.
struct Encoded {
  std::string media_type, bytes;
};

/// Pure: the same notice gives the same bytes. errors: of the mapping, fix_config or quarantine
using Encoder = std::function<Result<Encoded>(const model::ShipNotice&)>;

/// How one customer's ASNs go out.
struct Channel {
  CustomerRules rules;
  std::string zone;                                                   ///< of ship times
  adapter_api::ResendClass resend = adapter_api::ResendClass::never;  ///< from the adapter's manifest
  std::chrono::seconds settle{120};                                   ///< from the adapter's manifest
  std::chrono::seconds dedup_window{0};
  Encoder encode;
};

class Channels {
 public:
  virtual ~Channels() = default;
  /// errors: fix_config asn/customer_unknown (customer), also for one without ASN rules
  virtual Result<Channel> channel(std::string_view customer) const = 0;
};

enum class Purpose { submit, look_up };

/// What a session lends: valid only inside the work it was lent to.
struct Lent {
  adapter_api::Adapter& adapter;
  adapter_api::Run& run;
  transport::Session& session;
};
using SessionWork = std::function<Task<void>(Lent)>;

class AccountGate {
 public:
  virtual ~AccountGate() = default;
  /// Runs `work` in the customer's signed-in session, alone on its account, before waiting polls. Signs in if there is
  /// no session. work is called again after a new sign-in when it failed with recovery sign_in; a work that succeeded
  /// or threw is never repeated. Work does not end in error once anything may have been sent. errors: work's own; those
  /// of signing in (hold_account, retry ...)
  virtual Task<void> with_session(std::string customer, Purpose purpose, SessionWork work) = 0;
};

}  // namespace calloff::asn
