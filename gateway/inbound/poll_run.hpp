// One run of one feed as an object: what it works with and what it has seen so far. Its steps: poll.cpp begins and ends
// it, poll_list.cpp goes through the customer's list, poll_document.cpp takes one document.
// Threading: as poll.hpp.
#pragma once
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "inbound/entry_tickets.hpp"
#include "inbound/list_guard.hpp"
#include "inbound/poll.hpp"
#include "store/runs.hpp"

namespace calloff::inbound {

/// A document that was understood and waits for the rest of its list.
struct Pending {
  std::string document, entry;
  Understood understood;
};

/// What is known of the feed before its list is gone through. unfetched: entries of which nothing came the last time
struct Known {
  std::vector<store::SeenEntry> seen;
  ListHistory list;
  std::set<std::string> unfetched;
};

class Poll {
 public:
  Poll(PollWith with, accounts::Account& account, const PolledFeed& feed, Holds holds)
      : with_(with),
        account_(account),
        feed_(feed),
        holds_(holds),
        place_(with.places, accounts::Priority::poll) {}

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
  Task<void> fetch_all(std::vector<adapter_api::Entry> entries, std::set<std::string> unfetched);
  Task<void> note_unfetched(std::vector<std::string> listed);
  Task<ListVerdict> judge_pending(std::vector<std::string> listed);
  Task<void> publish_list(adapter_api::Listing listing, Result<void> fetched);
  Task<void> stop_list(adapter_api::Listing listing, Error reason);
  Task<void> publish_pending();
  Task<void> end_list(std::vector<std::string> listed, std::vector<std::string> missing, ListHistory history);
  Task<void> go_through(adapter_api::Listing listing);
  Task<void> poll();
  Task<void> finish();
  accounts::Operation operation(
      std::function<Task<void>(adapter_api::Adapter&, adapter_api::Run&, transport::Session&)> body);
  void say(LogLevel level, std::string text) const;
  void keep_apart(const Error& reason);
  void pass_over(const adapter_api::Entry& entry, Error reason);

  PollWith with_;
  accounts::Account& account_;
  const PolledFeed& feed_;
  const Holds holds_;
  accounts::Place place_;
  store::RunRecord run_;
  Tally tally_;
  std::optional<Error> first_left_out_, first_stopped_;  ///< left out: kept apart, or not to be had
  std::set<std::string> told_apart_;                     ///< codes of what was kept apart: that has tickets of its own
  std::vector<adapter_api::Entry> fetched_;
  std::map<std::string, Error> unfetched_;  ///< by entry
  LocalTime list_read_{};                   ///< at the plant: the list is judged by the day on which it was read
  bool is_list_awaited_ = false;  ///< the list shows by its days only when it was read whole whether it is an old one
  std::vector<Pending> pending_;
};

}  // namespace calloff::inbound
