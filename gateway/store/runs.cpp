#include "store/runs.hpp"

#include <fmt/format.h>

#include <array>

#include "store/columns.hpp"
#include "store/facts.hpp"
#include "store/registry.hpp"

namespace calloff::store {
namespace {

constexpr std::array kOutcomes{RunOutcome::ok,      RunOutcome::unchanged,    RunOutcome::no_data, RunOutcome::partial,
                               RunOutcome::blocked, RunOutcome::page_changed, RunOutcome::stopped, RunOutcome::failed};

constexpr std::string_view kColumns =
    "id, adapter, adapter_version, customer, plant, feed, account, planned, started, ended, outcome, documents, "
    "records, "
    "requests, bytes, cause, listed, fetched, exchanges_pruned";

std::optional<RunOutcome> outcome_of(const Row& row, std::size_t column) {
  if (row.is_null(column)) return std::nullopt;
  for (const auto outcome : kOutcomes)
    if (to_string(outcome) == row.text(column)) return outcome;
  throw std::logic_error("store: unknown outcome " + row.text(column));
}

RunRecord run_of(const Row& row) {
  RunRecord run;
  run.id = row.text(0);
  run.adapter = row.text(1);
  run.adapter_version = row.text(2);
  run.customer = row.text(3);
  run.plant = row.text(4);
  run.feed = row.text(5);
  run.account = row.text(6);
  run.planned = maybe_of(row, 7, instant_of);
  run.started = instant_of(row.integer(8));
  run.ended = maybe_of(row, 9, instant_of);
  run.outcome = outcome_of(row, 10);
  run.documents = row.integer(11);
  run.records = row.integer(12);
  run.requests = row.integer(13);
  run.bytes = row.integer(14);
  run.cause = maybe_error_of(row, 15);
  run.listed = row.integer(16);
  run.fetched = row.integer(17);
  run.exchanges_pruned = maybe_of(row, 18, instant_of);
  return run;
}

WireRow wire_row_of(const Row& row) {
  WireRow wire;
  wire.run = row.text(0);
  wire.number = row.integer(1);
  wire.step = row.text(2);
  wire.method = row.text(3);
  wire.url = row.text(4);
  wire.started = instant_of(row.integer(5));
  wire.took = std::chrono::milliseconds(row.integer(6));
  wire.status = static_cast<int>(row.integer(7));
  wire.departure = row.text(8);
  wire.error_code = row.text(9);
  wire.record = {hash_of(row.blob(10)), static_cast<std::uint64_t>(row.integer(11))};
  wire.retention = row.text(12) == "proof" ? Retention::proof : Retention::routine;
  wire.line = row.integer(13);
  return wire;
}

}  // namespace

std::string_view to_string(RunOutcome outcome) {
  switch (outcome) {
    case RunOutcome::ok:
      return "ok";
    case RunOutcome::unchanged:
      return "unchanged";
    case RunOutcome::no_data:
      return "no_data";
    case RunOutcome::partial:
      return "partial";
    case RunOutcome::blocked:
      return "blocked";
    case RunOutcome::page_changed:
      return "page_changed";
    case RunOutcome::stopped:
      return "stopped";
    case RunOutcome::failed:
      return "failed";
  }
  return "failed";
}

std::string start_run(Writer& writer, const RunRecord& run) {
  auto id = fmt::format("R-{:06}", next_number(writer, "run"));
  writer.session().execute(
      "insert into run (id, adapter, adapter_version, customer, plant, feed, account, planned, started, documents, "
      "records, "
      "requests, bytes) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, 0)",
      {id, run.adapter, run.adapter_version, run.customer, run.plant, run.feed, run.account, maybe(run.planned),
       column_of(run.started)});
  return id;
}

Result<void> finish_run(Writer& writer, const RunRecord& run) {
  if (!run.ended || !run.outcome) throw std::logic_error("store: a finished run has an end and an outcome");
  const auto changed = writer.session().execute(
      "update run set ended = $2, outcome = $3, documents = $4, records = $5, requests = $6, bytes = $7, cause = $8, "
      "listed = $9, fetched = $10 where id = $1 and outcome is null",
      {run.id, column_of(*run.ended), std::string(to_string(*run.outcome)), run.documents, run.records, run.requests,
       run.bytes, maybe_error(run.cause), run.listed, run.fetched});
  if (changed == 0) return Error{Recovery::fix_code, "store/run_not_open", {{"run", run.id}}};
  return {};
}

std::vector<std::string> close_interrupted_runs(Writer& writer, RunOutcome outcome) {
  std::vector<std::string> ids;
  const Error cause{outcome == RunOutcome::stopped ? Recovery::stopped : Recovery::retry, "run/interrupted"};
  for (const auto& row :
       writer.session().query("update run set ended = $1, outcome = $2, cause = $3 where outcome is null returning id",
                              {column_of(writer.now()), std::string(to_string(outcome)), error_column(cause)}))
    ids.push_back(row.text(0));
  return ids;
}

std::optional<RunRecord> find_run(Reader& reader, std::string_view id) {
  static const auto sql = "select " + std::string(kColumns) + " from run where id = $1";
  const auto rows = reader.session().query(sql, {std::string(id)});
  if (rows.empty()) return std::nullopt;
  return run_of(rows[0]);
}

std::vector<RunRecord> list_runs(Reader& reader, const RunFilter& filter) {
  static const auto sql = "select " + std::string(kColumns) +
                          " from run where ($1 = '' or customer = $1) and ($2 = '' or plant = $2) "
                          "and ($3 = '' or feed = $3) order by started desc, id desc limit $4";
  std::vector<RunRecord> runs;
  for (const auto& row : reader.session().query(
           sql, {filter.customer, filter.plant, filter.feed, static_cast<std::int64_t>(filter.limit)}))
    runs.push_back(run_of(row));
  return runs;
}

std::optional<RunRecord> last_poll(Reader& reader, const FeedKey& feed) {
  static const auto sql = "select " + std::string(kColumns) +
                          " from run where customer = $1 and plant = $2 and feed = $3 and adapter <> $4 and outcome is "
                          "not null order by started desc limit 1";
  const auto rows = reader.session().query(sql, {feed.customer, feed.plant, feed.feed, std::string(kImportAdapter)});
  return rows.empty() ? std::nullopt : std::optional(run_of(rows[0]));
}

std::optional<Instant> first_bad_poll(Reader& reader, const FeedKey& feed, std::optional<Instant> good) {
  const auto rows = reader.session().query(
      "select started from run where customer = $1 and plant = $2 and feed = $3 and adapter <> $4 and outcome not "
      "in ('ok', 'unchanged', 'no_data') and started >= $5 order by started limit 1",
      {feed.customer, feed.plant, feed.feed, std::string(kImportAdapter), good ? column_of(*good) : INT64_MIN});
  return rows.empty() ? std::nullopt : std::optional(instant_of(rows[0].integer(0)));
}

std::optional<Instant> last_good_poll(Reader& reader, const FeedKey& feed, Instant at) {
  const auto rows = reader.session().query(
      "select ended from run where customer = $1 and plant = $2 and feed = $3 and started <= $4 and ended <= $4 "
      "and adapter <> 'import' and outcome in ('ok', 'no_data', 'unchanged') order by started desc limit 1",
      {feed.customer, feed.plant, feed.feed, column_of(at)});
  return rows.empty() ? std::nullopt : maybe_of(rows[0], 0, instant_of);
}

std::optional<Instant> last_good_import(Reader& reader, const FeedKey& feed) {
  const auto rows = reader.session().query(
      "select ended from run where customer = $1 and plant = $2 and feed = $3 and adapter = 'import' and outcome in "
      "('ok', 'unchanged') order by started desc limit 1",
      {feed.customer, feed.plant, feed.feed});
  return rows.empty() ? std::nullopt : maybe_of(rows[0], 0, instant_of);
}

std::int64_t put_wire_row(Writer& writer, const WireRow& row) {
  register_file(writer, row.record);
  return writer.session()
      .query(
          "insert into wire_record (run, number, step, method, url, started, took_ms, status, departure, error_code, "
          "record, size, retention) select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
          "$12 "
          "from wire_record where run = $1 returning number",
          {row.run, row.step, row.method, row.url, column_of(row.started), std::int64_t{row.took.count()},
           std::int64_t{row.status}, row.departure, row.error_code, hash_column(row.record.sha256),
           static_cast<std::int64_t>(row.record.size),
           std::string(row.retention == Retention::proof ? "proof" : "routine")})
      .at(0)
      .integer(0);
}

std::vector<WireRow> wire_rows(Reader& reader, std::string_view run) {
  std::vector<WireRow> wires;
  for (const auto& row : reader.session().query("select run, number, step, method, url, started, took_ms, status, "
                                                "departure, error_code, record, size, retention, "
                                                "row_number() over (partition by record order by number) "
                                                "from wire_record where run = $1 order by number",
                                                {std::string(run)}))
    wires.push_back(wire_row_of(row));
  return wires;
}

}  // namespace calloff::store
