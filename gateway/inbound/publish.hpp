// The two steps that every document takes once it is archived, whoever brought it: understood on the CPU pool, and
// published under the guard. Threading: called on the I/O executor.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <vector>

#include "inbound/decode.hpp"
#include "inbound/poll.hpp"

namespace calloff::inbound {

/// An archived document of a feed. received: plant-local; years that a page leaves out are guessed from it
struct Incoming {
  std::string entry, run, document;
  LocalTime received;
};

/// Decodes and maps on the CPU pool: no page holds up the sockets. What is wrong with it stands in its errors.
boost::asio::awaitable<Understood> understand_document(PollWith with, const PolledFeed& feed,
                                                       std::shared_ptr<const mapping::Plan> plan, Incoming incoming,
                                                       std::vector<PartBytes> parts);
/// The same from the archive; a part that is not to be had is one of the errors.
boost::asio::awaitable<Understood> understand_archived(PollWith with, const PolledFeed& feed,
                                                       std::shared_ptr<const mapping::Plan> plan,
                                                       store::DocumentRecord document, LocalTime received);

Publication publication_of(const PolledFeed& feed, const mapping::Plan& plan, const Incoming& incoming);

/// Tells the ASN side what it says of our ASNs, then commits. errors: as tell_statuses and commit_document
Task<Committed> publish_document(PollWith with, Publication publication, Understood understood);

}  // namespace calloff::inbound
