// account release, yield, answer, picture: what people do about an account.
#include "accounts/account_ticket.hpp"
#include "accounts/keeping_off.hpp"
#include "app/verb.hpp"
#include "base/dates.hpp"
#include "base/number.hpp"
#include "base/text.hpp"
#include "present/freshness.hpp"
#include "settings/spec.hpp"
#include "store/event_log.hpp"
#include "store/steward.hpp"

namespace calloff::app {
namespace {

/// A person who needs the portal for longer holds its feeds.
constexpr std::chrono::hours kLongestYield{24};

struct Asked {
  Gateway& gateway;
  accounts::Account& account;
  const model::Actor& actor;
  Output& output;
  Language language;

  const store::AccountKey& key() const { return account.setup().key; }
  Exit say(const char* code, std::string until = {}) const {
    const Error told(Recovery::ask_person, code,
                     {{"account", account.name()},
                      {"customer", key().customer},
                      {"name", key().account},
                      {"until", std::move(until)}});
    output.out(printable(sentence(told, language)) + "\n");
    return Exit::ok;
  }
  Exit refuse(const Error& error) const { return report(error, output, language); }
};

store::AccountKey key_of(const Command& command) { return {command.get("CUSTOMER"), command.get("ACCOUNT")}; }

Error unknown(const store::AccountKey& key) {
  return {Recovery::fix_config, "accounts/unknown", {{"account", key.customer + "/" + key.account}}};
}

/// Has the configuration such an account, and may the actor know?
bool is_visible(const settings::Configuration& configuration, const store::AccountKey& key, const model::Actor& actor) {
  const auto* customer = configuration.find_customer(key.customer);
  const auto* account = customer ? customer->find_account(key.account) : nullptr;
  return account && actor.scope.covers(key.customer, account->plant);
}

Exit release(const Asked& asked) {
  const auto released = asked.gateway.store().write_now("account.release", [&](store::Writer& w) -> Result<bool> {
    const auto proxy = asked.account.proxy();
    const bool is_asked_again = !proxy.empty() && accounts::forget_all_refused(w, proxy, asked.actor.name);
    auto state = store::account_state(w, asked.key());
    if (!state.hold && state.open_logins == 0) return is_asked_again;
    state.hold.reset();
    state.failures = 0;
    state.open_logins = 0;
    store::put_account_state(w, state);
    store::Event event;
    event.actor = asked.actor.name;
    event.kind = "account.released";
    event.subject = asked.account.name();
    store::append_event(w, event);
    store::close_ticket(w, accounts::hold_ticket(asked.key()), asked.actor.name, "released");
    return true;
  });
  if (!released) return asked.refuse(released.error());
  asked.account.forget_hold();
  return asked.say(*released ? "accounts/released" : "accounts/not_held");
}

Exit give_back(const Asked& asked) {
  const auto ended = asked.gateway.store().write_now("account.give_back", [&](store::Writer& w) -> Result<bool> {
    return store::end_yield(w, asked.key(), asked.actor.name);
  });
  if (!ended) return asked.refuse(ended.error());
  return asked.say(*ended ? "accounts/given_back" : "accounts/not_yielded");
}

/// Nothing more is begun before we sign out: what comes next reads that the account is a person's. Whether there is a
/// session shows when it is our turn: a sign-in may be under way.
boost::asio::awaitable<Exit> yield(Asked asked, std::chrono::seconds time) {
  const auto now = asked.gateway.clock().now();
  const store::Yield yield{asked.key(), now, now + time, asked.actor.name};
  const auto kept = asked.gateway.store().write_now("account.yield", [&](store::Writer& w) -> Result<void> {
    store::put_yield(w, yield);
    return {};
  });
  if (!kept) co_return asked.refuse(kept.error());
  const auto left = co_await asked.gateway.sign_out(asked.account);
  const auto until = to_zoned_string(yield.until, asked.account.setup().zone);
  if (!left) {
    // The account is theirs all the same: whoever does not know it leaves every poll and ASN waiting.
    asked.say("accounts/now_yielded_unsure", until);
    asked.refuse(left.error());
    co_return Exit::partly;
  }
  co_return asked.say(*left ? "accounts/now_yielded" : "accounts/now_yielded_unused", until);
}

boost::asio::awaitable<Exit> yield_or_give_back(const Command& command, Asked asked) {
  if (command.has("for") == command.has("end")) {
    asked.output.err("calloff: say one of --for D and --end\n");
    co_return Exit::usage;
  }
  if (command.has("end")) co_return give_back(asked);
  const auto seconds = settings::parse_duration_seconds(command.get("for"));
  if (!seconds || *seconds <= 0 || std::chrono::seconds(*seconds) > kLongestYield) {
    asked.output.err("calloff: --for takes a time such as 20m, a day at most, not '" + command.get("for") + "'\n");
    co_return Exit::usage;
  }
  const auto done = co_await yield(asked, std::chrono::seconds(*seconds));
  co_return done;
}

/// What was answered is a secret: who answered is kept, and when.
Exit answer(const Command& command, const Asked& asked) {
  const bool is_piped = command.get("CODE") == "-" && !command.files.empty();
  const auto text = std::string(trim(is_piped ? command.files.front().bytes : command.get("CODE")));
  const auto question = whole_number<std::int64_t>(command.get("question"));
  if (command.has("question") && !question) {
    asked.output.err("calloff: --question takes a question's number, not '" + command.get("question") + "'\n");
    return Exit::usage;
  }
  if (text.empty()) {
    asked.output.err("calloff: the answer is empty\n");
    return Exit::usage;
  }
  if (const auto taken = asked.account.answer(text, question); !taken) {
    asked.output.out(printable(sentence(taken.error(), asked.language)) + "\n");
    return Exit::failed;
  }
  const auto kept = asked.gateway.store().write_now("account.answer", [&](store::Writer& w) -> Result<void> {
    store::Event event;
    event.actor = asked.actor.name;
    event.kind = "account.answered";
    event.subject = asked.account.name();
    store::append_event(w, event);
    return {};
  });
  return kept ? asked.say("accounts/answered") : asked.refuse(kept.error());
}

}  // namespace

boost::asio::awaitable<Exit> run_account_verb(Command command, Gateway& gateway, model::Actor actor, Output& output) {
  const auto key = key_of(command);
  const auto& configuration = gateway.prepared().configuration;
  auto account =
      is_visible(configuration, key, actor) ? gateway.accounts().find(key) : Result<accounts::Account*>(unknown(key));
  if (!account) co_return report(account.error(), output);
  const Asked asked{gateway, **account, actor, output, present::language_of(configuration)};
  if (command.verb == "account release") co_return release(asked);
  if (command.verb == "account answer") co_return answer(command, asked);
  const auto done = co_await yield_or_give_back(command, asked);
  co_return done;
}

Exit show_picture(const Command& command, const present::ViewOf& of, store::Store& store, Output& output) {
  const auto key = key_of(command);
  const auto language = present::language_of(of.configuration);
  if (!is_visible(of.configuration, key, of.actor)) return report(unknown(key), output, language);
  const auto question = store::account_question(of.reader, key);
  if (!question || !question->picture) {
    const Error none(Recovery::ask_person, "accounts/no_picture", {{"account", key.customer + "/" + key.account}});
    report(none, output, language);
    return Exit::failed;
  }
  const auto bytes = store.archive().get(question->picture->sha256);
  if (!bytes) return report(bytes.error(), output, language);
  output.out(*bytes);
  return Exit::ok;
}

}  // namespace calloff::app
