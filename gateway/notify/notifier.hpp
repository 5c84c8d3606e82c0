// Tells each configured target the news of tickets that concern it: each fact once, and none lost over a kill. What
// becomes due together goes out as one message. A target that does not take its messages is tried again, ever later,
// and gets a ticket of its own. Threading: all calls on one executor; run() of each target is a task of its own.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <vector>

#include "base/log.hpp"
#include "notify/carrier.hpp"
#include "settings/configuration.hpp"
#include "store/alerts.hpp"
#include "store/store.hpp"

namespace calloff::notify {

/// Messages in a row that a target may refuse before a person is told.
inline constexpr std::int64_t kTries = 3;
/// How soon news is seen.
inline constexpr std::chrono::milliseconds kPause{2000};
/// Facts in one message at most; the others follow at once.
inline constexpr std::size_t kFacts = 50;

class Notifier {
 public:
  /// All of it outlives the notifier.
  Notifier(store::Store& store, Clock& clock, LogSink log, const settings::Configuration& configuration,
           Carrier& carrier);

  std::size_t size() const { return targets_.size(); }
  const std::string& name(std::size_t target) const { return targets_.at(target).settings.name; }

  /// Before anything else: a target that is new hears what happens from now on; what waits for one that is not
  /// configured any more is dropped, and said in the log. errors: store/...
  Task<void> begin();

  /// Looks for news and sends what is due. What was taken and could not be written down is only written down, never
  /// sent again by this notifier. returns: true: there may be more to do at once. errors: store/...; stopped
  /// wire/cancelled: what was on its way goes out again
  Task<bool> step(std::size_t target);

  /// Steps for as long as nobody stops it. pause: between looks for news
  boost::asio::awaitable<void> run(std::size_t target, std::chrono::milliseconds pause = kPause);

 private:
  struct Taken {
    std::vector<std::int64_t> events;
    Receipt receipt;
  };
  struct Target {
    settings::NotifyTarget settings;
    std::int64_t looked_to = 0;       ///< events up to here are known to be no news, though the store does not say so
    std::optional<Taken> unrecorded;  ///< what the target has taken, though the store does not say so
    std::optional<Instant> reminded;  ///< when what is overdue was looked for
  };
  struct Look;
  struct Batch;

  Task<Look> look(std::size_t target);
  Task<void> plan(std::size_t target, Look seen);
  Task<bool> send(std::size_t target, Look seen);
  Task<Batch> gather(settings::NotifyTarget target, std::vector<store::Alert> waiting);
  Task<void> drop(std::string target, std::vector<std::int64_t> events);
  Task<void> keep_taken(std::size_t target);
  Task<void> keep_refused(std::size_t target, Error why);
  void say(LogLevel level, std::string text) const;

  store::Store& store_;
  Clock& clock_;
  LogSink log_;
  const settings::Configuration& configuration_;
  Carrier& carrier_;
  std::vector<Target> targets_;
};

}  // namespace calloff::notify
