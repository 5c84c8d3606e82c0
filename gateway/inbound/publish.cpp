#include "inbound/publish.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace calloff::inbound {

namespace asio = boost::asio;

namespace {

/// Runs on a CPU thread.
asio::awaitable<Understood> on_cpu(std::shared_ptr<const mapping::Plan> plan, std::vector<PartBytes> parts,
                                   mapping::DocumentContext context, model::Source source) {
  co_return understand(*plan, parts, context, source, NormaliseRules{});
}

}  // namespace

asio::awaitable<Understood> understand_document(PollWith with, const PolledFeed& feed,
                                                std::shared_ptr<const mapping::Plan> plan, Incoming incoming,
                                                std::vector<PartBytes> parts) {
  mapping::DocumentContext context{incoming.entry, feed.key.plant, feed.key.feed, incoming.received};
  model::Source source{feed.key.customer, feed.key.plant, feed.key.feed, incoming.document, plan->version};
  // No cancellation goes into the CPU pool: it could reach a coroutine that has just ended on another thread.
  constexpr auto uncancelled = [] {
    return asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
  };
  auto understood = co_await asio::co_spawn(
      with.cpu, on_cpu(std::move(plan), std::move(parts), std::move(context), std::move(source)), uncancelled());
  co_return understood;
}

asio::awaitable<Understood> understand_archived(PollWith with, const PolledFeed& feed,
                                                std::shared_ptr<const mapping::Plan> plan,
                                                store::DocumentRecord document, LocalTime received) {
  auto parts = bytes_of(with.store, document);
  if (!parts) {
    Understood nothing;
    nothing.errors.push_back(parts.error());
    co_return nothing;
  }
  Incoming incoming{document.entry, document.run, document.id, received};
  auto understood = co_await understand_document(with, feed, std::move(plan), std::move(incoming), std::move(*parts));
  co_return understood;
}

Publication publication_of(const PolledFeed& feed, const mapping::Plan& plan, const Incoming& incoming) {
  return {
      feed.key, incoming.entry, incoming.run, incoming.document, plan.version, plan.record, expectations_of(feed.feed)};
}

Task<Committed> publish_document(PollWith with, Publication publication, Understood understood) {
  auto told = co_await tell_statuses(with.store, with.on_asn_status, publication, understood);
  if (!told) co_return told.error();
  auto committed = co_await commit_document(with.store, std::move(publication), std::move(understood));
  co_return committed;
}

}  // namespace calloff::inbound
