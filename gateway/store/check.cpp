#include "store/check.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "store/archive_name.hpp"
#include "store/asn_proofs.hpp"
#include "store/columns.hpp"
#include "store/event_log.hpp"
#include "store/prune.hpp"

namespace calloff::store {
namespace {

using Findings = std::vector<Error>;

std::int64_t count_of(Session& session, std::string_view sql) { return session.query(sql).at(0).integer(0); }

void check_engine(Session& session, Findings& findings) {
  for (const auto& sentence : session.self_check())
    findings.push_back({Recovery::ask_person, "store/damaged", {{"what", sentence}}});
}

void check_events(Reader& reader, Findings& findings) {
  if (const auto seq = first_broken_event(reader))
    findings.push_back({Recovery::ask_person, "store/event_chain_broken", {{"seq", std::to_string(*seq)}}});
}

/// table: lines or heads; key: what names one thing in it
void check_intervals(Session& session, const std::string& table, const std::string& same, Findings& findings) {
  const auto overlapping =
      count_of(session, "select count(*) from " + table + " a join " + table + " b on " + same +
                            " and b.from_seq > a.from_seq where a.to_seq is null or a.to_seq > b.from_seq");
  const auto empty = count_of(session, "select count(*) from " + table + " where to_seq <= from_seq");
  if (overlapping + empty > 0)
    findings.push_back({Recovery::fix_code,
                        "store/intervals_overlap",
                        {{"table", table}, {"count", std::to_string(overlapping + empty)}}});
}

void check_documents(Session& session, const std::string& table, Findings& findings) {
  const auto lost = count_of(session, "select count(*) from " + table +
                                          " l where not exists (select 1 from document d where d.id = l.document)");
  if (lost > 0)
    findings.push_back(
        {Recovery::ask_person, "store/document_lost", {{"table", table}, {"count", std::to_string(lost)}}});
}

void check_asns(Session& session, Findings& findings) {
  for (const auto& row :
       session.query("select id from asn a where is_open = 1 and state <> 'HELD' and (attempts > 0 or state = "
                     "'QUEUED') and not exists "
                     "(select 1 from outbox o where o.kind = 'asn' and o.key = a.id and o.is_done = 0) order by id"))
    findings.push_back({Recovery::fix_code, "store/asn_forgotten", {{"asn", row.text(0)}}});
  for (const auto& row :
       session.query("select t.asn from asn_attempt t join asn a on a.id = t.asn where a.frozen is null "
                     "or a.frozen <> t.body order by t.asn"))
    findings.push_back({Recovery::fix_code, "store/asn_bytes_differ", {{"asn", row.text(0)}}});
}

/// What an ASN was sent with and proved by is never given up.
void check_proofs(Session& session, Findings& findings) {
  for (const auto& row :
       session.query("select distinct p.asn from asn_proof p join archive_file f on f.sha256 = p.sha256 where f.pruned "
                     "is not null order by 1"))
    findings.push_back({Recovery::fix_code, "store/proof_pruned", {{"asn", row.text(0)}}});
}

/// In order.
std::vector<std::string> known_files(Session& session) {
  std::vector<std::string> hashes;
  session.each("select sha256 from archive_file where pruned is null order by sha256", {},
               [&](Row& row) { hashes.push_back(hash_of(row.blob(0))); });
  return hashes;
}

/// By ASN: what its evidence names and the store does not know, so that no backup has it. A list that is known and
/// cannot be read is found with the other files.
void check_evidence(const Archive& archive, const std::vector<EvidenceWord>& words,
                    const std::vector<std::string>& known, Findings& findings) {
  std::set<std::string> told;
  std::map<std::string, bool> whole;  // of several ASNs one list may prove something
  for (const auto& finding : findings)
    if (finding.code == "store/proof_pruned") told.insert(finding.args.at(0).second);
  const auto is_known = [&](const std::string& file) { return std::ranges::binary_search(known, file); };
  for (const auto& [asn, word] : words) {
    if (!is_archive_name(word)) continue;
    const auto [looked_at, is_new] = whole.try_emplace(word, is_known(word));
    if (is_new && looked_at->second)
      if (const auto list = archive.get(word)) looked_at->second = std::ranges::all_of(files_listed(*list), is_known);
    if (looked_at->second || !told.insert(asn).second) continue;
    findings.push_back({Recovery::fix_code, "store/proof_missing", {{"asn", asn}}});
  }
}

using LookedAt = std::function<void(std::uint64_t, std::uint64_t)>;

struct Unreadable {
  std::string sha256;
  Error why;
};

/// Outside the snapshot: reading the archive may take long.
std::vector<Unreadable> unreadable_files(const Archive& archive, const std::vector<std::string>& hashes,
                                         const LookedAt& looked_at) {
  std::vector<Unreadable> all;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (auto bytes = archive.get(hashes[i]); !bytes) all.push_back({hashes[i], bytes.error()});
    looked_at(i + 1, hashes.size());
  }
  return all;
}

/// What was given up while the archive was read is no loss.
Result<void> tell_lost(Store& store, const std::vector<Unreadable>& unreadable, CheckReport& report) {
  if (unreadable.empty()) return {};
  return store.read_now([&](Reader& reader) -> Result<void> {
    for (const auto& file : unreadable) {
      if (!pruned_at(reader, file.sha256)) {
        report.findings.push_back(file.why);
        continue;
      }
      ++report.pruned;
      --report.files;
    }
    return {};
  });
}

}  // namespace

Result<CheckReport> check_store(Store& store) {
  return check_store(store, store.archive(), [](auto, auto) {});
}

Result<CheckReport> check_store(Store& store, const Archive& archive, const LookedAt& looked_at) {
  CheckReport report;
  std::vector<std::string> files;
  std::vector<EvidenceWord> words;
  auto done = store.read_now([&](Reader& reader) -> Result<void> {
    auto& session = reader.session();
    check_engine(session, report.findings);
    check_events(reader, report.findings);
    check_intervals(session, "schedule_line", "a.sheet = b.sheet and a.line = b.line", report.findings);
    check_intervals(session, "sheet_version", "a.sheet = b.sheet", report.findings);
    check_intervals(session, "order_line",
                    "a.service_order = b.service_order and a.line = b.line and a.warehouse = b.warehouse",
                    report.findings);
    check_intervals(session, "order_version", "a.service_order = b.service_order", report.findings);
    check_intervals(session, "forecast_line", "a.series = b.series and a.slot = b.slot", report.findings);
    check_intervals(session, "forecast_part", "a.series = b.series", report.findings);
    check_documents(session, "schedule_line", report.findings);
    check_documents(session, "order_line", report.findings);
    check_asns(session, report.findings);
    check_proofs(session, report.findings);
    files = known_files(session);
    words = evidence_words(reader);
    report.documents = count_of(session, "select count(*) from document");
    report.pruned = count_of(session, "select count(*) from archive_file where pruned is not null");
    report.events = count_of(session, "select count(*) from event");
    report.lines = count_of(session,
                            "select (select count(*) from schedule_line) + (select count(*) from order_line) + "
                            "(select count(*) from forecast_line)");
    return {};
  });
  if (!done) return done.error();
  report.files = static_cast<std::int64_t>(files.size());
  check_evidence(archive, words, files, report.findings);
  if (auto told = tell_lost(store, unreadable_files(archive, files, looked_at), report); !told) return told.error();
  return report;
}

}  // namespace calloff::store
