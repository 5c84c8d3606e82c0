#include "store/prune_judge.hpp"

#include "store/columns.hpp"

namespace calloff::store {
namespace {

// What is delivered on or after the day, or on a day that nobody said. $1: seconds
constexpr std::string_view kStandingDocuments =
    "select v.document from sheet_version v where v.to_seq is null and (v.pickup is null or v.pickup >= $1) "
    "union select l.document from schedule_line l join sheet_version v on v.sheet = l.sheet and v.to_seq is null "
    "where l.to_seq is null and (v.pickup is null or v.pickup >= $1) "
    "union select document from order_line where to_seq is null and open > 0 "
    "union select v.document from order_version v join order_line l on l.service_order = v.service_order "
    "where v.to_seq is null and l.to_seq is null and l.open > 0 "
    "union select r.document from forecast_release r join forecast_series s on s.stream = r.lines_in "
    "join forecast_line l on l.series = s.id and l.from_seq = r.seq and l.to_seq is null "
    "union select r.document from forecast_release r where r.seq = (select max(n.seq) from forecast_release n "
    "where n.lines_in = r.lines_in)";

constexpr std::string_view kToBeShipped =
    "select l.document from asn_line n join asn a on a.id = n.asn and a.is_open = 1 join service_order o on "
    "o.order_no = n.order_no join order_line l on l.service_order = o.id and l.to_seq is null "
    "union select l.document from asn_line n join asn a on a.id = n.asn and a.is_open = 1 join sheet s on "
    "s.pus_no = n.order_no join schedule_line l on l.sheet = s.id and l.to_seq is null";

// What may stand since commit $1. A line comes with its sheet's, order's or release's new version, which may also let
// lines stand that were there.
constexpr std::string_view kNewSince =
    "select document from sheet_version where from_seq > $1 "
    "union select document from schedule_line where to_seq is null and sheet in (select sheet from sheet_version where "
    "from_seq > $1) "
    "union select document from order_version where from_seq > $1 "
    "union select document from order_line where to_seq is null and service_order in (select service_order from "
    "order_version where from_seq > $1) "
    "union select document from forecast_release where seq > $1";

/// which: that is asked about, by $2; empty: all. One kept apart stays, unless a person accepted what it says: it is
/// not understood yet, or nobody has said so.
std::string old_documents_where(std::string_view which) {
  return "select d.id from document d where d.first_seen < $1 " + std::string(which) +
         " and (d.state = 'committed' or (d.state = 'quarantined' and exists (select 1 from page_drift a where "
         "a.customer = d.customer and a.plant = d.plant and a.feed = d.feed and a.entry = d.entry and a.state = "
         "'accepted' and (a.document = d.name or (a.drafts_hash = d.drafts_hash and d.drafts_hash <> ''))))) and not "
         "exists (select 1 from seen_entry e where "
         "e.document = d.name and e.missing_since is null) and not exists (select 1 from page_drift g where g.customer "
         "= d.customer and g.plant = d.plant and g.feed = d.feed and g.entry = d.entry and g.document "
         "= d.name and g.state = 'stopped') and exists (select 1 from document_part p join archive_file f on f.sha256 "
         "= p.sha256 and f.pruned is null where p.document = d.id) order by d.id";
}

// Pictures of portals' questions are known like what a crash left behind, and asked about for a while.
constexpr std::string_view kStrays =
    "select f.sha256 from archive_file f where f.is_adopted = 1 and f.stored_at < $1 and f.pruned is null and not "
    "exists (select 1 from document_part p where p.sha256 = f.sha256) and not exists (select 1 from wire_record w "
    "where w.record = f.sha256)";

std::vector<std::int64_t> old_documents(Session& session, const PruneBefore& before) {
  static const auto sql = old_documents_where("");
  const auto old = session.query(sql, {column_of(before.documents)});
  if (old.empty()) return {};
  // The day's beginning as plant-local seconds, in whichever zone: what is a day off is kept a day longer.
  const auto day = std::chrono::floor<std::chrono::days>(before.documents) - std::chrono::days(1);
  std::unordered_set<std::int64_t> standing;
  session.each(kStandingDocuments, {std::int64_t{std::chrono::sys_seconds(day).time_since_epoch().count()}},
               [&](Row& row) { standing.insert(row.integer(0)); });
  session.each(kToBeShipped, {}, [&](Row& row) { standing.insert(row.integer(0)); });
  std::vector<std::int64_t> leaving;
  for (const auto& row : old)
    if (!standing.contains(row.integer(0))) leaving.push_back(row.integer(0));
  return leaving;
}

std::vector<std::string> hashes(Session& session, std::string_view sql, Instant before) {
  std::vector<std::string> all;
  session.each(sql, {column_of(before)}, [&](Row& row) { all.push_back(hash_of(row.blob(0))); });
  return all;
}

std::int64_t size_of(Session& session, const Value& hash) {
  return session.query("select size from archive_file where sha256 = $1", {hash}).at(0).integer(0);
}

}  // namespace

StandingMark standing_mark(Reader& reader) {
  auto& session = reader.session();
  StandingMark mark;
  mark.commit = session.query("select coalesce(max(seq), 0) from commit_seq").at(0).integer(0);
  session.each("select id, revision from asn where is_open = 1 order by id", {},
               [&](Row& row) { mark.open_asns += row.text(0) + " " + std::to_string(row.integer(1)) + "\n"; });
  return mark;
}

Candidates candidates_of(Reader& reader, const PruneBefore& before) {
  auto& session = reader.session();
  Candidates found;
  found.exchanges =
      hashes(session, "select distinct record from wire_record where retention = 'routine' and started < $1",
             before.exchanges);
  found.strays = hashes(session, kStrays, before.exchanges);
  found.mark = standing_mark(reader);
  found.documents = old_documents(session, before);
  return found;
}

Judge::Judge(const Candidates& candidates, const PruneBefore& before)
    : before_(before), documents_(candidates.documents.begin(), candidates.documents.end()), mark_(candidates.mark) {}

/// By an exchange that stays, or as a proof of an ASN.
bool Judge::is_needed(Session& session, const Value& hash) const {
  return !session
              .query(
                  "select 1 from asn_proof where sha256 = $1 union all select 1 from wire_record where record = $1 and "
                  "(retention <> 'routine' or started >= $2) limit 1",
                  {hash, column_of(before_.exchanges)})
              .empty();
}

/// As it is now: a candidate may have come back onto its customer's list.
bool Judge::may_leave(Session& session, std::int64_t document) const {
  static const auto sql = old_documents_where("and d.id = $2");
  return documents_.contains(document) && !session.query(sql, {column_of(before_.documents), document}).empty();
}

bool Judge::is_part_of_others(Session& session, const Value& hash) const {
  for (const auto& row : session.query("select document from document_part where sha256 = $1", {hash}))
    if (!may_leave(session, row.integer(0))) return true;
  return false;
}

/// A document's file goes with the document, which is judged by itself.
std::optional<Leaving> Judge::exchange(Reader& reader, const std::string& sha256) const {
  auto& session = reader.session();
  const Value hash = hash_column(sha256);
  if (is_needed(session, hash)) return std::nullopt;
  const auto rows = session.query("select count(*) from wire_record where record = $1", {hash}).at(0).integer(0);
  const bool is_part = !session.query("select 1 from document_part where sha256 = $1 limit 1", {hash}).empty();
  return Leaving{sha256, size_of(session, hash), rows, !is_part};
}

std::optional<Leaving> Judge::stray(Reader& reader, const std::string& sha256) const {
  auto& session = reader.session();
  const Value hash = hash_column(sha256);
  const bool has_rows =
      !session
           .query(
               "select 1 from document_part where sha256 = $1 union all select 1 from wire_record "
               "where record = $1 union all select 1 from account_question where picture = $1 limit 1",
               {hash})
           .empty();
  if (has_rows || is_needed(session, hash)) return std::nullopt;
  return Leaving{sha256, size_of(session, hash), 0, true};
}

void Judge::follow(Reader& reader) {
  auto now = standing_mark(reader);
  auto& session = reader.session();
  const auto keep = [this](Row& row) { documents_.erase(row.integer(0)); };
  if (now.commit != mark_.commit) session.each(kNewSince, {mark_.commit}, keep);
  if (now.open_asns != mark_.open_asns) session.each(kToBeShipped, {}, keep);
  mark_ = std::move(now);
}

std::vector<Leaving> Judge::document(Reader& reader, std::int64_t id) const {
  auto& session = reader.session();
  if (!may_leave(session, id)) return {};
  std::vector<Leaving> leaving;
  for (const auto& row :
       session.query("select distinct p.sha256, f.size from document_part p join archive_file f on f.sha256 = p.sha256 "
                     "where p.document = $1 and f.pruned is null",
                     {id})) {
    const Value hash = Blob{row.blob(0)};
    const bool stays = is_part_of_others(session, hash) ||
                       !session.query("select 1 from wire_record where record = $1 limit 1", {hash}).empty() ||
                       is_needed(session, hash);
    if (!stays) leaving.push_back({hash_of(row.blob(0)), row.integer(1), 0, true});
  }
  return leaving;
}

}  // namespace calloff::store
