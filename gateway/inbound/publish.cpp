#include "inbound/publish.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace calloff::inbound {

namespace asio = boost::asio;

namespace {

using Plan = std::shared_ptr<const mapping::Plan>;

/// What it takes to understand a document, bytes apart.
struct Asked {
  Plan plan;
  mapping::DocumentContext context;
  model::Source source;
};

Asked asked_of(const PolledFeed& feed, Plan plan, Incoming incoming) {
  mapping::DocumentContext context{incoming.entry, feed.key.plant, feed.key.feed, incoming.received};
  model::Source source{feed.key.customer, feed.key.plant, feed.key.feed, std::move(incoming.document), plan->version};
  return {std::move(plan), std::move(context), std::move(source)};
}

asio::awaitable<Understood> understand_bytes(Asked asked, std::vector<PartBytes> parts) {
  co_return understand(*asked.plan, parts, asked.context, asked.source, NormaliseRules{});
}

asio::awaitable<Understood> understand_kept(Asked asked, const store::Store& store, store::DocumentRecord document) {
  const auto parts = bytes_of(store, document);
  if (parts) co_return understand(*asked.plan, *parts, asked.context, asked.source, NormaliseRules{});
  Understood nothing;
  nothing.errors.push_back(parts.error());
  co_return nothing;
}

/// No cancellation goes into the CPU pool: it could reach a coroutine that has just ended on another thread.
asio::awaitable<Understood> on_cpu(asio::any_io_executor cpu, asio::awaitable<Understood> work) {
  constexpr auto uncancelled = [] {
    return asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
  };
  auto understood = co_await asio::co_spawn(cpu, std::move(work), uncancelled());
  co_return understood;
}

}  // namespace

asio::awaitable<Understood> understand_document(PollWith with, const PolledFeed& feed, Plan plan, Incoming incoming,
                                                std::vector<PartBytes> parts) {
  auto asked = asked_of(feed, std::move(plan), std::move(incoming));
  auto understood = co_await on_cpu(with.cpu, understand_bytes(std::move(asked), std::move(parts)));
  co_return understood;
}

asio::awaitable<Understood> understand_archived(PollWith with, const PolledFeed& feed, Plan plan,
                                                store::DocumentRecord document, LocalTime received) {
  auto asked = asked_of(feed, std::move(plan), {document.entry, document.run, document.id, received});
  auto understood = co_await on_cpu(with.cpu, understand_kept(std::move(asked), with.store, std::move(document)));
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
