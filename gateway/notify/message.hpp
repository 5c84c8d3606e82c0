// What a target is told: one message of one or more facts, as JSON and as text for people. Threading: pure functions.
#pragma once
#include <string>
#include <vector>

#include "settings/configuration.hpp"
#include "store/alerts.hpp"

namespace calloff::notify {

/// One fact about one ticket, as the ticket is now. id: `E-` and 16 digits, of the last event that the fact stands for;
/// reminders: so often the target was told again that nobody takes it, this time included
struct Fact {
  std::string id;
  store::TicketNews::What what = store::TicketNews::What::opened;
  Instant at{};
  store::Ticket ticket;
  std::int64_t reminders = 0;
};

/// Ready to go out. id: the same for the same facts to the same target. json: source docs/schemas/notification.json
struct Message {
  std::string id;
  Instant sent{};
  std::string subject, text, json;
};

Message compose(const settings::Configuration& configuration, const settings::NotifyTarget& target,
                const std::vector<Fact>& facts, Instant now);
/// Says that nothing has happened. id: unlike that of any other
Message test_message(const settings::Configuration& configuration, const settings::NotifyTarget& target,
                     const std::string& actor, Instant now);

/// The message as a mail: RFC 5322, text/plain in UTF-8, lines end CRLF.
std::string mail_of(const settings::NotifyTarget& target, const Message& message);

/// The headers that prove a webhook's body ours: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
/// keys: as they stand in the configuration's secrets; each signs. at: of the request, not of the message
/// errors: fix_config notify/bad_key: `whsec_` and then no base64
/// source: Standard Webhooks 1.0: HMAC-SHA256 over ID.TIMESTAMP.BODY
Result<std::vector<std::pair<std::string, std::string>>> signature_of(const Message& message, Instant at,
                                                                      const std::vector<std::string>& keys);

}  // namespace calloff::notify
