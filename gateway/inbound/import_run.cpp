#include "inbound/import_run.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "inbound/publish.hpp"
#include "store/event_log.hpp"
#include "store/imports.hpp"
#include "store/runs.hpp"

namespace calloff::inbound {
namespace {

namespace asio = boost::asio;

/// A document with what it says, ready to be published.
struct Ready {
  ImportDocument document;
  Understood understood;
};

struct ReadImport {
  std::vector<Ready> ready;
  std::vector<RefusedFile> refused;
};

/// Runs on a CPU thread.
asio::awaitable<ReadImport> read_files(PolledFeed feed, std::vector<ImportFile> files,
                                       mapping::DocumentContext context) {
  auto assembled = assemble(import_plans(feed), files, context);
  ReadImport read{{}, std::move(assembled.refused)};
  for (auto& document : assembled.documents) {
    auto at = context;
    at.entry_id = document.entry;
    // The document's id is known when it is archived; records get it then.
    const model::Source source{feed.key.customer, feed.key.plant, feed.key.feed, "", document.plan->version};
    auto understood = understand(*document.plan, document.parts, at, source, NormaliseRules{});
    read.ready.push_back({std::move(document), std::move(understood)});
  }
  co_return read;
}

class Import {
 public:
  Import(PollWith with, PolledFeed feed, model::Actor actor)
      : with_(with), feed_(std::move(feed)), actor_(std::move(actor)) {}

  Task<ImportRun> run(std::vector<ImportFile> files);

 private:
  Task<void> start(const std::vector<ImportFile>& files);
  Task<Imported> take(Ready ready);
  Task<Imported> publish(Ready ready, std::string document);
  Task<void> finish();

  PollWith with_;
  PolledFeed feed_;
  model::Actor actor_;
  store::RunRecord run_;
  Tally tally_;
  std::vector<Imported> imported_;
};

/// The run, and every file as it was brought, understood or not.
Task<void> Import::start(const std::vector<ImportFile>& files) {
  run_.adapter = store::kImportAdapter;
  run_.adapter_version = "1";
  run_.customer = feed_.key.customer;
  run_.plant = feed_.key.plant;
  run_.feed = feed_.key.feed;
  run_.account = actor_.name;
  run_.started = with_.clock.now();
  std::vector<std::string> all;
  for (const auto& file : files) all.push_back(file.bytes);
  auto kept = co_await with_.store.keep_all(std::move(all));
  if (!kept) co_return kept.error();
  std::vector<store::WireRow> rows;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto& file = files[i];
    store::WireRow row;
    row.step = "import";
    row.method = "FILE";
    row.url = file.name;
    row.started = run_.started;
    row.record = (*kept)[i];
    row.retention = store::Retention::proof;
    rows.push_back(std::move(row));
    run_.bytes += std::int64_t(file.bytes.size());
  }
  auto id = co_await with_.store.write("import.start", [run = run_, rows](store::Writer& w) -> Result<std::string> {
    const auto given = store::start_run(w, run);
    for (auto row : rows) {
      row.run = given;
      store::put_wire_row(w, row);
    }
    store::Event event;
    event.actor = run.account;
    event.kind = "import.started";
    event.subject = given;
    store::append_event(w, event);
    return given;
  });
  if (!id) co_return id.error();
  run_.id = *id;
  co_return Result<void>();
}

Task<Imported> Import::take(Ready ready) {
  Imported imported;
  imported.entry = ready.document.entry;
  imported.files = ready.document.files;
  imported.outcome = "refused";
  if (!ready.understood.errors.empty()) {
    imported.errors = std::move(ready.understood.errors);
    co_return imported;
  }
  adapter_api::FetchedDocument fetched;
  fetched.entry.id = ready.document.entry;
  fetched.entry.mark = "import";
  for (const auto& part : ready.document.parts) fetched.parts.push_back({part.name, part.content_type, part.bytes});
  auto archived = co_await archive_document(with_.store, feed_.key, run_.id, std::move(fetched));
  if (!archived) co_return archived.error();
  if (!archived->is_repeat) ++tally_.documents;
  auto published = co_await publish(std::move(ready), archived->document);
  co_return published;
}

void set_document(std::vector<model::Record>& records, const std::string& document) {
  for (auto& record : records) std::visit([&](auto& one) { one.source.document = document; }, record);
}

Task<Imported> Import::publish(Ready ready, std::string document) {
  set_document(ready.understood.records, document);
  auto noted = co_await with_.store.write(
      "import.note", [document, run = run_.id, files = ready.document.files](store::Writer& w) -> Result<void> {
        store::put_import(w, document, run, files);
        return {};
      });
  if (!noted) co_return noted.error();
  auto publication = publication_of(feed_, *ready.document.plan, {ready.document.entry, run_.id, document, {}});
  Imported imported{ready.document.entry, document, "published", ready.document.files, 0, {}};
  auto committed = co_await publish_document(with_, std::move(publication), std::move(ready.understood));
  if (!committed && committed.error().recovery != Recovery::quarantine) co_return committed.error();
  if (!committed) {
    imported.outcome = "refused";
    imported.errors = {committed.error()};
    auto kept =
        co_await quarantine_document(with_.store, feed_.key, document, ready.document.plan->version, committed.error());
    if (!kept) co_return kept.error();
    co_return imported;
  }
  imported.records = committed->records;
  if (committed->is_unchanged) imported.outcome = "unchanged";
  if (committed->superseded) {
    imported.outcome = "superseded";
    imported.errors = {*committed->superseded};
  }
  if (committed->stopped) {
    imported.outcome = "stopped";
    imported.errors = {*committed->stopped};
  }
  co_return imported;
}

Task<void> Import::finish() {
  for (const auto& one : imported_) {
    tally_.records += int(one.records);
    if (one.errors.empty()) continue;
    ++tally_.quarantined;
    if (!run_.cause) run_.cause = one.errors.front();
  }
  const bool is_all_bad = tally_.quarantined == int(imported_.size()) && tally_.quarantined > 0;
  if (is_all_bad) tally_.cause = run_.cause;
  run_.ended = with_.clock.now();
  run_.outcome = outcome_of(tally_);
  run_.documents = tally_.documents;
  run_.records = tally_.records;
  auto written = co_await with_.store.write(
      "import.finish", [run = run_](store::Writer& w) -> Result<void> { return store::finish_run(w, run); });
  co_return written;
}

Task<ImportRun> Import::run(std::vector<ImportFile> files) {
  if (auto started = co_await start(files); !started) co_return started.error();
  const mapping::DocumentContext context{"", feed_.key.plant, feed_.key.feed,
                                         local_time(with_.clock.now(), feed_.feed.zone)};
  // No cancellation goes into the CPU pool: it could reach a coroutine that has just ended on another thread.
  constexpr auto uncancelled = [] {
    return asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
  };
  auto read = co_await asio::co_spawn(with_.cpu, read_files(feed_, std::move(files), context), uncancelled());
  for (auto& refused : read.refused)
    imported_.push_back({"", "", "refused", {refused.file}, 0, {std::move(refused.error)}});
  for (auto& ready : read.ready) {
    auto taken = co_await take(std::move(ready));
    if (!taken) co_return taken.error();
    imported_.push_back(std::move(*taken));
  }
  if (auto finished = co_await finish(); !finished) co_return finished.error();
  co_return ImportRun{run_.id, std::move(imported_)};
}

bool has_all(const mapping::Plan& plan, const std::vector<store::DocumentPart>& parts) {
  return std::ranges::all_of(plan.parts, [&](const mapping::PartPlan& planned) {
    return std::ranges::find(parts, planned.name, &store::DocumentPart::name) != parts.end();
  });
}

}  // namespace

ImportPlans import_plans(const PolledFeed& feed) { return {feed.plan, feed.sheet_plan}; }

Task<ImportRun> import_files(PollWith with, PolledFeed feed, std::vector<ImportFile> files, model::Actor actor) {
  Import bringing(with, std::move(feed), std::move(actor));
  auto done = co_await bringing.run(std::move(files));
  co_return done;
}

std::shared_ptr<const mapping::Plan> plan_of(const PolledFeed& feed, const std::vector<store::DocumentPart>& parts) {
  const bool is_sheet =
      feed.sheet_plan && has_all(*feed.sheet_plan, parts) && !(feed.plan && has_all(*feed.plan, parts));
  return is_sheet ? feed.sheet_plan : feed.plan;
}

}  // namespace calloff::inbound
