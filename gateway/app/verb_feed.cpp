// feed hold, feed release: a person has a feed left alone, and lets it be polled again.
#include "app/feed_name.hpp"
#include "app/verb.hpp"
#include "base/dates.hpp"
#include "base/text.hpp"
#include "present/freshness.hpp"
#include "store/states.hpp"

namespace calloff::app {
namespace {

struct Asked {
  Gateway& gateway;
  const inbound::PolledFeed& feed;
  const model::Actor& actor;
  Output& output;
  Language language;

  std::string name() const { return store::to_string(feed.key); }
  void say(const char* code, std::string next = {}) const {
    output.out(
        printable(sentence({Recovery::ask_person, code, {{"feed", name()}, {"next", std::move(next)}}}, language)) +
        "\n");
  }
};

Exit hold(const Asked& asked, const std::string& reason) {
  const auto held = asked.gateway.store().write_now("feed.hold", [&](store::Writer& w) -> Result<void> {
    store::hold_feed(w, asked.feed.key, asked.actor.name, reason);
    return {};
  });
  if (!held) return report(held.error(), asked.output, asked.language);
  asked.say("feed/now_held");
  return Exit::ok;
}

Exit release(const Asked& asked) {
  auto& store = asked.gateway.store();
  const auto released = store.write_now("feed.release", [&](store::Writer& w) -> Result<bool> {
    return store::release_feed(w, asked.feed.key, asked.actor.name);
  });
  if (!released) return report(released.error(), asked.output, asked.language);
  if (!*released) {
    asked.say("feed/not_held");
    return Exit::ok;
  }
  const auto next = store.read_now([&](store::Reader& reader) -> Result<std::string> {
    const present::ViewOf of{reader, asked.gateway.prepared().configuration, asked.gateway.clock().now(), asked.actor};
    const auto runs = present::next_runs(of, asked.feed.feed, 1);
    return runs.empty() ? std::string("-") : to_zoned_string(runs[0], asked.feed.feed.zone);
  });
  if (!next) return report(next.error(), asked.output, asked.language);
  asked.say("feed/released", *next);
  return Exit::ok;
}

}  // namespace

Exit hold_or_release_feed(const Command& command, Gateway& gateway, const model::Actor& actor, Output& output) {
  const auto& prepared = gateway.prepared();
  const auto language = present::language_of(prepared.configuration);
  const auto feed = find_feed(prepared, actor.scope, command.all("FEED"));
  if (!feed) {
    report(feed.error(), output, language);
    return Exit::usage;
  }
  const Asked asked{gateway, **feed, actor, output, language};
  if (command.verb == "feed release") return release(asked);
  const auto reason = command.get("reason");
  if (!trim(reason).empty()) return hold(asked, std::string(trim(reason)));
  report({Recovery::ask_person, "feed/no_reason"}, output, language);
  return Exit::usage;
}

}  // namespace calloff::app
