// The protocol's memory of an ASN and its row in the store. Pure.
#pragma once
#include "adapter_api/adapter.hpp"
#include "asn/ports.hpp"
#include "asn/protocol.hpp"
#include "store/asns.hpp"

namespace calloff::asn {

Policy policy_of(const Channel& channel);

/// D, Q or N: what a repeated submission does at this customer.
std::string_view class_letter(adapter_api::ResendClass resend);

/// errors: fix_code asn/damaged_progress (asn)
Result<State> to_state(const store::AsnRecord& record);

/// Everything of the state that the row keeps, and the row's timer.
void put_state(const Policy& policy, const State& state, store::AsnRecord& record);

/// What the customer showed as shipped before the newest attempt.
adapter_api::Standing shipped_before(const store::AsnRecord& record);
void put_shipped_before(const adapter_api::Standing& shipped, store::AsnRecord& record);

}  // namespace calloff::asn
