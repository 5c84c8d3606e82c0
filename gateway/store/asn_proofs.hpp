// Which archived files prove something of an ASN: what it was sent with, the lists of its evidence and what they name,
// the documents that acknowledged it. Every backup has them, and they are never given up.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "store/archive.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// Notes `files`, and registers those that are not known yet. errors: as register_file
void put_proofs(Writer& writer, std::string_view asn, const std::vector<RawRef>& files);
/// Notes the files of a document that proves something; of a name that is none, nothing.
void put_document_proof(Writer& writer, std::string_view asn, std::string_view document);

/// The files that a list of evidence names: the first word of each line, where it is a hash.
std::vector<std::string> files_listed(std::string_view list);

/// What a row or an event says of an ASN's evidence: the hash of an archived list, or a document's name.
struct EvidenceWord {
  std::string asn, word;
};
/// Of every attempt, look-up and event; it reads the whole event log.
std::vector<EvidenceWord> evidence_words(Reader& reader);

/// Notes what programs wrote that noted no proofs, once a store. A list that cannot be read is noted by itself, and
/// asked for once more the next time: a restore opens its store before the archive is beside it.
void note_older_proofs(Writer& writer, const Archive& archive);

}  // namespace calloff::store
