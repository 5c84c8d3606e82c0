// What others are told of documents that were understood: the ASN side of rows about our ASNs, and the customer, by
// adapters that accept. Threading: on the I/O executor.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "accounts/account.hpp"
#include "inbound/commit.hpp"
#include "model/records.hpp"
#include "store/documents.hpp"

namespace calloff::inbound {

/// Told of each row of the customer's own list of ASNs, with the archived document that shows it. Told before the
/// document counts as committed: after a crash in between it is told again.
using AsnStatusSink = std::function<Task<void>(model::AsnStatus status, std::string document)>;

/// Hands every ASN status among the records to the sink, if there is one, and if the guard lets the document be
/// published: a page of another plant, or one with wrong totals, moves no ASN; nor does what somebody imported.
/// errors: the sink's own; store/...
Task<void> tell_statuses(store::Store& store, AsnStatusSink sink, Publication publication, Understood understood);

/// One poll's feed, as far as telling needs it; all of it outlives the call.
struct Told {
  store::Store& store;
  accounts::Account& account;
  store::FeedKey feed;
  std::string run;
  accounts::Place* place = nullptr;  ///< left while the customer is waited for
  bool by_person = false;            ///< who does not heed that the host wants to be left alone
};

/// told: how many of the entries; untold: the first thing that could not be told
struct Telling {
  int told = 0;
  std::optional<Error> untold{};
};

/// Lets an adapter that accepts tell the customer which of these entries' records are kept (Disposition::committed).
/// Writes are allowed for that one call, which is never repeated here. What could not be told is a ticket of the entry,
/// open until it was told, and ends no run: the next poll's list says how things stand.
/// entries: fetched by this poll; listed: every entry that the list names
/// errors: stopped; hold_account; store/...
Task<Telling> tell_committed(Told with, std::vector<adapter_api::Entry> entries, std::vector<std::string> listed);

}  // namespace calloff::inbound
