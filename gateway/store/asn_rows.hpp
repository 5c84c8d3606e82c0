// Reading and writing the columns of an ASN.
#pragma once
#include <string>

#include "store/asns.hpp"

namespace calloff::store {

/// condition: SQL after `where`, over $1...
std::vector<AsnRecord> asns_where(Session& session, const std::string& condition, const std::vector<Value>& values);
void insert_asn(Session& session, const AsnRecord& asn);
/// Writes all but id, attempts, created and created_by where the stored revision is asn.revision; false if it is not.
bool replace_asn(Session& session, const AsnRecord& asn);
void replace_lines(Session& session, const AsnRecord& asn);

}  // namespace calloff::store
