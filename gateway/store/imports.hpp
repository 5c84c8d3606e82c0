// Documents that a person brought.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "store/job.hpp"

namespace calloff::store {

/// files: their names as the person gave them. The first import of a document is the one that counts.
void put_import(Writer& writer, const std::string& document, const std::string& run,
                const std::vector<std::string>& files);
/// Ids of all documents that were brought.
std::set<std::string> imported_documents(Reader& reader);

}  // namespace calloff::store
