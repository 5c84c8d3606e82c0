// What people arrange with the gateway about an account: who works in its portal meanwhile, and what a portal asks of a
// person. Beside the account's state, which whoever works with the account writes as a whole.
#pragma once
#include <optional>
#include <string>

#include "store/archive.hpp"
#include "store/states.hpp"

namespace calloff::store {

/// A person works in the portal: nothing is done with the account before `until`.
struct Yield {
  AccountKey account;
  Instant since{}, until{};
  std::string person;

  /// A clock that was set back does not stop an account; less than a minute is the clock's own correction.
  bool is_in_force(Instant now) const { return now < until && now + std::chrono::minutes(1) > since; }
};
/// The last one, also when it is over.
std::optional<Yield> account_yield(Reader& reader, const AccountKey& account);
/// Puts one in the place of the last. An event about the account (`customer/account`), by its person.
void put_yield(Writer& writer, const Yield& yield);
/// Ends it before its time, with an event; false: none was in force.
bool end_yield(Writer& writer, const AccountKey& account, const std::string& person);
/// Why nothing is done: retry accounts/yielded (account, by, until).
Error yielded(const Yield& yield);

/// What a portal asks while we sign in, and waits for a person's answer until then. kind: captcha, one_time_code;
/// picture: archived, if there is one, of media type picture_type
struct Question {
  AccountKey account;
  std::string run, kind, prompt, picture_type;
  std::optional<RawRef> picture;
  Instant asked{}, until{};
  std::int64_t number = 0;  ///< of the account's questions, from 1; given by put_question
};
std::optional<Question> account_question(Reader& reader, const AccountKey& account);
std::int64_t put_question(Writer& writer, const Question& question);
/// It was answered, or nobody answered in time.
void drop_question(Writer& writer, const AccountKey& account);
/// Those that nobody waits for any more, since the gateway that asked has ended; their tickets are closed.
void drop_questions(Writer& writer);
/// The key of the ticket about an account's question.
std::string question_ticket(const AccountKey& account);

}  // namespace calloff::store
