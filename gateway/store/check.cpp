#include "store/check.hpp"

#include "store/columns.hpp"
#include "store/event_log.hpp"

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

/// What an ASN was sent with is never given up.
void check_proofs(Session& session, Findings& findings) {
  for (const auto& row :
       session.query("select distinct t.asn from asn_attempt t join archive_file f on f.sha256 = t.body where f.pruned "
                     "is not null union select a.id from asn a join archive_file f on f.sha256 = a.frozen where "
                     "f.pruned is not null order by 1"))
    findings.push_back({Recovery::fix_code, "store/proof_pruned", {{"asn", row.text(0)}}});
}

std::vector<std::string> known_files(Session& session) {
  std::vector<std::string> hashes;
  for (const auto& row : session.query("select sha256 from archive_file where pruned is null order by sha256"))
    hashes.push_back(hash_of(row.blob(0)));
  return hashes;
}

using LookedAt = std::function<void(std::uint64_t, std::uint64_t)>;

/// Outside the snapshot: reading the archive may take long.
void check_files(const Archive& archive, const std::vector<std::string>& hashes, const LookedAt& looked_at,
                 Findings& findings) {
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (auto bytes = archive.get(hashes[i]); !bytes) findings.push_back(bytes.error());
    looked_at(i + 1, hashes.size());
  }
}

}  // namespace

Result<CheckReport> check_store(Store& store) {
  return check_store(store, store.archive(), [](auto, auto) {});
}

Result<CheckReport> check_store(Store& store, const Archive& archive, const LookedAt& looked_at) {
  CheckReport report;
  std::vector<std::string> files;
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
    report.documents = count_of(session, "select count(*) from document");
    report.pruned = count_of(session, "select count(*) from archive_file where pruned is not null");
    report.events = count_of(session, "select count(*) from event");
    report.lines = count_of(session,
                            "select (select count(*) from schedule_line) + (select count(*) from order_line) + "
                            "(select count(*) from forecast_line)");
    return {};
  });
  if (!done) return done.error();
  check_files(archive, files, looked_at, report.findings);
  report.files = static_cast<std::int64_t>(files.size());
  return report;
}

}  // namespace calloff::store
