// One run of one feed as an object: what it works with and what it has seen so far. Its steps: poll.cpp begins and ends
// it, poll_list.cpp goes through the customer's list, poll_document.cpp takes one document.
// Threading: as poll.hpp.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "inbound/list_guard.hpp"
#include "inbound/poll.hpp"
#include "store/runs.hpp"

namespace calloff::inbound {

/// A document that was understood and waits for the rest of its list.
struct Pending {
  std::string document, entry;
  Understood understood;
};

/// reason: why the list is not published
struct ListVerdict {
  bool is_stopped = false;
  Error reason;
};

/// What is known of the feed before its list is gone through.
struct Known {
  std::vector<store::SeenEntry> seen;
  ListHistory list;
};

class Poll {
 public:
  Poll(PollWith with, accounts::Account& account, const PolledFeed& feed)
      : with_(with), account_(account), feed_(feed) {}

  Task<store::RunRecord> run(std::optional<Instant> planned);

 private:
  Task<void> start(std::optional<Instant> planned);
  Task<adapter_api::Listing> list();
  Task<void> note_known(std::vector<adapter_api::Entry> known);
  Task<void> fetch_one(adapter_api::Entry entry);
  Task<bool> is_settled(std::string document);
  Task<void> understand_one(Archived archived, adapter_api::Entry entry, std::vector<PartBytes> parts);
  Task<void> publish(Pending pending);
  Task<Known> known(std::vector<std::string> listed);
  Task<void> fetch_all(std::vector<adapter_api::Entry> entries);
  Task<ListVerdict> judge_pending(const adapter_api::Listing& listing, const ListHistory& history);
  Task<void> stop_list(adapter_api::Listing listing, Error reason);
  Task<void> publish_pending();
  Task<void> go_through(adapter_api::Listing listing);
  Task<void> poll();
  Task<void> finish();
  accounts::Operation operation(
      std::function<Task<void>(adapter_api::Adapter&, adapter_api::Run&, transport::Session&)> body) const;
  void say(LogLevel level, std::string text) const;
  void keep_apart(const Error& reason);

  PollWith with_;
  accounts::Account& account_;
  const PolledFeed& feed_;
  store::RunRecord run_;
  Tally tally_;
  std::optional<Error> first_kept_apart_, first_stopped_;
  bool is_list_awaited_ = false;  ///< the list shows by its days only when it was read whole whether it is an old one
  std::vector<Pending> pending_;
};

}  // namespace calloff::inbound
