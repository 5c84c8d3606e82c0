#include "simulator/sessions.hpp"

#include <fmt/format.h>

namespace calloff::simulator {
namespace {

constexpr int kCaptchaLetters = 6;
/// No hexadecimal digit: what a picture shows stands nowhere else by chance.
constexpr std::string_view kCaptchaAlphabet = "GHJKLMNPQRSTUVWXYZ";

}  // namespace

Sessions::Sessions(std::uint64_t seed, std::string_view site, std::chrono::minutes idle)
    : dice_(seed, "sessions/" + std::string(site)), idle_(idle) {}

std::string Sessions::hex(int digits) {
  std::string text;
  for (int i = 0; i < digits; ++i) text += "0123456789ABCDEF"[dice_.next() % 16];
  return text;
}

Session& Sessions::create(Instant now) {
  Session session;
  session.id = hex(32);
  session.node = dice_.chance(50) ? "web01" : "web02";
  session.last_used = now;
  return sessions_[session.id] = session;
}

Session* Sessions::find(const std::string& id, Instant now) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return nullptr;
  if (now - found->second.last_used >= idle_) {
    sessions_.erase(found);
    return nullptr;
  }
  found->second.last_used = now;
  return &found->second;
}

void Sessions::end(const std::string& id) { sessions_.erase(id); }

Session& Sessions::renew(const Session& session) {
  auto renewed = session;
  renewed.id = hex(32);
  sessions_.erase(session.id);
  return sessions_[renewed.id] = std::move(renewed);
}

void Sessions::ask_captcha(Session& session, bool has_picture) {
  session.captcha.clear();
  for (int i = 0; has_picture && i < kCaptchaLetters; ++i)
    session.captcha += kCaptchaAlphabet[dice_.next() % kCaptchaAlphabet.size()];
}

std::string Sessions::issue_token(Session& session) { return session.token = hex(32); }

bool Sessions::take_token(Session& session, std::string_view given) {
  if (given.empty() || session.token != given) return false;
  session.token.clear();
  return true;
}

SignIn Account::try_password(std::string_view user, std::string_view password) {
  ++attempts_;
  if (user == user_ && is_locked()) return SignIn::locked;
  if (user == user_ && password == password_) {
    failures_ = 0;
    ++sign_ins_;
    return SignIn::ok;
  }
  if (user == user_) ++failures_;
  return is_locked() && user == user_ ? SignIn::locked : SignIn::wrong;
}

Accounts::Accounts(std::string_view user, std::string_view password, int further) {
  accounts_.emplace(user, Account(user, password));
  for (int i = 1; i <= further; ++i) {
    auto name = fmt::format("{}-{:04}", user, i);
    accounts_.emplace(name, Account(name, password));
  }
}

SignIn Accounts::try_password(std::string_view user, std::string_view password) {
  const auto found = accounts_.find(user);
  // A name that nobody has counts as a try at the first account, which it does not lock.
  return (found == accounts_.end() ? first() : found->second).try_password(user, password);
}

}  // namespace calloff::simulator
