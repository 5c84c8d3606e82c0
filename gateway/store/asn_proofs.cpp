#include "store/asn_proofs.hpp"

#include <set>

#include "store/archive_name.hpp"
#include "store/columns.hpp"
#include "store/facts.hpp"
#include "store/registry.hpp"

namespace calloff::store {
namespace {

constexpr const char* kNoted = "asn_proofs_noted";

void note(Writer& writer, std::string_view asn, std::string_view sha256) {
  writer.session().execute("insert into asn_proof (sha256, asn) values ($1, $2) on conflict do nothing",
                           {hash_column(sha256), std::string(asn)});
}

/// Every word between `"evidence":"` and the next quote; names and hashes have no quotes.
void add_words_in(const std::string& asn, const std::string& body, std::vector<EvidenceWord>& words) {
  constexpr std::string_view kKey = "\"evidence\":\"";
  for (auto at = body.find(kKey); at != body.npos; at = body.find(kKey, at)) {
    at += kKey.size();
    if (auto word = body.substr(at, body.find('"', at) - at); !word.empty()) words.push_back({asn, std::move(word)});
  }
}

/// What is not there is noted and not registered: `store check` says of which ASN it was.
void note_older(Writer& writer, const Archive& archive, const std::string& asn, const std::string& sha256) {
  note(writer, asn, sha256);
  if (const auto bytes = archive.get(sha256)) register_file(writer, {sha256, bytes->size()});
}

}  // namespace

void put_proofs(Writer& writer, std::string_view asn, const std::vector<RawRef>& files) {
  for (const auto& file : files) {
    register_file(writer, file);
    note(writer, asn, file.sha256);
  }
}

void put_document_proof(Writer& writer, std::string_view asn, std::string_view document) {
  writer.session().execute(
      "insert into asn_proof (sha256, asn) select p.sha256, $2 from document_part p join document d on d.id = "
      "p.document where d.name = $1 on conflict do nothing",
      {std::string(document), std::string(asn)});
}

std::vector<std::string> files_listed(std::string_view list) {
  std::vector<std::string> files;
  for (std::size_t at = 0; at < list.size();) {
    const auto end = std::min(list.find('\n', at), list.size());
    const auto line = list.substr(at, end - at);
    if (const auto first = line.substr(0, line.find(' ')); is_archive_name(first)) files.emplace_back(first);
    at = end + 1;
  }
  return files;
}

std::vector<EvidenceWord> evidence_words(Reader& reader) {
  auto& session = reader.session();
  std::vector<EvidenceWord> words;
  for (const char* table : {"asn_attempt", "asn_look_up"})
    for (const auto& row :
         session.query("select distinct asn, evidence from " + std::string(table) + " where evidence <> ''"))
      words.push_back({row.text(0), row.text(1)});
  session.each(
      "select e.subject, e.body from event e join asn a on a.id = e.subject where e.body like '%\"evidence\":\"%'", {},
      [&](Row& row) { add_words_in(row.text(0), row.text(1), words); });
  return words;
}

void note_older_proofs(Writer& writer, const Archive& archive) {
  if (fact(writer, kNoted)) return;
  std::set<std::pair<std::string, std::string>> noted;
  for (const auto& [asn, word] : evidence_words(writer)) {
    if (!noted.emplace(asn, word).second) continue;
    if (!is_archive_name(word)) {
      put_document_proof(writer, asn, word);
      continue;
    }
    note_older(writer, archive, asn, word);
    if (const auto list = archive.get(word))
      for (const auto& file : files_listed(*list)) note_older(writer, archive, asn, file);
  }
  put_fact(writer, kNoted, "1");
}

}  // namespace calloff::store
