#include "store/steward.hpp"

#include "folder.hpp"
#include "store/tickets.hpp"

namespace calloff::store {

TEST_CASE("a question that died with its gateway takes its ticket along") {
  const Folder folder;
  const AccountKey key{"sgm", "jq"};
  const auto ask = [&](Store& store) {
    return *store.write_now("test", [&](Writer& w) -> Result<std::int64_t> {
      Question question;
      question.account = key;
      raise_ticket(w, question_ticket(key), Error(Recovery::ask_person, "accounts/question"));
      return put_question(w, question);
    });
  };
  CHECK(ask(*open_store(folder)) == 1);
  const auto store = open_store(folder);
  REQUIRE(store->read_now([&](Reader& r) -> Result<void> {
    CHECK_FALSE(account_question(r, key));
    CHECK(open_tickets(r).empty());
    return {};
  }));
  CHECK(ask(*store) == 2);  // no number is given twice
}

TEST_CASE("what is known of a poll to be tried again and of a session is kept") {
  const Folder folder;
  const FeedKey feed{"sgm", "JQ", "daily"};
  const AccountKey key{"sgm", "jq"};
  {
    const auto store = open_store(folder);
    REQUIRE(store->write_now("test", [&](Writer& w) -> Result<void> {
      auto state = feed_state(w, feed);
      state.again = Again{w.now(), w.now() + std::chrono::minutes(1), 2};
      put_feed_state(w, state);
      auto account = account_state(w, key);
      account.open_logins = 1;
      account.session_since = w.now() - std::chrono::minutes(5);
      put_account_state(w, account);
      touch_session(w, key);
      return {};
    }));
  }
  const auto store = open_store(folder);
  REQUIRE(store->read_now([&](Reader& r) -> Result<void> {
    CHECK(feed_state(r, feed).again == Again{morning().now(), morning().now() + std::chrono::minutes(1), 2});
    CHECK_FALSE(feed_state(r, {"sgm", "DY", "daily"}).again);
    CHECK(account_state(r, key).open_logins == 1);
    CHECK(account_state(r, key).session_used == morning().now());
    return {};
  }));
}

}  // namespace calloff::store
