// Documents kept apart: which of them still wait, and which ticket speaks for them.
#pragma once
#include <string>
#include <vector>

#include "store/documents.hpp"
#include "store/job.hpp"

namespace calloff::inbound {

/// A page that the guard stopped is judged by itself, so its entry has a ticket. What cannot be read is one cause,
/// however many documents of the feed it keeps apart: they share one.
std::string apart_ticket(const store::FeedKey& feed, const std::string& entry, const Error& reason);

/// Was it set aside with its whole list, by a judgement that was not about itself?
bool went_with_list(store::Reader& reader, const store::DocumentRecord& document);

/// Where a document stands: empty if it waits, else superseded (a newer document of its entry is there) or settled.
std::string settled_word(store::Reader& reader, const store::DocumentRecord& document);

/// The newest documents of their entries that are kept apart and that nothing has settled since, oldest first; without
/// their parts.
std::vector<store::DocumentRecord> waiting_documents(store::Reader& reader);

/// Closes the feed's tickets that no waiting document needs any more. settled: an entry that is being settled, whose
/// documents do not count; may be empty
void close_apart_tickets(store::Writer& writer, const store::FeedKey& feed, const std::string& settled,
                         const std::string& why);

}  // namespace calloff::inbound
