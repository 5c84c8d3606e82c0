// What can go wrong at the log-in.
#include <array>

#include "simulator/faults/kinds.hpp"

namespace calloff::simulator {
namespace {

/// The picture itself is shown as ever: a portal that always asks can be got past.
Response captcha(Portal& portal, const Call& call) {
  return call.path.ends_with("/verifyCode.jsp") ? portal.handle(call) : portal.captcha_page(call);
}

constexpr int kDaysLeft = 7;

constexpr std::array kKinds{
    FaultKind{
        1, "wrong_password_page",
        "The log-in is refused with 用户名或密码错误, whatever the password; nothing is counted towards the lock.",
        steps::kLogin, [](Quirks& q) { q.sign_in = SignIn::wrong; }},
    FaultKind{2, "account_locked", "The log-in is refused with 帐号已锁定, whatever the password; nothing is counted.",
              steps::kLogin, [](Quirks& q) { q.sign_in = SignIn::locked; }},
    FaultKind{3, "password_expired",
              "The log-in is answered with 密码已过期 and a form to change the password; nobody is signed in.",
              steps::kLogin, [](Quirks& q) { q.sign_in = SignIn::password_expired; }},
    FaultKind{4, "password_expiry_warning",
              "The log-in is good, and a script's alert says 密码将于7天后过期 (OMX: on its first page).",
              steps::kLogin, [](Quirks& q) { q.password_days = kDaysLeft; }},
    FaultKind{5, "captcha", "The log-in page with a captcha in it is shown instead.", steps::kEverywhere, nullptr,
              captcha},
    FaultKind{6, "signed_in_elsewhere", "The log-in is refused with 登录被拒绝：该用户已在其他地方登录.", steps::kLogin,
              [](Quirks& q) { q.sign_in = SignIn::elsewhere; }},
    FaultKind{6, "kicked_out",
              "The session is ended by another one: a script says 您的帐号在别处登录 and goes to the log-in page.",
              steps::kSignedIn, [](Quirks& q) { q.session = SessionLoss::kicked_out; }},
    FaultKind{7, "notice_before_menu",
              "After the log-in a notice stands in place of every page until its 我知道了，继续 is followed.",
              steps::kLogin, [](Quirks& q) { q.notice = true; }},
};

}  // namespace

std::span<const FaultKind> login_faults() { return kKinds; }

}  // namespace calloff::simulator
