#include "inbound/commit.hpp"

#include "store/delivery_schedules.hpp"
#include "store/documents.hpp"
#include "store/releases.hpp"
#include "store/service_orders.hpp"
#include "store/tickets.hpp"

namespace calloff::inbound {
namespace {

using store::Writer;

/// Writes one record; gives the number of lines that are new, changed or gone.
struct PutRecord {
  Writer& writer;
  const std::string& run;
  std::int64_t commit = store::next_commit(writer, run);
  bool is_used = false;

  Result<std::int64_t> operator()(const model::DeliverySchedule& sheet) {
    return lines_of(store::put_delivery_schedule(writer, sheet, commit));
  }
  Result<std::int64_t> operator()(const model::ServiceOrder& order) {
    return lines_of(store::put_service_order(writer, order, commit));
  }
  /// Each release under a commit of its own, so that each can be read back.
  Result<std::int64_t> operator()(const model::ForecastRelease& release) {
    if (is_used) commit = store::next_commit(writer, run);
    is_used = true;
    return lines_of(store::put_forecast_release(writer, release, commit));
  }
  /// The customer's list of our ASNs is evidence, kept as the document; the submit protocol looks for itself.
  Result<std::int64_t> operator()(const model::AsnStatus&) { return std::int64_t(1); }

  template <class Counts>
  static Result<std::int64_t> lines_of(const Result<Counts>& counts) {
    if (!counts) return counts.error();
    return counts->lines_opened + counts->lines_closed;
  }
};

/// One ticket an entry, however many of its documents are kept apart: one that is understood closes it.
std::string ticket_key(const store::FeedKey& feed, const std::string& entry) {
  return "document/" + feed.customer + "/" + feed.plant + "/" + feed.feed + "/" + entry;
}

}  // namespace

Task<Archived> archive_document(store::Store& store, store::FeedKey feed, std::string run,
                                adapter_api::FetchedDocument document) {
  std::vector<store::DocumentPart> parts;
  for (auto& part : document.parts) {
    auto raw = co_await store.keep(std::move(part.bytes));
    if (!raw) co_return raw.error();
    parts.push_back({part.name, part.content_type, *raw});
  }
  const auto entry = document.entry;
  auto written = co_await store.write(
      "inbound.archive", [&store, feed, run, entry, parts](Writer& w) -> Result<store::ArchivedDocument> {
        auto put = store::put_document(w, store.archive(), feed, entry.id, entry.mark, run, parts);
        if (put) store::touch_seen(w, feed, entry.id, entry.is_open);
        return put;
      });
  if (!written) co_return written.error();
  co_return Archived{written->id, written->is_repeat};
}

Task<Committed> commit_document(store::Store& store, store::FeedKey feed, std::string entry, std::string run,
                                std::string document, std::string mapping_version, Understood understood) {
  auto committed = co_await store.write("inbound.commit", [=](Writer& w) -> Result<Committed> {
    const auto state = [&] {
      return store::put_document_state(w, document, store::DocumentState::committed, understood.drafts_hash,
                                       mapping_version, std::nullopt);
    };
    Committed done;
    store::close_ticket(w, ticket_key(feed, entry), "gateway", "understood");
    if (store::last_drafts_hash(w, feed, entry) == understood.drafts_hash) {
      done.is_unchanged = true;
    } else {
      PutRecord put{w, run};
      for (const auto& record : understood.records) {
        const auto lines = std::visit(put, record);
        if (!lines) return lines.error();
        done.records += *lines;
      }
    }
    if (auto put = state(); !put) return put.error();
    return done;
  });
  co_return committed;
}

Task<void> quarantine_document(store::Store& store, store::FeedKey feed, std::string document,
                               std::string mapping_version, Error reason) {
  reason.where.customer = feed.customer;
  reason.where.plant = feed.plant;
  reason.where.feed = feed.feed;
  auto written = co_await store.write("inbound.quarantine", [=](Writer& w) -> Result<void> {
    const auto kept = store::find_document(w, document);
    store::raise_ticket(w, ticket_key(feed, kept ? kept->entry : document), reason);
    return store::put_document_state(w, document, store::DocumentState::quarantined, {}, mapping_version, reason);
  });
  co_return written;
}

}  // namespace calloff::inbound
