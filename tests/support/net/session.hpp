// A real HTTP session on a pool of threads, asked as if it were blocking.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "transport/wire.hpp"

namespace calloff::test {

class AccountSession {
 public:
  explicit AccountSession(transport::SessionSettings settings = {});
  /// clock: what the session keeps its pace by; outlives it
  AccountSession(transport::SessionSettings settings, Clock& clock);
  ~AccountSession();
  AccountSession(const AccountSession&) = delete;
  AccountSession& operator=(const AccountSession&) = delete;

  transport::Session& session();
  /// Runs one exchange on the account's strand.
  transport::Exchange ask(transport::Request request);
  /// The same, and `meanwhile` on the caller's thread.
  transport::Exchange ask_and(transport::Request request, std::function<void()> meanwhile);
  /// The same, cancelled (terminal) when `when` returns; it runs on the caller's thread.
  transport::Exchange ask_and_cancel(transport::Request request, std::function<void()> when);
  /// Begins an exchange and destroys session, transport and context while it runs, when `when` returns.
  void ask_and_abandon(transport::Request request, std::function<void()> when);
  /// Session::rest() on the account's strand; returns when it has.
  void rest();
  /// Every record so far.
  std::vector<transport::WireRecord> records() const;

 private:
  void begin(transport::SessionSettings settings, Clock& clock);
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// Starts `url` with GET, step `page`.
transport::Request get(std::string url);
/// POST of `body` as a form, step `save`, intent write.
transport::Request write_to(std::string url, std::string body);

/// The error's code, or `ok`.
std::string code_of(const transport::Exchange& exchange);

}  // namespace calloff::test
