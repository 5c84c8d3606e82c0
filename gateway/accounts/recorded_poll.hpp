// A recorded poll asked again: an adapter before a customer who gives the answers of that day, at the times of that
// day. Nothing goes out. Threading: as an adapter's; every call on the executor that runs it.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "accounts/account.hpp"

namespace calloff::accounts {

/// A document as it came, and when.
struct RecordedDocument {
  adapter_api::FetchedDocument document;
  Instant at{};
};

/// What an adapter makes of a recording. asked: exchanges it asked for again; left: those it did not
/// failed: errors of single entries; ended: what ended it, wire/not_recorded where the adapter asks for something else
struct RecordedPoll {
  std::size_t listed = 0, asked = 0, left = 0;
  std::vector<RecordedDocument> documents;
  std::vector<Error> failed;
  std::optional<Error> ended;
};

/// An account before its recordings: one for all polls that one adapter made, in their order, as it remembers things.
/// Of its secrets only the user's name is read: recordings do not have the others.
class RecordedAccount {
 public:
  RecordedAccount(AccountSetup setup, LogSink log);

  /// Signs in where the recording does, lists, and fetches what was fetched then.
  /// records: of one run, in their order
  boost::asio::awaitable<RecordedPoll> poll(std::string run, std::string feed, adapter_api::DateWindow window,
                                            std::vector<transport::WireRecord> records);

 private:
  AccountSetup setup_;
  LogSink log_;
  std::shared_ptr<adapter_api::Adapter> adapter_;
};

}  // namespace calloff::accounts
