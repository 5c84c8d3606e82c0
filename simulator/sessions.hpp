// Who is signed in: cookies' sessions with idle expiry, Struts' one token a session, failed log-ins.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "simulator/dice.hpp"
#include "simulator/http_types.hpp"
#include "simulator/sign_in.hpp"

namespace calloff::simulator {

struct Session {
  std::string id;
  std::string node;            ///< the server behind the load balancer that holds it
  std::string user;            ///< empty: nobody is signed in yet
  std::string token;           ///< the one form token in force; empty: none
  std::string captcha;         ///< what its picture shows; empty: none was asked for
  bool unread_notice = false;  ///< a notice stands before every page until it is read
  int password_days = 0;       ///< the first page warns that the password expires in so many days; 0: no
  Instant last_used;
};

/// Whether a request may go on to its page.
struct Admission {
  Session* session = nullptr;  ///< null: `instead` is the answer
  Response instead{};
  Fields headers{};  ///< to be added to the page's answer
};

class Sessions {
 public:
  /// idle: a session not used for this long is gone
  Sessions(std::uint64_t seed, std::string_view site, std::chrono::minutes idle);

  Session& create(Instant now);

  /// The live session of that id, marked used; null when there is none or it has expired.
  Session* find(const std::string& id, Instant now);
  void end(const std::string& id);

  /// The same session under a new id; the old id is dead, and so is the reference given.
  Session& renew(const Session& session);

  /// Six letters for the picture of a log-in form, where it has one. The form before is void, and with it what it
  /// asked.
  void ask_captcha(Session& session, bool has_picture);

  /// Makes a new token for the session's next form; the one before is void.
  std::string issue_token(Session& session);

  /// Is `given` the token in force? It is used up by being the right one.
  static bool take_token(Session& session, std::string_view given);

 private:
  std::string hex(int digits);
  Dice dice_;
  std::chrono::minutes idle_;
  std::map<std::string, Session> sessions_;
};

/// One account's password and its failures. Three wrong passwords in a row lock it until `unlock`.
class Account {
 public:
  Account(std::string_view user, std::string_view password) : user_(user), password_(password) {}
  SignIn try_password(std::string_view user, std::string_view password);
  int failures() const { return failures_; }
  int sign_ins() const { return sign_ins_; }
  int attempts() const { return attempts_; }
  bool is_locked() const { return failures_ >= kLockAfter; }
  void unlock() { failures_ = 0; }

 private:
  static constexpr int kLockAfter = 3;
  std::string user_, password_;
  int failures_ = 0, sign_ins_ = 0, attempts_ = 0;
};

/// The accounts of one site: the one that is told to people, and further ones for load, which share its password.
class Accounts {
 public:
  /// further: how many; they are called like the first with -0001, -0002 ... behind
  Accounts(std::string_view user, std::string_view password, int further);
  SignIn try_password(std::string_view user, std::string_view password);
  Account& first() { return accounts_.begin()->second; }
  const std::map<std::string, Account, std::less<>>& all() const { return accounts_; }  ///< by user

 private:
  std::map<std::string, Account, std::less<>> accounts_;  // the first one's name is the shortest: it stands first
};

}  // namespace calloff::simulator
