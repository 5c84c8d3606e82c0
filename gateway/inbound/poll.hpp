// One run: list, fetch, archive, decode, map, normalise, commit, settle. One bad sheet never blocks nineteen good ones.
// Threading: on the I/O executor; decoding runs on the CPU pool.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <optional>

#include "accounts/account.hpp"
#include "inbound/commit.hpp"
#include "inbound/outcome.hpp"
#include "inbound/tell.hpp"
#include "mapping/plan.hpp"
#include "settings/configuration.hpp"

namespace calloff::inbound {

/// A feed as polled. plan: nullptr: documents are archived and not understood; sheet_plan: of files that people bring,
/// where one file is a whole document; may be nullptr
struct PolledFeed {
  settings::Feed feed;
  store::FeedKey key;
  std::shared_ptr<const mapping::Plan> plan;
  std::shared_ptr<const mapping::Plan> sheet_plan = nullptr;
};

/// What polling works with; all of it outlives the run.
struct PollWith {
  store::Store& store;
  Clock& clock;
  boost::asio::any_io_executor cpu;
  LogSink log;
  AsnStatusSink on_asn_status{};
  accounts::Turnstile* places = nullptr;  ///< of polls that have something to work on; nullptr: room for all
};

/// Whether a feed that a person holds is left alone.
enum class Holds { respected, overruled };

/// Polls the feed now; whoever asks holds the account's poll lane. The run is recorded whatever happens; only a store
/// that fails gives an error.
/// planned: when it was due; none if a person asked
/// errors: ask_person feed/held (feed, since, cause), retry accounts/yielded, retry accounts/asked_to_wait (host,
///         until) and retry schedule/outside_hours (if planned): nothing was begun; store/... A poll that the host's
///         wish keeps off is put off until then (FeedState::again), where nothing is due before
Task<store::RunRecord> poll_feed(PollWith with, accounts::Account& account, PolledFeed feed,
                                 std::optional<Instant> planned, Holds holds);

/// Goes on with documents that were archived before a crash and not understood yet; gives how many. What a later one of
/// its entry has overtaken is passed over. Sheets of a list that looks like an old one wait for the next poll, as they
/// would after a poll that broke off: it reads the list whole and judges.
Task<int> resume_documents(PollWith with, std::vector<PolledFeed> feeds);

}  // namespace calloff::inbound
