// What the customer's system answered, kept as it came: every proof of ours points at it.
#pragma once
#include <string>
#include <vector>

#include "adapter_api/adapter.hpp"
#include "store/store.hpp"

namespace calloff::asn {

/// Archives every part and a list of them (one line each: hash, content type, name).
/// returns: the hash of the list; empty for no parts. errors: of Store::keep
Task<std::string> keep_evidence(store::Store& store, std::vector<adapter_api::Part> parts);

/// A look-up in words, with every match: kept beside the pages, so that the proof names our shipment id and the
/// customer's number even where its pages are pictures or scripts.
adapter_api::Part in_words(const adapter_api::Sighting& sighting);

}  // namespace calloff::asn
