// What must survive a restart about feeds and accounts: when they ran, when they run next, why they are held.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/dates.hpp"
#include "store/documents.hpp"
#include "store/job.hpp"

namespace calloff::store {

/// Why nothing happens until somebody does something.
struct Hold {
  Error reason;
  Instant since{};
};

/// A poll that failed for a while and is tried again. tries: how often it was already
struct Again {
  Instant planned{}, at{};
  std::int64_t tries = 0;
  bool operator==(const Again&) const = default;
};

struct FeedState {
  FeedKey feed;
  std::optional<Instant> last_good, last_started, next_run;
  std::string last_run;
  std::int64_t failures = 0;  ///< in a row
  std::optional<Hold> hold;
  std::optional<Again> again;
};
/// A feed never run: a state with only its key.
FeedState feed_state(Reader& reader, const FeedKey& feed);
std::vector<FeedState> feed_states(Reader& reader);
void put_feed_state(Writer& writer, const FeedState& state);

/// The feed is not polled until somebody releases it; who holds one already gives another reason. Both are events about
/// the feed (its name), by `actor`. false: there was nothing to release
void hold_feed(Writer& writer, const FeedKey& feed, const std::string& actor, const std::string& reason);
bool release_feed(Writer& writer, const FeedKey& feed, const std::string& actor);
/// When it was released last.
std::optional<Instant> last_release(Reader& reader, const FeedKey& feed);
/// Why it is not polled: ask_person feed/held (feed, since, cause). The feed is held.
Error held(const FeedState& state);

struct AccountKey {
  std::string customer, account;
  auto operator<=>(const AccountKey&) const = default;
};

/// cookies: opaque bytes, encrypted by who gives them. credentials_mark: changes when the sign-in data do (a keyed
/// hash, never the data), so that a mended password lifts its hold. logins_on: the plant-local day that logins counts.
/// session_used: when the session last met the customer. open_logins: sign-ins in a row that were begun and of which
/// nobody knows how they ended, since the gateway died meanwhile
struct AccountState {
  AccountKey account;
  std::optional<Hold> hold;
  std::int64_t failures = 0;  ///< in a row
  std::optional<LocalDate> logins_on;
  std::int64_t logins = 0, reserve_logins = 0;
  std::optional<Instant> last_login, session_since, session_used;
  std::string cookies, credentials_mark;
  std::string lease_owner;
  std::optional<Instant> lease_until;
  std::int64_t epoch = 0, open_logins = 0;
};
/// An account never used: a state with only its key.
AccountState account_state(Reader& reader, const AccountKey& account);
std::vector<AccountState> account_states(Reader& reader);
void put_account_state(Writer& writer, const AccountState& state);
/// The session that is kept, if one is, was used now.
void touch_session(Writer& writer, const AccountKey& account);

}  // namespace calloff::store
