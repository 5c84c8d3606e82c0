#include "inbound/tell.hpp"

#include "inbound/entry_tickets.hpp"
#include "store/runs.hpp"

namespace calloff::inbound {
namespace {

/// Are the records of what the entry showed last kept?
Task<bool> is_kept(store::Store& store, store::FeedKey feed, std::string entry) {
  auto kept = co_await store.read([entry, feed](store::Reader& r) -> Result<bool> {
    const auto seen = store::find_seen(r, feed, entry);
    return seen && seen->state == store::DocumentState::committed;
  });
  co_return kept;
}

/// A file that somebody brings proves no ASN, whoever publishes it.
bool is_brought(store::Reader& reader, const Publication& publication) {
  const auto run = store::find_run(reader, publication.run);
  return run && run->adapter == store::kImportAdapter;
}

Task<void> tell_one(Told with, adapter_api::Entry entry) {
  accounts::Operation telling;
  telling.run = with.run;
  telling.may_repeat = false;
  telling.place = with.place;
  telling.by_person = with.by_person;
  telling.body = [with, entry](adapter_api::Adapter& adapter, adapter_api::Run& run,
                               transport::Session& session) -> Task<void> {
    session.allow_writes(true);
    auto done = adapter.settle(run, with.feed.feed, entry, adapter_api::Disposition::committed);
    return done;
  };
  auto told = co_await with.account.operate(std::move(telling));
  co_return told;
}

}  // namespace

Task<void> tell_statuses(store::Store& store, AsnStatusSink sink, Publication publication, Understood understood) {
  if (!sink || publication.kind != mapping::RecordKind::asn_status) co_return Result<void>();
  const auto document = publication.document;
  const auto may_be = co_await store.read([&](store::Reader& r) -> Result<bool> {
    return !is_brought(r, publication) && !objection(r, publication, understood);
  });
  if (!may_be) co_return may_be.error();
  if (!*may_be) co_return Result<void>();
  for (auto& record : understood.records) {
    auto* status = std::get_if<model::AsnStatus>(&record);
    if (!status) continue;
    auto told = co_await sink(std::move(*status), document);
    if (!told) co_return told.error();
  }
  co_return Result<void>();
}

Task<Telling> tell_committed(Told with, std::vector<adapter_api::Entry> entries, std::vector<std::string> listed) {
  Telling telling;
  if (!with.account.setup().module.takes("accept")) co_return telling;
  EntryNews news{std::string(kUntold), {}, {}};
  for (const auto& entry : entries) {
    const auto kept = co_await is_kept(with.store, with.feed, entry.id);
    if (!kept) co_return kept.error();
    if (!*kept) continue;
    const auto told = co_await tell_one(with, entry);
    if (told) {
      ++telling.told;
      news.done.insert(entry.id);
      continue;
    }
    const auto recovery = told.error().recovery;
    if (recovery == Recovery::stopped || recovery == Recovery::hold_account) co_return told.error();
    if (!telling.untold) telling.untold = told.error();
    news.failed[entry.id] = told.error();
  }
  auto noted = co_await note_entries(with.store, with.feed, std::move(news), std::move(listed));
  if (!noted) co_return noted.error();
  co_return telling;
}

}  // namespace calloff::inbound
