#include "present/freshness.hpp"
#include "present/views.hpp"
#include "store/runs.hpp"

namespace calloff::present {
namespace {

const std::vector<Column> kColumns{
    {"run", "RUN"},         {"customer", "CUSTOMER"},         {"plant", "PLANT"},
    {"feed", "FEED"},       {"started", "STARTED"},           {"ended", "", false, true},
    {"outcome", "OUTCOME"}, {"documents", "DOCUMENTS", true}, {"records", "RECORDS", true},
    {"cause", "CAUSE"}};

Value base_value(const store::RunRecord& run, Language language) {
  auto value = Value::object();
  value.add("run", run.id)
      .add("customer", run.customer)
      .add("plant", text_or_null(run.plant))
      .add("feed", run.feed)
      .add("started", to_string(run.started))
      .add("ended", run.ended ? Value(to_string(*run.ended)) : Value())
      .add("outcome", run.outcome ? Value(store::to_string(*run.outcome)) : Value("running"))
      .add("documents", run.documents)
      .add("records", run.records)
      .add("cause", run.cause ? Value(sentence(*run.cause, language)) : Value());
  return value;
}

Value exchange_value(const store::WireRow& row) {
  auto value = Value::object();
  value.add("number", row.number)
      .add("step", row.step)
      .add("method", row.method)
      .add("url", row.url)
      .add("status", row.status)
      .add("took_ms", std::int64_t(row.took.count()))
      .add("error", text_or_null(row.error_code))
      .add("sha256", row.record.sha256)
      .add("line", row.line);
  return value;
}

}  // namespace

Listing run_listing(const std::vector<store::RunRecord>& runs, const settings::Configuration& configuration) {
  Listing listing{kColumns, {}};
  for (const auto& run : runs) listing.rows.push_back(base_value(run, language_of(configuration)));
  return listing;
}

Listing run_list_view(const ViewOf& of, std::size_t limit) {
  Listing listing{kColumns, {}};
  store::RunFilter filter;
  filter.limit = limit;
  for (const auto& run : store::list_runs(of.reader, filter))
    if (of.actor.scope.covers(run.customer, run.plant))
      listing.rows.push_back(base_value(run, language_of(of.configuration)));
  return listing;
}

std::optional<Value> run_view(const ViewOf& of, const std::string& id) {
  const auto run = store::find_run(of.reader, id);
  if (!run || !of.actor.scope.covers(run->customer, run->plant)) return std::nullopt;
  auto value = base_value(*run, language_of(of.configuration));
  value.add("account", run->account)
      .add("adapter", run->adapter + " " + run->adapter_version)
      .add("planned", run->planned ? Value(to_string(*run->planned)) : Value())
      .add("listed", run->listed)
      .add("fetched", run->fetched)
      .add("requests", run->requests)
      .add("bytes", run->bytes)
      .add("code", run->cause ? Value(run->cause->code) : Value());
  auto exchanges = Value::list();
  for (const auto& row : store::wire_rows(of.reader, id)) exchanges.items.push_back(exchange_value(row));
  value.add("exchanges", std::move(exchanges));
  return value;
}

}  // namespace calloff::present
