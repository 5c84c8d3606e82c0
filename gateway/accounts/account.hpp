// One account at a customer: its adapter, its session, its place in the queue, its log-in discipline and its hold.
// Threading: every call on the executor it was made with, which one thread runs; operations queue in the turnstile.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "accounts/adapter_loader.hpp"
#include "accounts/keeping_off.hpp"
#include "accounts/keyring.hpp"
#include "accounts/login_budget.hpp"
#include "accounts/turnstile.hpp"
#include "base/log.hpp"
#include "settings/spec.hpp"
#include "store/store.hpp"
#include "transport/wire.hpp"

namespace calloff::accounts {

/// What configuration says of one account.
/// secret: gives user and password by name; settings: every key of the adapter's spec and base_url, defaults filled in
struct AccountSetup {
  store::AccountKey key;
  std::string zone, plant;
  AdapterModule module;
  std::map<std::string, std::string> settings;
  std::function<Result<std::string>(std::string_view name)> secret;
  transport::SessionSettings session;
  /// Adds what is secret of its way out: the proxy's password, the client key's. errors: fix_config secrets/...
  std::function<Result<void>(transport::SessionSettings&)> add_secrets = nullptr;
  LoginRules logins;
  settings::TimeRange hours;  ///< in zone: when a poll by schedule may begin
  /// A session that nobody uses so long is given up; after a restart one that is older is not taken up again.
  std::chrono::seconds idle{20 * 60};
  std::chrono::seconds answer_within{600};  ///< how long a question waits for a person
  std::chrono::seconds close_within{20};    ///< signing out ends after this long, answered or not
};

/// What an account works with; all of it outlives the account. transport: loaded on first use.
struct Surroundings {
  store::Store& store;
  Clock& clock;
  const Keyring& keyring;
  LogSink log;
  std::function<Result<transport::Transport*>()> transport;
  bool people_answer = false;  ///< can a person answer while we wait? Not where one command runs by itself
};

/// One operation: what it does, how urgent it is, which run it belongs to.
/// body: called once signed in; called again, once, if it fails with recovery sign_in and may_repeat
struct Operation {
  std::string run;
  Priority priority = Priority::poll;
  LoginReason reason = LoginReason::scheduled;
  bool may_repeat = true;
  bool by_person = false;  ///< a person waits for it: what a portal asks is asked again, though nobody answered lately
  Place* place = nullptr;  ///< left while the account's turn or the customer's answer is waited for; nullptr: none
  std::function<Task<void>(adapter_api::Adapter&, adapter_api::Run&, transport::Session&)> body;
};

class Account {
 public:
  Account(boost::asio::any_io_executor io, AccountSetup setup, Surroundings surroundings);
  ~Account();

  const AccountSetup& setup() const { return setup_; }
  /// `customer/account`, as logs and tickets name it.
  std::string name() const { return setup_.key.customer + "/" + setup_.key.account; }

  /// Waits its turn, signs in if need be, runs the body, archives every exchange under the run.
  /// Once its turn has come, a cancellation is not thrown: running and later exchanges give stopped wire/cancelled, and
  /// what came before is still written down. Waiting its turn, it throws operation_aborted.
  /// errors: the body's own; hold_account accounts/held (reason); retry accounts/login_budget (until),
  ///         accounts/session_keeps_ending, accounts/yielded, accounts/asked_to_wait (host, until; scheduled polls
  ///         only); fix_config accounts/proxy_refused (proxy); stopped run/stopped; store/...
  Task<void> operate(Operation operation);

  /// One poll at a time per account: an adapter remembers its last list between list and fetch. Held for a whole run;
  /// submits and look-ups do not wait for it.
  boost::asio::awaitable<Turnstile::Pass> enter_poll() { return poll_lane_.enter(Priority::poll); }

  /// Nothing is asked of the customer for a while: no connection is held until then.
  void rest() {
    if (session_) session_->rest();
  }

  enum class Leaving { anyway, if_idle };
  /// Signs out within close_within and forgets the session, also one kept from before a restart, whatever the portal
  /// says. What is under way goes on to the end of its operation first; whether there is a session is told then.
  /// begin: gives the run of it, asked for once there is one to sign out of
  /// returns: was there one, also one that was left while we waited for our turn?
  /// errors: the adapter's own; retry accounts/sign_out_timed_out (account, limit_s); store/...
  Task<bool> sign_out(Leaving leaving, std::function<Task<std::string>()> begin);
  /// Was our session not used for so long that it is to be given up? Never one that the budget would not let us begin
  /// anew.
  bool is_idle(Instant now) const;

  /// What a person answers to the portal's question, a secret. The first answer counts.
  /// question: its number; none: the one that is asked, if no other was asked lately that a person could mean
  /// errors: ask_person accounts/nothing_asked, accounts/answered_already, accounts/which_question (question)
  Result<void> answer(std::string text, std::optional<std::int64_t> question);
  /// Nobody will answer: whoever waits for it goes on without.
  void stop_asking();

  /// A person released it: also of a hold that could not be written, and its proxy is asked again.
  void forget_hold() { unkept_hold_.reset(); }
  /// What its proxy is called; empty: there is none.
  std::string proxy() const;
  /// The name of the customer's host.
  const std::string& host() const { return host_; }
  /// From when on it makes sense to poll again: its host may be asked, and unless there is a session it may sign in.
  std::optional<Instant> free_from(store::Reader& reader, Instant now) const;

  bool is_signed_in() const { return is_signed_in_; }

 private:
  class Context;
  class Asking;
  struct UnkeptHold {
    store::Hold hold;
    std::string credentials_mark;
  };
  Task<store::AccountState> load_state();
  Task<store::AccountState> load_state_unless_kept_off(bool heeds_wait);
  Task<bool> is_refused_by_proxy();
  Task<void> check_proxy();
  Task<std::string> ask(std::string run, adapter_api::Challenge challenge, bool by_person);
  Task<void> keep_question(std::string run, adapter_api::Challenge challenge, Instant until);
  Task<void> close_question(Result<void> answered, std::string run);
  Task<void> operate_in_turn(Operation operation);
  Task<void> run_once(Context& context, Operation operation, LoginReason reason);
  Task<void> sign_in(Context& context, LoginReason reason, bool heeds_wait);
  Task<void> open_session(Context& context, store::AccountState state, LoginReason reason);
  Task<void> leave(Context& context);
  Task<void> restore_session(store::AccountState state);
  Task<void> refuse(store::AccountState state, Error error, std::string run);
  Task<void> close_in_time(Context& context);
  Task<void> forget_session();
  Result<std::string> credentials_mark() const;
  Result<transport::SessionSettings> session_settings() const;
  Result<void> make_session();
  Task<void> keep_exchanges(Context& context);
  void say(LogLevel level, const std::string& run, std::string text) const;

  AccountSetup setup_;
  Surroundings with_;
  Turnstile turnstile_, poll_lane_;
  std::shared_ptr<adapter_api::Adapter> adapter_;
  std::unique_ptr<transport::Session> session_;
  bool is_signed_in_ = false;
  Instant signed_in_{}, last_used_{};
  int sessions_left_ = 0;                          ///< so many were signed out of
  std::shared_ptr<Asking> asking_;                 ///< while a portal's question waits for its answer
  std::optional<BootTime> last_asked_, ask_from_;  ///< when a question ended; before that nobody is asked again
  std::optional<UnkeptHold> unkept_hold_;          ///< one that the store did not take
  std::string host_;
  std::optional<ShownProxy> proxy_;
};

}  // namespace calloff::accounts
