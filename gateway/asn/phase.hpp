// The states of one ASN version, and the words for them. Pure.
#pragma once
#include <optional>
#include <string_view>

namespace calloff::asn {

/// docs/asn-protocol.md draws them and says what each asks of a clerk.
enum class Phase {
  draft,           ///< being made; reserves its quantity
  ready,           ///< checked; bytes, hash and shipment id are frozen
  queued,          ///< approved; the gateway sends it
  sending,         ///< attempt n is on its way; written before its first byte
  sent,            ///< the customer's answer named it
  delivered,       ///< transport or syntax acknowledged
  accepted,        ///< the customer's own list or message shows it
  goods_received,  ///< the goods are booked in
  not_sent,        ///< attempt n is proven not to be at the customer
  unknown,         ///< attempt n may or may not be at the customer
  held,            ///< found, but not as sent: a person decides
  rejected,        ///< the customer said no
  cancelled,
  replaced  ///< by a later version; nothing leads here until a customer's rules allow replacing
};

inline constexpr int kPhases = 14;

/// `DRAFT`, `GOODS_RECEIVED` ...
std::string_view to_string(Phase phase);
std::optional<Phase> phase_from(std::string_view text);

/// Nobody has to do anything any more. `terminal`: where the customer's profile ends an ASN's way
/// (delivered, accepted or goods_received).
bool is_closed(Phase phase, Phase terminal);

/// Does an ASN in this phase take its quantity from what other drafts may ship, because the customer's own shipped
/// quantity does not count it yet or may not?
bool reserves(Phase phase);

/// How far an acknowledgement has got: 0 sent, 1 delivered, 2 accepted, 3 goods_received; nothing for other phases.
std::optional<int> acknowledged_level(Phase phase);

}  // namespace calloff::asn
