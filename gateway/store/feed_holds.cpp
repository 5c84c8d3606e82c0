// Feeds that a person holds: the state, and the event that says who did it.
#include "store/event_log.hpp"
#include "store/states.hpp"

namespace calloff::store {
namespace {

constexpr std::string_view kHeld = "feed.held", kReleased = "feed.released";

void tell(Writer& writer, const FeedKey& feed, std::string_view kind, const std::string& actor, std::string why) {
  Event event;
  event.actor = actor;
  event.kind = kind;
  event.subject = to_string(feed);
  event.why = std::move(why);
  append_event(writer, event);
}

}  // namespace

void hold_feed(Writer& writer, const FeedKey& feed, const std::string& actor, const std::string& reason) {
  auto state = feed_state(writer, feed);
  const auto since = state.hold ? state.hold->since : writer.now();
  state.hold = Hold{Error(Recovery::ask_person, "feed/on_hold", {{"by", actor}, {"reason", reason}}), since};
  put_feed_state(writer, state);
  tell(writer, feed, kHeld, actor, reason);
}

bool release_feed(Writer& writer, const FeedKey& feed, const std::string& actor) {
  auto state = feed_state(writer, feed);
  if (!state.hold) return false;
  state.hold.reset();
  put_feed_state(writer, state);
  tell(writer, feed, kReleased, actor, {});
  return true;
}

std::optional<Instant> last_release(Reader& reader, const FeedKey& feed) {
  const auto event = last_event(reader, to_string(feed), kReleased);
  return event ? std::optional(event->at) : std::nullopt;
}

Error held(const FeedState& state) {
  return {Recovery::ask_person,
          "feed/held",
          {{"feed", to_string(state.feed)},
           {"since", calloff::to_string(state.hold->since)},
           {"cause", sentence(state.hold->reason)}}};
}

}  // namespace calloff::store
