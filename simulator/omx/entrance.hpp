// The way into OMX: log-in page with its token and captcha, log-in, what stands before the first page, log-out.
#pragma once
#include "simulator/call.hpp"
#include "simulator/sessions.hpp"

namespace calloff::simulator::omx {

class Entrance {
 public:
  explicit Entrance(std::uint64_t seed);

  /// The log-in page, and the captcha's picture, which is asked for at the same step.
  Response page(const Call& call);
  Response captcha_page(const Call& call) { return page(call, {}, true); }
  Response sign_in(const Call& call);
  Response sign_out(const Call& call);

  /// Looks for a live session, and does to it what a fault asks for.
  Admission admit(const Call& call);
  /// The notice was read: on to the first page.
  Response notice_read(const Call& call, Session& session);
  /// The first page, which may say that the password expires.
  Response main_page(Session& session);

  Account& account() { return account_; }
  Sessions& sessions() { return sessions_; }

 private:
  Response page(const Call& call, std::string_view message, bool with_captcha);
  Response verify_code(const Call& call);
  Response password_form(Session& session);
  Response notice_page(Session& session);
  Response lost(const Call& call);
  Session* session_of(const Call& call);
  bool asks_captcha() const;

  Sessions sessions_;
  Account account_;
};

}  // namespace calloff::simulator::omx
