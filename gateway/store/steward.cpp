#include "store/steward.hpp"

#include "store/columns.hpp"
#include "store/event_log.hpp"
#include "store/facts.hpp"
#include "store/registry.hpp"
#include "store/tickets.hpp"

namespace calloff::store {
namespace {

void tell(Writer& writer, const AccountKey& account, std::string_view kind, const std::string& actor, std::string why) {
  Event event;
  event.actor = actor;
  event.kind = kind;
  event.subject = account.customer + "/" + account.account;
  event.why = std::move(why);
  append_event(writer, event);
}

}  // namespace

std::optional<Yield> account_yield(Reader& reader, const AccountKey& account) {
  const auto rows =
      reader.session().query("select since, until, person from account_yield where customer = $1 and account = $2",
                             {account.customer, account.account});
  if (rows.empty()) return std::nullopt;
  return Yield{account, instant_of(rows[0].integer(0)), instant_of(rows[0].integer(1)), rows[0].text(2)};
}

void put_yield(Writer& writer, const Yield& yield) {
  writer.session().execute(
      "insert into account_yield (customer, account, since, until, person) values ($1, $2, $3, $4, $5) "
      "on conflict (customer, account) do update set since = excluded.since, until = excluded.until, "
      "person = excluded.person",
      {yield.account.customer, yield.account.account, column_of(yield.since), column_of(yield.until), yield.person});
  tell(writer, yield.account, "account.yielded", yield.person, "until " + calloff::to_string(yield.until));
}

bool end_yield(Writer& writer, const AccountKey& account, const std::string& person) {
  const auto last = account_yield(writer, account);
  if (!last || !last->is_in_force(writer.now())) return false;
  writer.session().execute("delete from account_yield where customer = $1 and account = $2",
                           {account.customer, account.account});
  tell(writer, account, "account.given_back", person, {});
  return true;
}

Error yielded(const Yield& yield) {
  return {Recovery::retry,
          "accounts/yielded",
          {{"account", yield.account.customer + "/" + yield.account.account},
           {"customer", yield.account.customer},
           {"name", yield.account.account},
           {"by", yield.person},
           {"until", calloff::to_string(yield.until)}}};
}

std::optional<Question> account_question(Reader& reader, const AccountKey& account) {
  const auto rows = reader.session().query(
      "select run, kind, prompt, picture, picture_size, picture_type, asked, until, number from account_question where "
      "customer = $1 and account = $2",
      {account.customer, account.account});
  if (rows.empty()) return std::nullopt;
  const auto& row = rows[0];
  Question question;
  question.account = account;
  question.run = row.text(0);
  question.kind = row.text(1);
  question.prompt = row.text(2);
  if (!row.is_null(3)) question.picture = RawRef{hash_of(row.blob(3)), std::uint64_t(row.integer(4))};
  question.picture_type = row.text(5);
  question.asked = instant_of(row.integer(6));
  question.until = instant_of(row.integer(7));
  question.number = row.integer(8);
  return question;
}

std::int64_t put_question(Writer& writer, const Question& question) {
  const auto number = next_number(writer, "question/" + question.account.customer + "/" + question.account.account);
  if (question.picture) register_passing_file(writer, *question.picture);
  writer.session().execute(
      "insert into account_question (customer, account, run, kind, prompt, picture, picture_size, picture_type, asked, "
      "until, number) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (customer, account) do update "
      "set "
      "run = excluded.run, kind = excluded.kind, prompt = excluded.prompt, picture = excluded.picture, "
      "picture_size = excluded.picture_size, picture_type = excluded.picture_type, asked = excluded.asked, "
      "until = excluded.until, number = excluded.number",
      {question.account.customer, question.account.account, question.run, question.kind, question.prompt,
       question.picture ? Value(hash_column(question.picture->sha256)) : Value(),
       std::int64_t(question.picture ? question.picture->size : 0), question.picture_type, column_of(question.asked),
       column_of(question.until), number});
  return number;
}

void drop_question(Writer& writer, const AccountKey& account) {
  writer.session().execute("delete from account_question where customer = $1 and account = $2",
                           {account.customer, account.account});
}

void drop_questions(Writer& writer) {
  for (const auto& row : writer.session().query("select customer, account from account_question", {}))
    close_ticket(writer, question_ticket({row.text(0), row.text(1)}), "gateway",
                 "the gateway that asked has ended; the next sign-in asks anew");
  writer.session().execute("delete from account_question", {});
}

std::string question_ticket(const AccountKey& account) {
  return "account/" + account.customer + "/" + account.account + "/question";
}

}  // namespace calloff::store
