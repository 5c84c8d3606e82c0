#include <algorithm>

#include "store/asns.hpp"
#include "store/columns.hpp"

namespace calloff::store {
namespace {

Error refused(std::string code, std::string_view asn) {
  return {Recovery::fix_code, std::move(code), {{"asn", std::string(asn)}}};
}

AttemptRecord attempt_of(const Row& row) {
  AttemptRecord attempt;
  attempt.asn = row.text(0);
  attempt.number = static_cast<int>(row.integer(1));
  attempt.epoch = row.integer(2);
  attempt.body_sha256 = hash_of(row.blob(3));
  attempt.committed = instant_of(row.integer(4));
  attempt.outcome = row.text(5);
  attempt.settled = maybe_of(row, 6, instant_of);
  attempt.evidence = row.text(7);
  attempt.error = maybe_error_of(row, 8);
  return attempt;
}

bool allows_another(const AttemptRecord& attempt) {
  return attempt.outcome == "not_sent" || attempt.outcome == "absent" || attempt.outcome == "repeated";
}

}  // namespace

Result<AttemptRecord> start_attempt(Writer& writer, std::string_view asn_id, std::int64_t epoch) {
  const auto asn = find_asn(writer, asn_id);
  if (!asn) return refused("store/asn_unknown", asn_id);
  if (!asn->frozen) return refused("store/asn_not_frozen", asn_id);
  if (asn->epoch != epoch) return refused("store/epoch_stale", asn_id);
  // No second submission unless the one before is proven not to have happened.
  if (!std::ranges::all_of(attempts_of(writer, asn_id), allows_another))
    return refused("store/attempt_not_closed", asn_id);
  AttemptRecord attempt{.asn = asn->id,
                        .number = asn->attempts + 1,
                        .epoch = epoch,
                        .body_sha256 = asn->frozen->sha256,
                        .committed = writer.now(),
                        .outcome = {},
                        .settled = {},
                        .evidence = {},
                        .error = {}};
  const auto opened = writer.session().execute(
      "insert into asn_attempt (asn, number, epoch, body, committed, outcome, evidence) values ($1, $2, $3, $4, $5, "
      "'', '') "
      "on conflict do nothing",
      {attempt.asn, std::int64_t{attempt.number}, attempt.epoch, hash_column(attempt.body_sha256),
       column_of(attempt.committed)});
  if (opened == 0) return refused("store/attempt_exists", asn_id);
  writer.session().execute("update asn set attempts = $2 where id = $1", {attempt.asn, std::int64_t{attempt.number}});
  return attempt;
}

Result<void> settle_attempt(Writer& writer, const AttemptRecord& attempt) {
  const auto settled = writer.session().execute(
      "update asn_attempt set outcome = $3, settled = $4, evidence = $5, error = $6 "
      "where asn = $1 and number = $2 and (outcome = '' or outcome = 'unknown')",
      {attempt.asn, std::int64_t{attempt.number}, attempt.outcome, column_of(writer.now()), attempt.evidence,
       maybe_error(attempt.error)});
  if (settled == 0) return refused("store/attempt_settled", attempt.asn);
  return {};
}

std::vector<AttemptRecord> attempts_of(Reader& reader, std::string_view asn) {
  std::vector<AttemptRecord> attempts;
  for (const auto& row : reader.session().query(
           "select asn, number, epoch, body, committed, outcome, settled, evidence, error from asn_attempt "
           "where asn = $1 order by number",
           {std::string(asn)}))
    attempts.push_back(attempt_of(row));
  return attempts;
}

void put_look_up(Writer& writer, const LookUpRecord& look_up) {
  const auto unchanged = look_up.is_shipped_unchanged;
  writer.session().execute(
      "insert into asn_look_up (asn, attempt, at, is_complete, is_negative, controls_asked, controls_seen, matches, "
      "is_shipped_unchanged, verdict, evidence) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      {look_up.asn, std::int64_t{look_up.attempt}, column_of(look_up.at), std::int64_t{look_up.is_complete},
       std::int64_t{look_up.is_negative}, texts_column(look_up.controls_asked), texts_column(look_up.controls_seen),
       texts_column(look_up.matches), unchanged ? Value(std::int64_t{*unchanged}) : Value(), look_up.verdict,
       look_up.evidence});
}

std::vector<LookUpRecord> look_ups_of(Reader& reader, std::string_view asn) {
  std::vector<LookUpRecord> look_ups;
  for (const auto& row : reader.session().query(
           "select asn, attempt, at, is_complete, is_negative, controls_asked, controls_seen, matches, "
           "is_shipped_unchanged, verdict, evidence from asn_look_up where asn = $1 order by id",
           {std::string(asn)}))
    look_ups.push_back({row.text(0), static_cast<int>(row.integer(1)), instant_of(row.integer(2)), row.integer(3) != 0,
                        row.integer(4) != 0, texts_of(row.text(5)), texts_of(row.text(6)), texts_of(row.text(7)),
                        maybe_of(row, 8, [](std::int64_t column) { return column != 0; }), row.text(9), row.text(10)});
  return look_ups;
}

}  // namespace calloff::store
