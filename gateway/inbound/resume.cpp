// After a crash: documents that were archived and not understood yet go on where they stood.
#include <algorithm>

#include "inbound/import_run.hpp"
#include "inbound/poll.hpp"
#include "store/documents.hpp"

namespace calloff::inbound {
namespace {

Task<void> resume_one(PollWith with, PolledFeed feed, store::DocumentRecord document) {
  const auto plan = plan_of(feed, document.parts);
  const auto keep_apart = [&](Error reason) {
    reason.where.document = document.id;
    return quarantine_document(with.store, feed.key, document.id, plan->version, std::move(reason));
  };
  auto parts = bytes_of(with.store, document);
  if (!parts) {
    auto kept = co_await keep_apart(parts.error());
    co_return kept;
  }
  const mapping::DocumentContext context{document.entry, feed.key.plant, feed.key.feed,
                                         local_time(document.first_seen, feed.feed.zone)};
  const model::Source source{feed.key.customer, feed.key.plant, feed.key.feed, document.id, plan->version};
  auto understood = understand(*plan, *parts, context, source, NormaliseRules{});
  if (!understood.errors.empty()) {
    auto kept = co_await keep_apart(understood.errors.front());
    co_return kept;
  }
  Publication publication{
      feed.key, document.entry, document.run, document.id, plan->version, plan->record, expectations_of(feed.feed)};
  auto told = co_await tell_statuses(with.store, with.on_asn_status, publication, understood);
  if (!told) co_return told.error();
  auto committed = co_await commit_document(with.store, std::move(publication), std::move(understood));
  // One poisoned document must not keep the gateway from starting: only a store that fails does.
  if (!committed &&
      (committed.error().recovery == Recovery::quarantine || committed.error().recovery == Recovery::fix_config)) {
    auto kept = co_await keep_apart(committed.error());
    co_return kept;
  }
  if (!committed) co_return committed.error();
  co_return Result<void>();
}

}  // namespace

Task<int> resume_documents(PollWith with, const std::vector<PolledFeed>& feeds) {
  auto unfinished = co_await with.store.read(
      [](store::Reader& r) -> Result<std::vector<store::DocumentRecord>> { return store::unfinished_documents(r); });
  if (!unfinished) co_return unfinished.error();
  int count = 0;
  for (const auto& document : *unfinished) {
    const auto feed =
        std::find_if(feeds.begin(), feeds.end(), [&](const PolledFeed& f) { return f.key == document.feed; });
    if (feed == feeds.end() || !feed->plan) continue;
    auto done = co_await resume_one(with, *feed, document);
    if (!done) co_return done.error();
    ++count;
  }
  co_return count;
}

}  // namespace calloff::inbound
