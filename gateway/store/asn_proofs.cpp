#include "store/asn_proofs.hpp"

#include <map>
#include <set>

#include "store/archive_name.hpp"
#include "store/columns.hpp"
#include "store/facts.hpp"
#include "store/registry.hpp"

namespace calloff::store {
namespace {

constexpr const char* kNoted = "asn_proofs_noted";
constexpr const char* kAll = "1";
constexpr const char* kUnread = "unread";  ///< but for lists that could not be read; looked at once more

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

/// Notes what older programs kept as evidence, when a store is opened: each file is read once at most, and one that is
/// registered only if it is a list.
class OlderProofs {
 public:
  OlderProofs(Writer& writer, const Archive& archive) : writer_(writer), archive_(archive) {}

  bool has_read_all() const { return has_read_all_; }

  /// What is not there is noted and not registered: `store check` says of which ASN it was.
  void note_list(const std::string& asn, const std::string& list) {
    note(writer_, asn, list);
    const auto [files, is_new] = lists_.try_emplace(list);
    if (is_new) {
      if (const auto bytes = archive_.get(list)) {
        register_file(writer_, {list, bytes->size()});
        files->second = files_listed(*bytes);
      } else {
        has_read_all_ = false;
      }
      for (const auto& file : files->second) know(file);
    }
    for (const auto& file : files->second) note(writer_, asn, file);
  }

 private:
  void know(const std::string& file) {
    if (!known_.insert(file).second) return;
    const auto rows =
        writer_.session().query("select 1 from archive_file where sha256 = $1 and pruned is null", {hash_column(file)});
    if (!rows.empty()) return;
    if (const auto bytes = archive_.get(file)) register_file(writer_, {file, bytes->size()});
  }

  Writer& writer_;
  const Archive& archive_;
  std::map<std::string, std::vector<std::string>> lists_;
  std::set<std::string> known_;
  bool has_read_all_ = true;
};

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
  const auto before = fact(writer, kNoted);
  if (before == kAll) return;
  OlderProofs older(writer, archive);
  std::set<std::pair<std::string, std::string>> noted;
  for (const auto& [asn, word] : evidence_words(writer)) {
    if (!noted.emplace(asn, word).second) continue;
    if (!is_archive_name(word)) {
      put_document_proof(writer, asn, word);
      continue;
    }
    older.note_list(asn, word);
  }
  put_fact(writer, kNoted, older.has_read_all() || before == kUnread ? kAll : kUnread);
}

}  // namespace calloff::store
