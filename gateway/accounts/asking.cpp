#include "accounts/asking.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "accounts/account_ticket.hpp"
#include "base/stopping.hpp"
#include "store/event_log.hpp"
#include "store/steward.hpp"

namespace calloff::accounts {
namespace {

namespace asio = boost::asio;

/// So long after a question somebody may still be at it when the next one comes.
constexpr std::chrono::hours kSoonAfter{1};

Error no_answer(const std::string& kind) { return {Recovery::ask_person, "accounts/no_answer", {{"kind", kind}}}; }

/// Where nobody can be asked, the account waits for a person as after a refusal.
Error unasked(const std::string& kind) {
  return {Recovery::hold_account, kind == "captcha" ? "sign_in/captcha" : "sign_in/one_time_code"};
}

}  // namespace

asio::awaitable<std::optional<std::string>> Account::Asking::heard() {
  boost::system::error_code failed;
  auto text = co_await said_.async_receive(asio::redirect_error(asio::use_awaitable, failed));
  if (failed) throw boost::system::system_error(asio::error::operation_aborted);
  co_return text;
}

Result<void> Account::answer(std::string text, std::optional<std::int64_t> question) {
  const auto refuse = [&](const char* code) {
    return Error(Recovery::ask_person, code,
                 {{"account", name()}, {"question", asking_ ? std::to_string(asking_->number.load()) : "-"}});
  };
  if (!asking_ || asking_->number == 0) return refuse("accounts/nothing_asked");
  // Somebody may still look at the picture before this one.
  const bool may_mean_another = last_asked_ && with_.clock.boot() < *last_asked_ + kSoonAfter;
  if (question ? *question != asking_->number : may_mean_another) return refuse("accounts/which_question");
  if (!asking_->say(std::move(text))) return refuse("accounts/answered_already");
  return {};
}

void Account::stop_asking() {
  if (asking_) asking_->say(std::nullopt);
}

Task<std::string> Account::ask(std::string run, adapter_api::Challenge challenge, bool by_person) {
  using namespace asio::experimental::awaitable_operators;
  if (!with_.people_answer) co_return unasked(challenge.kind);
  const auto kind = challenge.kind;
  // Each feed of the account would wait for the same person, one after the other.
  if (!by_person && ask_from_ && with_.clock.boot() < *ask_from_) co_return no_answer(kind);
  const auto asked = with_.clock.boot();
  const auto until = with_.clock.now() + setup_.answer_within;
  const auto asking = std::make_shared<Asking>(turnstile_.executor());
  asking_ = asking;
  if (auto kept = co_await keep_question(run, std::move(challenge), until); !kept) {
    asking_.reset();
    co_return kept.error();
  }
  say(LogLevel::warning, run,
      "waits for `calloff account answer` (" + kind + ", question " + std::to_string(asking->number) + ") until " +
          to_string(until));
  std::optional<std::string> answer;
  bool is_cancelled = false;
  try {
    auto first = co_await side_by_side(asking->heard() || with_.clock.sleep_until(asked + setup_.answer_within));
    if (auto* heard = std::get_if<0>(&first)) answer = std::move(*heard);
  } catch (const boost::system::system_error& error) {
    if (error.code() != asio::error::operation_aborted) throw;
    is_cancelled = true;
  }
  asking_.reset();
  last_asked_ = with_.clock.boot();
  ask_from_.reset();
  if (*last_asked_ >= asked + setup_.answer_within) ask_from_ = *last_asked_ + setup_.answer_within;
  const auto closed = co_await close_question(answer ? Result<void>() : Result<void>(no_answer(kind)), run);
  if (is_cancelled || co_await is_told_to_stop()) co_return Error(Recovery::stopped, "run/stopped");
  if (!closed) co_return closed.error();
  if (!answer) co_return no_answer(kind);
  co_return std::move(*answer);
}

/// The picture is archived before anybody is told of it. Whoever has just asked for the portal is not asked.
Task<void> Account::keep_question(std::string run, adapter_api::Challenge challenge, Instant until) {
  store::Question question;
  question.account = setup_.key;
  question.run = run;
  question.kind = challenge.kind;
  question.prompt = challenge.prompt;
  question.picture_type = challenge.image_type;
  question.asked = with_.clock.now();
  question.until = until;
  if (!challenge.image.empty()) {
    auto picture = co_await with_.store.keep(std::move(challenge.image));
    if (!picture) co_return picture.error();
    question.picture = std::move(*picture);
  }
  const auto asking = asking_;
  auto written = co_await with_.store.write("account.question", [question, asking](store::Writer& w) -> Result<void> {
    if (const auto yield = store::account_yield(w, question.account); yield && yield->is_in_force(w.now()))
      return store::yielded(*yield);
    asking->number = store::put_question(w, question);
    raise_for(w, store::question_ticket(question.account), question.account,
              Error(Recovery::ask_person, question.picture ? "accounts/question_picture" : "accounts/question",
                    {{"account", question.account.customer + "/" + question.account.account},
                     {"customer", question.account.customer},
                     {"name", question.account.account},
                     {"kind", question.kind},
                     {"question", std::to_string(asking->number)},
                     {"until", to_string(question.until)}}),
              question.run);
    return {};
  });
  co_return written;
}

/// A question that nobody answered leaves its ticket: the next sign-in asks anew.
Task<void> Account::close_question(Result<void> answered, std::string run) {
  auto written = co_await with_.store.write(
      "account.answered", [key = setup_.key, answered, run](store::Writer& w) -> Result<void> {
        store::drop_question(w, key);
        if (answered) {
          store::close_ticket(w, store::question_ticket(key), "gateway", "answered");
        } else {
          raise_for(w, store::question_ticket(key), key, answered.error(), run);
        }
        return {};
      });
  co_return written;
}

}  // namespace calloff::accounts
