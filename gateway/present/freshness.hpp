// How old what is shown is, and why: each feed held against its own timetable. What a person brought never makes a feed
// fresh: it says nothing of the portal.
#pragma once
#include <string>
#include <vector>

#include "present/views.hpp"

namespace calloff::present {

/// held: somebody holds it, or its account waits for somebody; not_running: nobody began the poll that was due;
/// failing: the last poll did not end well; not_polled: there was none yet, none since it was released, or the last
/// that was due was skipped
enum class Freshness { fresh, held, not_running, failing, not_polled };
std::string_view freshness_word(Freshness freshness);

/// One feed at one moment. last_good: when its last good poll ended; last_import: the same of what a person brought.
/// since: of what made it not fresh; why: in the configuration's language, empty for a fresh one
struct FeedAge {
  store::FeedKey feed;
  std::string zone;
  Freshness freshness = Freshness::fresh;
  std::optional<Instant> last_good, last_import, since;
  std::string why;
};

/// By the feed's timetable, its own and its account's hold, and its polls.
FeedAge feed_age(const ViewOf& of, const settings::Feed& feed);

/// Are the documents of that date all there, by the feed's rule for complete sets? Without a rule never.
/// as_of: were they at that moment, as far as polls had spoken by then? A set that was seen again later counts as seen
/// until then.
bool is_set_complete(const ViewOf& of, const settings::Feed& feed, LocalDate date, std::optional<Instant> as_of = {});

/// When its next polls are due, whether or not it is held, one that is tried again among them; fewer where its
/// timetable ends.
std::vector<Instant> next_runs(const ViewOf& of, const settings::Feed& feed, std::size_t count);

/// Members of a row: `last_good` plant-local, `age` in words, `age_s`.
void add_last_good(Value& row, const FeedAge& age, const ViewOf& of);

/// The configured feeds of this customer, plant and name (empty: all) that carry such records and that the actor may
/// see.
std::vector<const settings::Feed*> feeds_of(const ViewOf& of, mapping::RecordKind kind, std::string_view customer,
                                            std::string_view plant, std::string_view feed);

/// One line for each of these that is not fresh: since when its data stand, how old they are, and the cause.
std::vector<std::string> stale_notes(const ViewOf& of, const std::vector<FeedAge>& ages);

/// One line for each open sheet of these feeds that left the customer's list.
std::vector<std::string> left_notes(const ViewOf& of, const std::vector<store::FeedKey>& feeds);

/// `47 min`, `3 h 20 min`, `2 d 4 h`; never below zero.
std::string age_words(std::chrono::milliseconds age, Language language);

/// The language that people read at this gateway.
Language language_of(const settings::Configuration& configuration);

}  // namespace calloff::present
