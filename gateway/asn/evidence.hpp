// What the customer's system answered, kept as it came: every proof of ours points at it.
#pragma once
#include <string>
#include <vector>

#include "adapter_api/adapter.hpp"
#include "store/store.hpp"

namespace calloff::asn {

/// list: the hash of a list of the parts (one line each: hash, content type, name); empty for no parts.
/// files: the parts and the list, to be noted in the write that stores the hash
struct Evidence {
  std::string list;
  std::vector<store::RawRef> files;
};

/// Archives every part and the list of them. errors: of Store::keep
Task<Evidence> keep_evidence(store::Store& store, std::vector<adapter_api::Part> parts);

/// A look-up in words, with every match: kept beside the pages, so that the proof names our shipment id and the
/// customer's number even where its pages are pictures or scripts.
adapter_api::Part in_words(const adapter_api::Sighting& sighting);

}  // namespace calloff::asn
